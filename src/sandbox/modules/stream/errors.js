// How streams fail: Node's codes and words.
'use strict';

const { coded, nativeError } = require('internal/node_errors');

const make = (Base, code, words) => (...args) => coded(Base, code, words(...args));

Object.assign(exports, {
  alreadyFinished: make(Error, 'ERR_STREAM_ALREADY_FINISHED', (name) => `Cannot call ${name} after a stream was finished`),
  calledTwice: make(Error, 'ERR_MULTIPLE_CALLBACK', () => 'Callback called multiple times'),
  cannotPipe: make(Error, 'ERR_STREAM_CANNOT_PIPE', () => 'Cannot pipe, not readable'),
  destroyed: make(Error, 'ERR_STREAM_DESTROYED', (name) => `Cannot call ${name} after a stream was destroyed`),
  notImplemented: make(Error, 'ERR_METHOD_NOT_IMPLEMENTED', (name) => `The ${name} method is not implemented`),
  nullValues: make(TypeError, 'ERR_STREAM_NULL_VALUES', () => 'May not write null values to stream'),
  prematureClose: make(Error, 'ERR_STREAM_PREMATURE_CLOSE', () => 'Premature close'),
  pushAfterEnd: make(Error, 'ERR_STREAM_PUSH_AFTER_EOF', () => 'stream.push() after EOF'),
  unknownEncoding: make(TypeError, 'ERR_UNKNOWN_ENCODING', (name) => `Unknown encoding: ${name}`),
  unshiftAfterEnd: make(Error, 'ERR_STREAM_UNSHIFT_AFTER_END_EVENT', () => 'stream.unshift() after end event'),
  writeAfterEnd: make(Error, 'ERR_STREAM_WRITE_AFTER_END', () => 'write after end'),
  missingArgs: make(TypeError, 'ERR_MISSING_ARGS', (name) => `The "${name}" argument must be specified`),
  notSupported: make(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', (name) => `${name} is not available in this sandbox`),
});

exports.abortError = function abortError(signal) {
  const error = nativeError(Error, 'ABORT_ERR', 'The operation was aborted');
  error.name = 'AbortError';
  if (signal !== undefined) {
    Object.defineProperty(error, 'cause', {
      value: signal.reason,
      writable: true,
      enumerable: false,
      configurable: true,
    });
  }
  return error;
};

// Of two failures the later one holds both, in Node's order.
exports.both = function both(inner, outer) {
  if (!inner || !outer || inner === outer) return inner || outer;
  if (Array.isArray(outer.errors)) {
    outer.errors.push(inner);
    return outer;
  }
  const error = new AggregateError([outer, inner], outer.message);
  error.code = outer.code;
  return error;
};
