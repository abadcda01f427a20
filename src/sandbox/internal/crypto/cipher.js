// The objects of `createCipheriv` and `createDecipheriv`.
'use strict';

const { buffer, bytesOf, concat, same, viewed } = require('internal/crypto/bytes');
const table = require('internal/crypto/cipher_table');
const { lazyTransform } = require('internal/crypto/lazy_transform');
const { opensslError } = require('internal/crypto/openssl_error');
const { normalize } = require('internal/encodings');
const { coded, invalidArgType, invalidArgValue, nativeError, needString } = require('internal/node_errors');
const { StringDecoder } = require('string_decoder');

const KEYS = ['string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView', 'KeyObject', 'CryptoKey'];
const STREAMS = new Set(['ctr', 'ofb']);
const FINAL_BLOCK = [0x1c80006b, 'wrong final block length'];

const stateError = (operation) => coded(Error, 'ERR_CRYPTO_INVALID_STATE', `Invalid state for operation ${operation}`);

function secretBytes(key, name) {
  if (typeof key === 'object' && key !== null && !viewed(key)) {
    const { isKey, secretOf } = require('internal/crypto/key_object');
    if (isKey(key)) return secretOf(key);
  }
  return bytesOf(key, 'key', name, KEYS).slice();
}

// What is common to both directions; kept out of the objects, whose own properties are the script's.
class State {
  constructor(encrypting, name, key, iv, options) {
    needString(name, 'cipher');
    const encodingName = options?.encoding;
    const keyBytes = secretBytes(key, encodingName);
    const ivBytes = iv === null ? undefined : bytesOf(iv, 'iv', encodingName).slice();
    const cipher = table.cipherOf(name);
    if (cipher === undefined) {
      if (table.isOld(name)) throw opensslError(0x0308010c, 'unsupported');
      if (table.isNotHere(name)) {
        throw nativeError(Error, 'ERR_CRYPTO_UNKNOWN_CIPHER', `The cipher ${name} is not built into this sandbox`);
      }
      throw nativeError(Error, 'ERR_CRYPTO_UNKNOWN_CIPHER', 'Unknown cipher');
    }
    if (keyBytes.length !== cipher.keyLength) {
      throw nativeError(RangeError, 'ERR_CRYPTO_INVALID_KEYLEN', 'Invalid key length');
    }
    const ivLength = ivBytes?.length ?? 0;
    if (ivBytes === undefined ? cipher.ivLength > 0 : !table.takesIv(cipher, ivLength)) {
      throw nativeError(TypeError, 'ERR_CRYPTO_INVALID_IV', 'Invalid initialization vector');
    }
    this.encrypting = encrypting;
    this.cipher = cipher;
    this.key = keyBytes;
    this.iv = ivBytes ?? new Uint8Array(0);
    this.padding = true;
    this.pending = new Uint8Array(0);
    this.done = 0;
    this.known = [];
    this.tag = undefined;
    this.over = false;
    this.broken = false;
    this.tagLength = this.checkTagLength(name, options?.authTagLength);
  }

  checkTagLength(name, length) {
    if (length === undefined) {
      if (this.cipher.mode !== 'ccm') return undefined;
      throw nativeError(TypeError, 'ERR_CRYPTO_INVALID_AUTH_TAG', `authTagLength required for ${name}`);
    }
    if (!this.cipher.sealed) return undefined;
    if (typeof length !== 'number' || !Number.isInteger(length) || length < 0) {
      throw invalidArgValue('options.authTagLength', length);
    }
    this.needTagLength(length);
    return length;
  }

  needTagLength(length) {
    const { mode } = this.cipher;
    const fits =
      mode === 'gcm'
        ? length === 4 || length === 8 || (length >= 12 && length <= 16)
        : mode === 'ccm'
          ? length >= 4 && length <= 16 && length % 2 === 0
          : length <= 16;
    if (!fits) {
      throw nativeError(TypeError, 'ERR_CRYPTO_INVALID_AUTH_TAG', `Invalid authentication tag length: ${length}`);
    }
  }

