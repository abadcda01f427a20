// `globalThis.crypto`: random values and digests.
'use strict';

const { coded } = require('internal/node_errors');
const kinds = require('internal/kinds');

const DIGESTS = { 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' };
const MOST_BYTES = 65536;

const missing = (call, needed, got) =>
  coded(
    TypeError,
    'ERR_MISSING_ARGS',
    `Failed to execute ${call}: ${needed} argument${needed > 1 ? 's' : ''} required, but only ${got} present.`,
  );

class SubtleCrypto {
  async digest(algorithm, data) {
    if (arguments.length < 2) throw missing("'digest' on 'SubtleCrypto'", 2, arguments.length);
    let bytes;
    if (ArrayBuffer.isView(data)) bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
    else if (kinds.isAnyArrayBuffer(data)) bytes = new Uint8Array(data.slice(0));
    else {
      throw coded(
        TypeError,
        'ERR_INVALID_ARG_TYPE',
        "Failed to execute 'digest' on 'SubtleCrypto': 2nd argument is not instance of ArrayBuffer, Buffer, TypedArray, or DataView.",
      );
    }
    const name = DIGESTS[`${algorithm?.name ?? algorithm}`.toUpperCase()];
    if (name === undefined) throw new DOMException('Unrecognized algorithm name', 'NotSupportedError');
    return host.hash(name, bytes).slice().buffer;
  }
}

class Crypto {
  #subtle = new SubtleCrypto();

  get subtle() {
    return this.#subtle;
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

for (const Class of [Crypto, SubtleCrypto]) {
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
}

exports.webcrypto = new Crypto();
exports.subtle = exports.webcrypto.subtle;
