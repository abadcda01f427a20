// `finished`: hears when a stream is over, in whichever way it ends.
'use strict';

const tasks = require('internal/tasks');
const { invalidArgType, needFunction } = require('internal/node_errors');
const { abortError, prematureClose } = require('stream/errors');

const isRequest = (stream) => typeof stream.setHeader === 'function' && typeof stream.abort === 'function';

const hasSide = (stream, side) => {
  if (stream._readableState === undefined && stream._writableState === undefined) {
    return side === 'readable' ? typeof stream.pipe === 'function' : typeof stream.write === 'function';
  }
  return Boolean(stream[`_${side}State`]) && stream[`_${side}State`][side] !== false;
};

function readableEnded(stream, strict) {
  const state = stream._readableState;
  if (!state) return undefined;
  if (state.errored) return false;
  return Boolean(state.endEmitted || (!strict && state.ended && state.length === 0));
}

function writableEnded(stream, strict) {
  const state = stream._writableState;
  if (!state) return undefined;
  if (state.errored) return false;
  return Boolean(state.finished || (!strict && state.ended && state.length === 0));
}

function finished(stream, options, callback) {
  if (arguments.length === 2) {
    callback = options;
    options = {};
  } else {
    options ??= {};
    if (typeof options !== 'object') throw invalidArgType('options', 'Object', options);
  }
  needFunction(callback, 'callback');
  if (typeof stream?.on !== 'function') {
    throw invalidArgType('stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
  }
  let told = false;
  const tell = (error) => {
    if (told) return;
    told = true;
    if (error === undefined) callback.call(stream);
    else callback.call(stream, error);
  };
  const reads = options.readable ?? hasSide(stream, 'readable');
  const writes = options.writable ?? hasSide(stream, 'writable');
  const writing = stream._writableState;
  const reading = stream._readableState;
  // Old streams close without having told of their end.
  const willClose =
    [writing, reading].some((state) => state?.autoDestroy && state.emitClose && !state.closed) &&
    hasSide(stream, 'readable') === reads &&
    hasSide(stream, 'writable') === writes;
  let writeDone = writableEnded(stream, false) ?? false;
  let readDone = readableEnded(stream, false) ?? false;

  const onlegacyfinish = () => {
    if (!stream.writable) onfinish();
  };
  const onfinish = () => {
    writeDone = true;
    if (stream.destroyed && !willClose) return;
    if (willClose && (!stream.readable || reads)) return;
    if (!reads || readDone) tell();
  };
  const onend = () => {
    readDone = true;
    if (willClose && (!stream.writable || writes)) return;
    if (!writes || writeDone) tell();
  };
  const onerror = (error) => tell(error);
  const failure = () => writing?.errored || reading?.errored || undefined;
  const onclose = () => {
    const error = failure();
    if (error !== undefined && typeof error !== 'boolean') {
      tell(error);
    } else if (reads && !readDone && hasSide(stream, 'readable') && !readableEnded(stream, false)) {
      tell(prematureClose());
    } else if (writes && !writeDone && hasSide(stream, 'writable') && !writableEnded(stream, false)) {
      tell(prematureClose());
    } else {
      tell();
    }
  };
  const onrequest = () => stream.req.on('finish', onfinish);

  const heard = [
    ['end', onend],
    ['finish', onfinish],
    ['close', onclose],
  ];
  if (isRequest(stream)) {
    heard.push(['complete', onfinish]);
    if (!willClose) heard.push(['abort', onclose]);
    if (stream.req) onrequest();
    else heard.push(['request', onrequest]);
  } else if (writes && !writing) {
    heard.push(['end', onlegacyfinish], ['close', onlegacyfinish]);
  }
  if (!willClose && typeof stream.aborted === 'boolean') heard.push(['aborted', onclose]);
  if (options.error !== false) heard.push(['error', onerror]);
  for (const [name, listener] of heard) stream.on(name, listener);

  const closed = writing?.closed || reading?.closed || stream._closed === true;
  if (closed) {
    tasks.nextTick(onclose);
  } else if (writing?.errorEmitted || reading?.errorEmitted) {
    if (!willClose) tasks.nextTick(onclose);
  } else if (
    (!reads && (!willClose || stream.readable) && (writeDone || stream.writable === false)) ||
    (!writes && (!willClose || stream.writable) && (readDone || stream.readable === false))
  ) {
    tasks.nextTick(onclose);
  }

  const cleanUp = () => {
    told = true;
    for (const [name, listener] of heard) stream.removeListener(name, listener);
    stream.req?.removeListener?.('finish', onfinish);
  };
  const { signal } = options;
  if (signal && !closed) {
    const onAbort = () => {
      const end = callback;
      cleanUp();
      end.call(stream, abortError(signal));
    };
    if (signal.aborted) {
      tasks.nextTick(onAbort);
    } else {
      const inner = callback;
      callback = function heardEnd(...args) {
        signal.removeEventListener('abort', onAbort);
        inner.apply(stream, args);
      };
      signal.addEventListener('abort', onAbort, { once: true });
    }
  }
  return cleanUp;
}

module.exports = finished;
