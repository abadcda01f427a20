// `Transform`, whose readable side is made of what is written to it, and `PassThrough`.
'use strict';

const tasks = require('internal/tasks');
const Duplex = require('stream/duplex');
const { fail } = require('stream/destroy');
const errors = require('stream/errors');
const { highWaterMarkOf, objectModeOf } = require('stream/state');

const WAITING = Symbol('kCallback');

function Transform(options) {
  if (!(this instanceof Transform)) return new Transform(options);
  // A reader that wants nothing ahead must not make the writer wait for it.
  const readable = options
    ? highWaterMarkOf(options, 'readable', true, objectModeOf(options, 'readable', true))
    : undefined;
  const given =
    readable === 0
      ? { ...options, highWaterMark: null, readableHighWaterMark: 0, writableHighWaterMark: options.writableHighWaterMark || 0 }
      : options;
  Duplex.call(this, given);
  // `_transform` is called until the first chunk comes of it.
  this._readableState.sync = false;
  this[WAITING] = null;
  if (options) {
    if (typeof options.transform === 'function') this._transform = options.transform;
    if (typeof options.flush === 'function') this._flush = options.flush;
  }
  this.on('prefinish', prefinish);
  return undefined;
}
Object.setPrototypeOf(Transform.prototype, Duplex.prototype);
Object.setPrototypeOf(Transform, Duplex);

function final(callback) {
  if (typeof this._flush !== 'function' || this.destroyed) {
    this.push(null);
    callback?.();
    return;
  }
  this._flush((error, rest) => {
    if (error) {
      if (callback) callback(error);
      else this.destroy(error);
      return;
    }
    if (rest !== null && rest !== undefined) this.push(rest);
    this.push(null);
    callback?.();
  });
}

// Where a subclass has a `_final` of its own, ours is called all the same.
function prefinish() {
  if (this._final !== final) final.call(this);
}

Transform.prototype._final = final;

Transform.prototype._transform = function _transform() {
  throw errors.notImplemented('_transform()');
};

Transform.prototype._write = function _write(chunk, encoding, callback) {
  const reading = this._readableState;
  const writing = this._writableState;
  const before = reading.length;
  let called = false;
  this._transform(chunk, encoding, (error, value) => {
    if (called) {
      fail(this, error ?? errors.calledTwice());
      return;
    }
    called = true;
    if (error) {
      callback(error);
      return;
    }
    if (value !== null && value !== undefined) this.push(value);
    if (reading.ended) {
      // Nobody reads what is still to come.
      tasks.nextTick(callback);
    } else if (writing.ended || before === reading.length || reading.length < reading.highWaterMark) {
      callback();
    } else {
      this[WAITING] = callback;
    }
  });
};

Transform.prototype._read = function _read() {
  const callback = this[WAITING];
  if (!callback) return;
  this[WAITING] = null;
  callback();
};

function PassThrough(options) {
  if (!(this instanceof PassThrough)) return new PassThrough(options);
  Transform.call(this, options);
  return undefined;
}
Object.setPrototypeOf(PassThrough.prototype, Transform.prototype);
Object.setPrototypeOf(PassThrough, Transform);

PassThrough.prototype._transform = function _transform(chunk, encoding, callback) {
  callback(null, chunk);
};

Object.assign(exports, { Transform, PassThrough });
