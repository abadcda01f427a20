// `require('stream')`: the old `Stream`, with the new ones on it.
'use strict';

const tasks = require('internal/tasks');
const Stream = require('stream/legacy');
const Duplex = require('stream/duplex');
const Readable = require('stream/readable');
const Writable = require('stream/writable');
const { PassThrough, Transform } = require('stream/transform');
const finished = require('stream/finished');
const { pipeline } = require('stream/pipeline');
const { addAbortSignal } = require('stream/abort');
const { destroyer, isDestroyed } = require('stream/destroy');
const errors = require('stream/errors');
const { bufferOf, getDefaultHighWaterMark, isView, setDefaultHighWaterMark } = require('stream/state');

// Two ends of one line: what is written to one is read from the other.
function duplexPair(options) {
  const ends = [];
  const make = (other) => {
    let go;
    return new Duplex({
      ...options,
      read() {
        const resume = go;
        go = undefined;
        resume?.();
      },
      write(chunk, encoding, callback) {
        if (chunk.length === 0) {
          tasks.nextTick(callback);
          return;
        }
        ends[other].push(chunk);
        ends[other].lent(callback);
      },
      final(callback) {
        ends[other].on('end', callback);
        ends[other].push(null);
      },
      construct(callback) {
        Object.defineProperty(this, 'lent', {
          value: (resume) => {
            go = resume;
          },
        });
        callback();
      },
    });
  };
  ends.push(make(1), make(0));
  return ends;
}

const sideOf = (stream, side) => stream?.[`_${side}State`];

function isReadable(stream) {
  const state = sideOf(stream, 'readable');
  if (!state || typeof stream.readable !== 'boolean') return null;
  return !isDestroyed(stream) && stream.readable && state.readable !== false && !state.endEmitted;
}

function isWritable(stream) {
  const state = sideOf(stream, 'writable');
  if (!state || typeof stream.writable !== 'boolean') return null;
  return !isDestroyed(stream) && stream.writable && !state.ended;
}

Object.assign(Stream, {
  isDestroyed,
  isDisturbed: (stream) => {
    const state = sideOf(stream, 'readable');
    return Boolean(state && (state.dataEmitted || stream.readableAborted));
  },
  isErrored: (stream) => Boolean(sideOf(stream, 'readable')?.errored || sideOf(stream, 'writable')?.errored),
  isReadable,
  isWritable,
  Readable,
  Writable,
  Duplex,
  Transform,
  PassThrough,
  pipeline,
  addAbortSignal,
  finished,
  destroy: (stream, error) => destroyer(stream, error),
  duplexPair,
  compose() {
    throw errors.notSupported('stream.compose()');
  },
  setDefaultHighWaterMark,
  getDefaultHighWaterMark,
  Stream,
  _isUint8Array: (value) => value instanceof Uint8Array,
  _isArrayBufferView: isView,
  _uint8ArrayToBuffer: bufferOf,
});
Object.defineProperty(Stream, 'promises', {
  get: () => require('stream/promises'),
  enumerable: true,
  configurable: true,
});
for (const name of ['finished', 'pipeline']) {
  Object.defineProperty(Stream[name], Symbol.for('nodejs.util.promisify.custom'), {
    get: () => require('stream/promises')[name],
    enumerable: true,
    configurable: true,
  });
}

module.exports = Stream;
