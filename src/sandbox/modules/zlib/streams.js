// The streams of `zlib`. What comes in is gathered and packed or unpacked when the end is reached.
'use strict';

const { Buffer } = require('globals/buffer');
const { buffer } = require('internal/crypto/bytes');
const tasks = require('internal/tasks');
const { Transform } = require('stream');
const { tooLarge } = require('zlib/errors');
const formats = require('zlib/formats');
const { settings } = require('zlib/options');

// Bytes that may wait for their end.
const MOST_GATHERED = 64 << 20;

const gathered = new WeakMap();

class Zlib extends Transform {
  constructor(kind, options) {
    const given = settings(kind, options);
    super({ ...options, autoDestroy: true });
    gathered.set(this, { chunks: [], size: 0, run: formats[kind[0].toLowerCase() + kind.slice(1)], given });
    this.bytesWritten = 0;
  }

  _transform(chunk, encoding, callback) {
    const state = gathered.get(this);
    const bytes = Buffer.from(chunk, encoding);
    state.size += bytes.length;
    this.bytesWritten = state.size;
    if (state.size > MOST_GATHERED) {
      callback(tooLarge(MOST_GATHERED));
      return;
    }
    state.chunks.push(bytes);
    callback();
  }

  _flush(callback) {
    const { chunks, run, given } = gathered.get(this);
    // Packing is done beside the script, so the end comes with other I/O.
    tasks.later(() => {
      try {
        const whole = buffer(run(Buffer.concat(chunks), given));
        for (let at = 0; at < whole.length; at += given.chunkSize) this.push(whole.subarray(at, at + given.chunkSize));
      } catch (error) {
        callback(error);
        return;
      }
      callback();
    });
  }

  flush(kind, callback) {
    if (typeof kind === 'function') callback = kind;
    if (callback) this.write('', callback);
  }

  reset() {
    const state = gathered.get(this);
    Object.assign(state, { chunks: [], size: 0 });
  }

  params(level, strategy, callback) {
    Object.assign(gathered.get(this).given, { level });
    tasks.nextTick(callback);
  }

  close(callback) {
    if (callback) this.once('close', callback);
    this.destroy();
  }
}

// On Node they can be called without `new`.
for (const kind of [
  'Deflate',
  'Inflate',
  'Gzip',
  'Gunzip',
  'DeflateRaw',
  'InflateRaw',
  'Unzip',
  'BrotliCompress',
  'BrotliDecompress',
]) {
  const Class = function (options) {
    return Reflect.construct(Zlib, [kind, options], new.target ?? Class);
  };
  Object.defineProperty(Class, 'name', { value: kind, configurable: true });
  Object.setPrototypeOf(Class, Zlib);
  Class.prototype = Object.create(Zlib.prototype, {
    constructor: { value: Class, writable: true, configurable: true },
  });
  exports[kind] = Class;
}
