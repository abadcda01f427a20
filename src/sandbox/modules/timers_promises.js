// `require('timers/promises')`.
'use strict';

const timers = require('globals/timers');

function aborted(signal) {
  const error = new Error('The operation was aborted', { cause: signal.reason });
  error.name = 'AbortError';
  error.code = 'ABORT_ERR';
  return error;
}

// A promise of `start(resolve)`, which can be called off.
const waiting = (start, stop, value, options) =>
  new Promise((resolve, reject) => {
    const { signal, ref = true } = options ?? {};
    if (signal?.aborted) throw aborted(signal);
    const handle = start(() => resolve(value));
    if (!ref) handle.unref?.();
    signal?.addEventListener(
      'abort',
      () => {
        stop(handle);
        reject(aborted(signal));
      },
      { once: true },
    );
  });

exports.setTimeout = (delay, value, options) =>
  waiting((done) => timers.setTimeout(done, delay), timers.clearTimeout, value, options);
exports.setImmediate = (value, options) =>
  waiting((done) => timers.setImmediate(done), timers.clearImmediate, value, options);
exports.setInterval = async function* setInterval(delay, value, options) {
  for (;;) yield await exports.setTimeout(delay, value, options);
};
exports.scheduler = {
  wait: (delay, options) => exports.setTimeout(delay, undefined, options),
  yield: () => exports.setImmediate(),
};
