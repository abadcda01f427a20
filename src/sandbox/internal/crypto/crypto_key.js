// `CryptoKey` of the Web Cryptography API: a key object with what it may be used for.
'use strict';

const { inspect } = require('internal/inspect');
const { coded } = require('internal/node_errors');

const MADE_HERE = Symbol('made here');
const custom = Symbol.for('nodejs.util.inspect.custom');
const slots = new WeakMap();

class CryptoKey {
  constructor(token, slot) {
    if (token !== MADE_HERE) throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
    slots.set(this, slot);
  }

  get type() {
    return slots.get(this).keyObject.type;
  }

  get extractable() {
    return slots.get(this).extractable;
  }

  get algorithm() {
    return slots.get(this).algorithm;
  }

  get usages() {
    return slots.get(this).usages;
  }

  [custom](depth, options) {
    if (depth < 0) return this;
    const { type, extractable, algorithm, usages } = this;
    const shown = { ...options, depth: options.depth === null ? null : options.depth - 1 };
    return `CryptoKey ${inspect({ type, extractable, algorithm, usages }, shown)}`;
  }
}
Object.defineProperty(CryptoKey.prototype, Symbol.toStringTag, { value: 'CryptoKey', configurable: true });

exports.CryptoKey = CryptoKey;
exports.keyObjectOf = (key) => slots.get(key).keyObject;
exports.make = (keyObject, algorithm, usages, extractable) =>
  new CryptoKey(MADE_HERE, { keyObject, algorithm, usages, extractable });
