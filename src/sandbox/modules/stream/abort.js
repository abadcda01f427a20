// `addAbortSignal`: a signal that destroys a stream.
'use strict';

const { invalidArgType } = require('internal/node_errors');
const { abortError } = require('stream/errors');

// Destroys `stream` when `signal` says so.
exports.watch = function watch(signal, stream) {
  const onAbort = () => stream.destroy(abortError(signal));
  if (signal.aborted) {
    onAbort();
    return stream;
  }
  signal.addEventListener('abort', onAbort, { once: true });
  require('stream/finished')(stream, () => signal.removeEventListener('abort', onAbort));
  return stream;
};

exports.addAbortSignal = function addAbortSignal(signal, stream) {
  if (typeof signal !== 'object' || signal === null || !('aborted' in signal)) {
    throw invalidArgType('signal', 'AbortSignal', signal);
  }
  if (!stream?._readableState && !stream?._writableState) {
    throw invalidArgType('stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
  }
  return exports.watch(signal, stream);
};
