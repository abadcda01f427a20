// The objects of `createHash` and `createHmac`: chunks are gathered and hashed at the end.
'use strict';

const { Buffer } = require('globals/buffer');
const { canonical } = require('internal/digests');
const { encoding } = require('internal/encodings');
const { KeyObject } = require('internal/key_object');
const { coded, invalidArgType, nativeError, needString } = require('internal/node_errors');

const called = () => coded(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');

function chunk(data, name) {
  if (typeof data === 'string') return (encoding(name ?? 'utf8') ?? encoding('utf8')).bytes(data);
  if (!ArrayBuffer.isView(data)) {
    throw invalidArgType('data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
  }
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
}

function output(bytes, name) {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const known = name === undefined || name === 'buffer' ? undefined : encoding(name);
  return known === undefined ? buffer : known.text(buffer);
}

class Gathering {
  #chunks = [];
  #done = false;
  #finish;

  constructor(finish) {
    this.#finish = finish;
  }

  update(data, inputEncoding) {
    const bytes = chunk(data, inputEncoding);
    if (this.#done) throw called();
    this.#chunks.push(bytes);
    return this;
  }

  digest(outputEncoding) {
    if (this.#done) {
      // Node answers a second call of an HMAC with nothing.
      if (this instanceof Hmac) return output(new Uint8Array(0), outputEncoding);
      throw called();
    }
    this.#done = true;
    return output(this.#finish(Buffer.concat(this.#chunks)), outputEncoding);
  }

  write(data, inputEncoding) {
    this.update(data, inputEncoding);
    return true;
  }

  end(data, inputEncoding) {
    if (data !== undefined && data !== null) this.update(data, inputEncoding);
    return this;
  }

  read() {
    return this.#done ? null : this.digest();
  }

  // For `copy`.
  chunksOf() {
    if (this.#done) throw called();
    return [...this.#chunks];
  }
}

class Hash extends Gathering {
  #name;

  constructor(algorithm, options) {
    needString(algorithm, 'algorithm');
    const name = canonical(algorithm);
    if (name === undefined) throw new Error('Digest method not supported');
    super((bytes) => {
      const whole = host.hash(name, bytes);
      return options?.outputLength === undefined ? whole : whole.subarray(0, options.outputLength);
    });
    this.#name = algorithm;
  }

  copy(options) {
    const copy = new Hash(this.#name, options);
    for (const bytes of this.chunksOf()) copy.update(bytes);
    return copy;
  }
}

function keyBytes(key) {
  if (typeof key === 'string') return host.fromUtf8(key.toWellFormed());
  if (ArrayBuffer.isView(key)) return new Uint8Array(key.buffer, key.byteOffset, key.byteLength).slice();
  if (key instanceof ArrayBuffer) return new Uint8Array(key.slice(0));
  if (key instanceof KeyObject) return key.export();
  throw invalidArgType(
    'key',
    ['string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView', 'KeyObject', 'CryptoKey'],
    key,
  );
}

class Hmac extends Gathering {
  constructor(algorithm, key) {
    needString(algorithm, 'hmac');
    const bytes = keyBytes(key);
    const name = canonical(algorithm);
    if (name === undefined) throw nativeError(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', `Invalid digest: ${algorithm}`);
    super((data) => host.hmac(name, bytes, data));
  }
}

// On Node both can be called without `new`.
const callable = (Class) =>
  new Proxy(Class, {
    apply: (target, self, args) => new target(...args),
  });

exports.Hash = callable(Hash);
exports.Hmac = callable(Hmac);
