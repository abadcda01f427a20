// `Duplex`: readable and writable, each for itself.
'use strict';

const { construct } = require('stream/destroy');
const errors = require('stream/errors');

function Duplex(options) {
  if (!(this instanceof Duplex)) return new Duplex(options);
  this.allowHalfOpen = options?.allowHalfOpen !== false;
  Readable.call(this, options);
  Writable.call(this, options);
  if (options) {
    if (options.readable === false) {
      Object.assign(this._readableState, { readable: false, ended: true, endEmitted: true });
    }
    if (options.writable === false) {
      Object.assign(this._writableState, { writable: false, ending: true, ended: true, finished: true });
    }
    if (typeof options.destroy === 'function') this._destroy = options.destroy;
    if (typeof options.construct === 'function') this._construct = options.construct;
    if (options.signal) require('stream/abort').watch(options.signal, this);
  }
  construct(this, () => {
    Readable.constructed(this);
    Writable.constructed(this);
  });
  return undefined;
}
// `Readable` and `Writable` ask for this file while they are made.
module.exports = Duplex;

const Readable = require('stream/readable');
const Writable = require('stream/writable');

Object.setPrototypeOf(Duplex.prototype, Readable.prototype);
Object.setPrototypeOf(Duplex, Readable);
for (const key of Object.keys(Writable.prototype)) Duplex.prototype[key] ??= Writable.prototype[key];
Duplex.prototype.destroy = Writable.prototype.destroy;
for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(Writable.prototype))) {
  if (key.startsWith('writable')) Object.defineProperty(Duplex.prototype, key, { ...descriptor, enumerable: false });
}
Object.defineProperty(Duplex.prototype, 'destroyed', {
  get() {
    if (this._readableState === undefined || this._writableState === undefined) return false;
    return this._readableState.destroyed && this._writableState.destroyed;
  },
  set(value) {
    if (this._readableState && this._writableState) {
      this._readableState.destroyed = value;
      this._writableState.destroyed = value;
    }
  },
  configurable: true,
});

Duplex.from = (source) => require('stream/duplex_from').from(Duplex, source);
for (const name of ['fromWeb', 'toWeb']) {
  Duplex[name] = () => {
    throw errors.notSupported(`stream.Duplex.${name}()`);
  };
}
