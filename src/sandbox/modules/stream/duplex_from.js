// `Duplex.from`: a stream of whatever gives or takes chunks.
'use strict';

const { invalidArgType } = require('internal/node_errors');

exports.from = function from(Duplex, source) {
  if (source instanceof Duplex) return source;
  const { Readable, Writable } = require('stream');
  const isIterable = (value) =>
    value !== null &&
    value !== undefined &&
    (typeof value[Symbol.asyncIterator] === 'function' || typeof value[Symbol.iterator] === 'function');
  if (source instanceof Readable) return joined(Duplex, source, undefined);
  if (source instanceof Writable) return joined(Duplex, undefined, source);
  if (typeof source === 'string' || isIterable(source)) {
    return joined(Duplex, Readable.from(source), undefined);
  }
  if (typeof source?.then === 'function') {
    const later = (async function* later() {
      const value = await source;
      if (value !== null && value !== undefined) yield value;
    })();
    return joined(Duplex, Readable.from(later), undefined);
  }
  if (typeof source?.readable === 'object' || typeof source?.writable === 'object') {
    return joined(Duplex, source.readable, source.writable);
  }
  throw invalidArgType(
    'body',
    ['Blob', 'ReadableStream', 'WritableStream', 'Stream', 'Iterable', 'AsyncIterable', 'Function', 'Promise'],
    source,
  );
};

// One stream that reads from `readable` and writes to `writable`.
function joined(Duplex, readable, writable) {
  const finished = require('stream/finished');
  const { destroyer } = require('stream/destroy');
  const duplex = new Duplex({
    readableObjectMode: Boolean(readable?.readableObjectMode),
    writableObjectMode: Boolean(writable?.writableObjectMode),
    readable: readable !== undefined,
    writable: writable !== undefined,
    read() {
      readable?.resume();
    },
    write(chunk, encoding, callback) {
      if (writable.write(chunk, encoding)) callback();
      else writable.once('drain', () => callback());
    },
    final(callback) {
      finished(writable, (error) => callback(error));
      writable.end();
    },
    destroy(error, callback) {
      if (readable !== undefined) destroyer(readable, error);
      if (writable !== undefined) destroyer(writable, error);
      callback(error);
    },
  });
  if (readable !== undefined) {
    readable.on('data', (chunk) => {
      if (!duplex.push(chunk)) readable.pause();
    });
    readable.pause();
    finished(readable, (error) => (error ? duplex.destroy(error) : duplex.push(null)));
  }
  return duplex;
}
