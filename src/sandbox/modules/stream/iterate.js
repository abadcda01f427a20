// Streams and iterables: a stream as an async iterator, and a stream made of an iterable.
'use strict';

const tasks = require('internal/tasks');
const { Buffer } = require('globals/buffer');
const { invalidArgType } = require('internal/node_errors');
const { destroyer } = require('stream/destroy');
const errors = require('stream/errors');

const nothing = () => {};

exports.iterator = function iterator(stream, options) {
  if (options !== undefined && (options === null || typeof options !== 'object')) {
    throw invalidArgType('options', 'object', options);
  }
  const chunks = chunksOf(stream, options);
  chunks.stream = stream;
  return chunks;
};

async function* chunksOf(stream, options) {
  let wake = nothing;
  function next(resolve) {
    if (this === stream) {
      wake();
      wake = nothing;
    } else {
      wake = resolve;
    }
  }
  stream.on('readable', next);
  // undefined: goes on; null: ended well.
  let failure;
  const stopListening = require('stream/finished')(stream, { writable: false }, (error) => {
    failure = error ? errors.both(failure, error) : null;
    wake();
    wake = nothing;
  });
  try {
    for (;;) {
      const chunk = stream.destroyed ? null : stream.read();
      if (chunk !== null) yield chunk;
      else if (failure) throw failure;
      else if (failure === null) return;
      else await new Promise(next);
    }
  } catch (error) {
    failure = errors.both(failure, error);
    throw failure;
  } finally {
    const leaves = failure || options?.destroyOnReturn !== false;
    if (leaves && (failure === undefined || stream._readableState.autoDestroy)) {
      destroyer(stream, null);
    } else {
      stream.removeListener('readable', next);
      stopListening();
    }
  }
}

exports.from = function from(Readable, iterable, options) {
  if (typeof iterable === 'string' || iterable instanceof Buffer) {
    return new Readable({
      objectMode: true,
      ...options,
      read() {
        this.push(iterable);
        this.push(null);
      },
    });
  }
  const isAsync = typeof iterable?.[Symbol.asyncIterator] === 'function';
  if (!isAsync && typeof iterable?.[Symbol.iterator] !== 'function') {
    throw invalidArgType('iterable', ['Iterable'], iterable);
  }
  const iterator = isAsync ? iterable[Symbol.asyncIterator]() : iterable[Symbol.iterator]();
  const readable = new Readable({ objectMode: true, highWaterMark: 1, ...options });
  let reading = false;
  readable._read = function _read() {
    if (reading) return;
    reading = true;
    if (isAsync) nextAsync();
    else nextSync();
  };
  readable._destroy = function _destroy(error, callback) {
    close(error).then(
      () => tasks.nextTick(callback, error),
      (failure) => tasks.nextTick(callback, failure || error),
    );
  };
  async function close(error) {
    if (error !== undefined && error !== null && typeof iterator.throw === 'function') {
      const { value, done } = await iterator.throw(error);
      await value;
      if (done) return;
    }
    if (typeof iterator.return === 'function') {
      const { value } = await iterator.return();
      await value;
    }
  }
  // Whether the loop goes on: not while the reader has enough, and not after the end.
  function take(value) {
    if (value === null) {
      reading = false;
      throw errors.nullValues();
    }
    if (readable.push(value)) return true;
    reading = false;
    return false;
  }
  // A plain iterable of plain values is read without a promise in between, as on Node.
  function nextSync() {
    for (;;) {
      try {
        const { value, done } = iterator.next();
        if (done) {
          readable.push(null);
          return;
        }
        if (typeof value?.then === 'function') {
          continueAfter(value);
          return;
        }
        if (!take(value)) return;
      } catch (error) {
        readable.destroy(error);
        return;
      }
    }
  }
  async function continueAfter(promised) {
    try {
      if (take(await promised)) nextSync();
    } catch (error) {
      readable.destroy(error);
    }
  }
  async function nextAsync() {
    for (;;) {
      try {
        const { value, done } = await iterator.next();
        if (done) {
          readable.push(null);
          return;
        }
        const given = typeof value?.then === 'function' ? await value : value;
        if (!take(given)) return;
      } catch (error) {
        readable.destroy(error);
        return;
      }
    }
  }
  return readable;
};
