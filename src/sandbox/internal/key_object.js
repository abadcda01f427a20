// Secret keys: `crypto.createSecretKey`.
'use strict';

const { Buffer } = require('globals/buffer');

const KEY = Symbol('KeyObject');

class KeyObject {
  #bytes;

  constructor(key, bytes) {
    if (key !== KEY) throw new TypeError('Illegal constructor');
    this.#bytes = bytes;
  }

  get type() {
    return 'secret';
  }

  get symmetricKeySize() {
    return this.#bytes.length;
  }

  export(options = undefined) {
    if (options?.format === 'jwk') return { kty: 'oct', k: this.#bytes.toString('base64url') };
    return Buffer.from(this.#bytes);
  }

  equals(other) {
    return other instanceof KeyObject && this.#bytes.equals(other.#bytes);
  }
}
Object.defineProperty(KeyObject.prototype, Symbol.toStringTag, { value: 'KeyObject', configurable: true });

exports.KeyObject = KeyObject;
exports.secretKey = (bytes) => new KeyObject(KEY, bytes);
