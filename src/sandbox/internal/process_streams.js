// `process.stdout`, `process.stderr`, `process.stdin`: what is written shows as console lines, nothing is ever read.
'use strict';

const EventEmitter = require('events');
const { coded, invalidArgType } = require('internal/node_errors');
const tasks = require('internal/tasks');

class WriteStream extends EventEmitter {
  writable = true;
  writableEnded = false;
  writableLength = 0;
  writableHighWaterMark = 16384;

  constructor(level, fd) {
    super();
    Object.defineProperty(this, 'level', { value: level, enumerable: false });
    this.fd = fd;
  }

  write(chunk, encoding, callback) {
    const { Buffer } = require('globals/buffer');
    if (chunk === null) throw coded(TypeError, 'ERR_STREAM_NULL_VALUES', 'May not write null values to stream');
    if (typeof chunk !== 'string' && !ArrayBuffer.isView(chunk)) {
      throw invalidArgType('chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk);
    }
    const bytes =
      typeof chunk === 'string' ? undefined : new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const text = bytes === undefined ? chunk : Buffer.from(bytes).toString();
    host.print(this.level, text.replace(/\n$/, ''));
    const done = typeof encoding === 'function' ? encoding : callback;
    if (typeof done === 'function') tasks.nextTick(done);
    return true;
  }

  end(chunk, encoding, callback) {
    if (typeof chunk === 'function') [chunk, callback] = [undefined, chunk];
    if (chunk !== undefined && chunk !== null) this.write(chunk, encoding);
    if (typeof callback === 'function') tasks.nextTick(callback);
    return this;
  }

  cork() {}
  uncork() {}
  setDefaultEncoding() {
    return this;
  }
  destroy() {
    return this;
  }
}

class ReadStream extends EventEmitter {
  fd = 0;
  readable = true;
  readableEnded = false;

  setEncoding() {
    return this;
  }
  resume() {
    return this;
  }
  pause() {
    return this;
  }
  read() {
    return null;
  }
  ref() {
    return this;
  }
  unref() {
    return this;
  }
}

exports.stdout = () => new WriteStream('log', 1);
exports.stderr = () => new WriteStream('error', 2);
exports.stdin = () => new ReadStream();
