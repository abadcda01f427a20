// What becomes of an error nobody caught: `process.on('uncaughtException')` and its kin may take it.
'use strict';

const { hasOwn } = Object;

// The script's `process`, once it was touched: nobody can listen before.
exports.process = undefined;
// Set by `process.setUncaughtExceptionCaptureCallback`.
exports.capture = null;

// Node makes an error of a reason that is none.
function asError(reason) {
  if (typeof reason === 'object' && reason !== null && hasOwn(reason, 'stack')) return reason;
  if (Error.isError(reason)) return reason;
  let shown;
  try {
    shown =
      typeof reason === 'object' && reason !== null ? `#<${reason.constructor?.name ?? 'Object'}>` : String(reason);
  } catch {
    shown = '#<Object>';
  }
  const error = new Error(
    'This error originated either by throwing inside of an async function without a catch block, ' +
      `or by rejecting a promise which was not handled with .catch(). The promise rejected with the reason "${shown}".`,
  );
  error.code = 'ERR_UNHANDLED_REJECTION';
  error.name = 'UnhandledPromiseRejection';
  return error;
}

// Called by native code; `promise` is the rejected one, undefined if the error was thrown. Null if somebody took it.
exports.uncaught = function uncaught(error, promise) {
  const { process } = exports;
  if (promise !== undefined && process !== undefined && process.listenerCount('unhandledRejection') > 0) {
    process.emit('unhandledRejection', error, promise);
    return null;
  }
  const thrown = promise === undefined ? error : asError(error);
  if (process === undefined) return [thrown];
  const origin = promise === undefined ? 'uncaughtException' : 'unhandledRejection';
  process.emit('uncaughtExceptionMonitor', thrown, origin);
  if (exports.capture !== null) {
    exports.capture(thrown);
    return null;
  }
  if (process.listenerCount('uncaughtException') === 0) return [thrown];
  process.emit('uncaughtException', thrown, origin);
  return null;
};