  update(bytes) {
    if (this.over || (this.cipher.mode === 'ccm' && this.started)) {
      throw new Error('Trying to add data in unsupported state');
    }
    this.started = true;
    if (this.cipher.sealed) return this.sealed(bytes);
    if (STREAMS.has(this.cipher.mode)) {
      const { family, mode } = this.cipher;
      const made = host.keystream(family, mode, this.key, this.iv, this.done, bytes);
      this.done += bytes.length;
      return made;
    }
    return this.cipher.mode === 'cfb' ? this.fedBack(bytes) : this.whole(bytes);
  }

  // The text so far is gone through again: what was given out before is left out.
  fedBack(bytes) {
    this.pending = concat(this.pending, bytes);
    const made = this.blocks(this.iv, this.pending);
    const fresh = made.subarray(this.done);
    this.done = made.length;
    return fresh;
  }

  sealed(bytes) {
    if (this.cipher.mode === 'ccm' && !this.encrypting && this.tag === undefined) return new Uint8Array(0);
    this.pending = concat(this.pending, bytes);
    const sealed = this.seal(this.pending);
    if (this.cipher.mode === 'ccm' && !this.encrypting) this.open(sealed);
    const made = sealed.subarray(this.done, this.pending.length);
    this.done = this.pending.length;
    return this.broken ? new Uint8Array(0) : made;
  }

  seal(text) {
    const length = this.cipher.mode === 'ccm' ? this.tagLength : 16;
    return host.seal(this.cipher.mode, this.key, this.iv, concat(...this.known), text, length);
  }

  // Whether the tag is that of the opened text.
  open(opened) {
    const text = opened.subarray(0, this.pending.length);
    const tag = this.seal(text).subarray(this.pending.length);
    this.broken = this.tag === undefined || !same(tag.subarray(0, this.tag.length), this.tag);
  }

  blocks(chained, bytes) {
    const { family, mode } = this.cipher;
    return host.blocks(family, mode, this.encrypting, this.key, chained, bytes);
  }

  whole(bytes) {
    const { blockSize, mode } = this.cipher;
    const all = this.pending.length === 0 ? bytes : concat(this.pending, bytes);
    let count = all.length - (all.length % blockSize);
    // The last block may be padding.
    if (!this.encrypting && this.padding && count === all.length && count > 0) count -= blockSize;
    this.pending = all.slice(count);
    if (count === 0) return new Uint8Array(0);
    const made = this.blocks(this.iv, all.subarray(0, count));
    if (mode === 'cbc') this.iv = (this.encrypting ? made : all).slice(count - blockSize, count);
    return made;
  }

  final() {
    if (this.over) throw nativeError(Error, 'ERR_CRYPTO_INVALID_STATE', 'Invalid state');
    this.over = true;
    if (this.cipher.sealed) return this.finalSealed();
    if (STREAMS.has(this.cipher.mode) || this.cipher.mode === 'cfb') return new Uint8Array(0);
    const { blockSize } = this.cipher;
    if (!this.padding) {
      if (this.pending.length > 0) throw opensslError(...FINAL_BLOCK);
      return new Uint8Array(0);
    }
    if (this.encrypting) {
      const missing = blockSize - this.pending.length;
      return this.blocks(this.iv, concat(this.pending, new Uint8Array(missing).fill(missing)));
    }
    if (this.pending.length !== blockSize) throw opensslError(...FINAL_BLOCK);
    const last = this.blocks(this.iv, this.pending);
    const extra = last[blockSize - 1];
    if (extra === 0 || extra > blockSize || last.subarray(blockSize - extra).some((byte) => byte !== extra)) {
      throw opensslError(0x1c800064, 'bad decrypt');
    }
    return last.subarray(0, blockSize - extra);
  }

  finalSealed() {
    if (this.encrypting) {
      this.tag = this.seal(this.pending)
        .subarray(this.pending.length)
        .slice(0, this.tagLength ?? 16);
      return new Uint8Array(0);
    }
    this.open(this.seal(this.pending));
    if (this.broken) throw new Error('Unsupported state or unable to authenticate data');
    return new Uint8Array(0);
  }

  setAAD(data, options) {
    const { mode, sealed } = this.cipher;
    const length = options?.plaintextLength;
    if (mode === 'ccm' && !this.over && length === undefined) {
      throw nativeError(TypeError, 'ERR_MISSING_ARGS', 'options.plaintextLength required for CCM mode with AAD');
    }
    if (this.over || !sealed || this.started) throw stateError('setAAD');
    this.known.push(data.slice());
  }

