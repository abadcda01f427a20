// The objects of `createHash` and `createHmac`: chunks are gathered and hashed at the end.
'use strict';

const { bytesOf, concat, output, viewed } = require('internal/crypto/bytes');
const { lazyTransform, streamOptions } = require('internal/crypto/lazy_transform');
const { opensslError } = require('internal/crypto/openssl_error');
const { canonical, isNotHere, outputLength } = require('internal/digests');
const { coded, invalidArgType, nativeError, needInteger, needString } = require('internal/node_errors');

// What native code computes at most, in bytes.
const LONGEST_OUTPUT = 16 * 2 ** 20;

const DATA = ['string', 'Buffer', 'TypedArray', 'DataView'];
const KEYS = ['string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView', 'KeyObject', 'CryptoKey'];

const called = () => coded(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');

const states = new WeakMap();

const methods = {
  update(data, inputEncoding) {
    const state = states.get(this);
    if (typeof data !== 'string' && !ArrayBuffer.isView(data)) throw invalidArgType('data', DATA, data);
    const bytes = bytesOf(data, 'data', inputEncoding);
    if (state.done) throw called();
    state.chunks.push(typeof data === 'string' ? bytes : bytes.slice());
    return this;
  },
  digest(outputEncoding) {
    const state = states.get(this);
    if (state.done) {
      // Node answers a second call of an HMAC with nothing.
      if (this instanceof Hmac) return output(new Uint8Array(0), outputEncoding);
      throw called();
    }
    state.done = true;
    const bytes = state.finish(concat(...state.chunks));
    state.chunks = [];
    return output(bytes, outputEncoding);
  },
  _transform(chunk, encoding, callback) {
    this.update(chunk, encoding);
    callback();
  },
  _flush(callback) {
    this.push(this.digest());
    callback();
  },
};

// What is hashed with the algorithm of that name.
function hasher(algorithm, options) {
  const name = canonical(algorithm);
  if (name === undefined) {
    throw new Error(
      isNotHere(algorithm) ? `The digest ${algorithm} is not built into this sandbox` : 'Digest method not supported',
    );
  }
  const length = options?.outputLength;
  if (length !== undefined) needInteger(length, 'options.outputLength', 0, 2 ** 32 - 1);
  if (length > LONGEST_OUTPUT) throw new RangeError(`a digest of ${length} bytes is longer than is computed here`);
  const own = outputLength(name);
  if (own === undefined) return (bytes) => host.hash(name, bytes, length);
  if (length !== undefined && length !== own) throw opensslError(0x030000b2, 'not XOF or invalid length');
  if (name !== 'md5-sha1') return (bytes) => host.hash(name, bytes);
  return (bytes) => concat(host.hash('md5', bytes), host.hash('sha1', bytes));
}

function Hash(algorithm, options) {
  if (!(this instanceof Hash)) return new Hash(algorithm, options);
  needString(algorithm, 'algorithm');
  states.set(this, { finish: hasher(algorithm, options), algorithm, chunks: [], done: false });
  streamOptions(this, options);
}
lazyTransform(Hash, {
  ...methods,
  copy(options) {
    const { algorithm, chunks, done } = states.get(this);
    if (done) throw called();
    const copy = new Hash(algorithm, options);
    states.get(copy).chunks = [...chunks];
    return copy;
  },
});

function keyBytes(key, encoding) {
  const bytes = typeof key === 'string' ? bytesOf(key, 'key', encoding) : viewed(key)?.slice();
  if (bytes !== undefined) return bytes;
  if (typeof key === 'object' && key !== null) {
    const { isKey, secretOf } = require('internal/crypto/key_object');
    if (isKey(key)) return secretOf(key);
  }
  throw invalidArgType('key', KEYS, key);
}

function Hmac(algorithm, key, options) {
  if (!(this instanceof Hmac)) return new Hmac(algorithm, key, options);
  needString(algorithm, 'hmac');
  const bytes = keyBytes(key, options?.encoding);
  const name = canonical(algorithm);
  if (name === undefined) throw nativeError(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', `Invalid digest: ${algorithm}`);
  const finish = (data) => host.hmac(name, bytes, data);
  if (outputLength(name) === undefined || name === 'md5-sha1') throw new Error('error:00000000:lib(0)::reason(0)');
  states.set(this, { finish, chunks: [], done: false });
  streamOptions(this, options);
}
lazyTransform(Hmac, methods);

Object.assign(exports, { Hash, Hmac });
