// `globalThis.crypto`: random values and `subtle`.
'use strict';

const { coded } = require('internal/node_errors');
const kinds = require('internal/kinds');

const MADE_HERE = Symbol('made here');
const MOST_BYTES = 65536;

const missing = (call, needed, got) =>
  coded(
    TypeError,
    'ERR_MISSING_ARGS',
    `Failed to execute ${call}: ${needed} argument${needed > 1 ? 's' : ''} required, but only ${got} present.`,
  );

class Crypto {
  constructor(token) {
    if (token !== MADE_HERE) throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
  }

  get subtle() {
    return require('internal/crypto/subtle').subtle;
  }

  getRandomValues(array) {
    if (arguments.length < 1) throw missing("'getRandomValues' on 'Crypto'", 1, 0);
    if (!kinds.isTypedArray(array) || /Float/.test(kinds.typedArrayName(array))) {
      throw new DOMException('The data argument must be an integer-type TypedArray', 'TypeMismatchError');
    }
    if (array.byteLength > MOST_BYTES) {
      throw new DOMException('The requested length exceeds 65,536 bytes', 'QuotaExceededError');
    }
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(host.randomBytes(array.byteLength));
    return array;
  }

  randomUUID() {
    const bytes = host.randomBytes(16);
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    return host.hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }
}
Object.defineProperty(Crypto.prototype, Symbol.toStringTag, { value: 'Crypto', configurable: true });

exports.Crypto = Crypto;
exports.webcrypto = new Crypto(MADE_HERE);
Object.defineProperty(exports, 'subtle', { get: () => exports.webcrypto.subtle, enumerable: true });