  setAuthTag(tag) {
    if (this.over || !this.cipher.sealed || this.tag !== undefined) throw stateError('setAuthTag');
    this.needTagLength(tag.length);
    if (this.tagLength !== undefined && tag.length !== this.tagLength) {
      throw nativeError(TypeError, 'ERR_CRYPTO_INVALID_AUTH_TAG', `Invalid authentication tag length: ${tag.length}`);
    }
    this.tag = tag.slice();
  }
}

const states = new WeakMap();
const stateOf = (object) => states.get(object);

// What `update` and `final` give, as the script wants it; characters are not cut in two.
function given(object, bytes, encodingName, last) {
  const wanted = encodingName === undefined || encodingName === null || encodingName === 'buffer' ? '' : encodingName;
  if (wanted === '') return buffer(bytes);
  const state = stateOf(object);
  const name = normalize(wanted);
  if (name === undefined) {
    if (state.decoder !== undefined) throw internalAssertion('Cannot change encoding');
    throw coded(TypeError, 'ERR_UNKNOWN_ENCODING', `Unknown encoding: ${wanted}`);
  }
  state.decoder ??= { name, text: new StringDecoder(name) };
  if (state.decoder.name !== name) throw internalAssertion('Cannot change encoding');
  return last ? state.decoder.text.end(buffer(bytes)) : state.decoder.text.write(buffer(bytes));
}

const internalAssertion = (text) =>
  coded(
    Error,
    'ERR_INTERNAL_ASSERTION',
    `${text}\nThis is caused by either a bug in Node.js or incorrect usage of Node.js internals.\n` +
      'Please open an issue with this stack trace at https://github.com/nodejs/node/issues\n',
  );

const methods = {
  update(data, inputEncoding, outputEncoding) {
    const bytes = bytesOf(data, 'data', inputEncoding, ['string', 'Buffer', 'TypedArray', 'DataView']);
    return given(this, stateOf(this).update(bytes), outputEncoding, false);
  },
  final(outputEncoding) {
    return given(this, stateOf(this).final(), outputEncoding, true);
  },
  setAutoPadding(padding) {
    const state = stateOf(this);
    if (state.over) throw stateError('setAutoPadding');
    state.padding = padding === undefined ? true : Boolean(padding);
    return this;
  },
  setAAD(data, options) {
    const bytes = bytesOf(data, 'buffer', options?.encoding);
    stateOf(this).setAAD(bytes, options);
    return this;
  },
  _transform(chunk, encodingName, callback) {
    this.push(this.update(chunk, encodingName));
    callback();
  },
  _flush(callback) {
    try {
      this.push(this.final());
    } catch (error) {
      callback(error);
      return;
    }
    callback();
  },
};

// On Node both can be called without `new`.
function Cipheriv(cipher, key, iv, options) {
  if (!(this instanceof Cipheriv)) return new Cipheriv(cipher, key, iv, options);
  states.set(this, new State(true, cipher, key, iv, options));
}
lazyTransform(Cipheriv, {
  ...methods,
  getAuthTag() {
    const { over, tag } = stateOf(this);
    if (!over || tag === undefined) throw stateError('getAuthTag');
    return buffer(tag.slice());
  },
});

function Decipheriv(cipher, key, iv, options) {
  if (!(this instanceof Decipheriv)) return new Decipheriv(cipher, key, iv, options);
  states.set(this, new State(false, cipher, key, iv, options));
}
lazyTransform(Decipheriv, {
  ...methods,
  setAuthTag(tag, encodingName) {
    const bytes = typeof tag === 'string' ? bytesOf(tag, 'buffer', encodingName) : viewed(tag);
    if (bytes === undefined)
      throw invalidArgType('buffer', ['string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], tag);
    stateOf(this).setAuthTag(bytes);
    return this;
  },
});

Object.assign(exports, { Cipheriv, Decipheriv });
exports.createCipheriv = (cipher, key, iv, options) => new Cipheriv(cipher, key, iv, options);
exports.createDecipheriv = (cipher, key, iv, options) => new Decipheriv(cipher, key, iv, options);
