// `require('crypto')`. Hashes and chance stand here; the rest is loaded when it is first asked for.
'use strict';

const { Buffer } = require('globals/buffer');
const { canonical, names } = require('internal/digests');
const { Hash, Hmac } = require('internal/crypto/hash');
const { normalize } = require('internal/encodings');
const {
  coded,
  invalidArgType,
  invalidArgValue,
  nativeError,
  needFunction,
  needInteger,
  needString,
  outOfRange,
} = require('internal/node_errors');
const tasks = require('internal/tasks');

exports.createHash = (algorithm, options) => new Hash(algorithm, options);
exports.createHmac = (algorithm, key, options) => new Hmac(algorithm, key, options);
exports.Hash = Hash;
exports.Hmac = Hmac;
exports.getHashes = () => [...names];

exports.hash = function hash(algorithm, input, outputEncoding = 'hex') {
  needString(algorithm, 'algorithm');
  if (typeof input !== 'string' && !ArrayBuffer.isView(input)) {
    throw invalidArgType('input', ['string', 'Buffer', 'TypedArray', 'DataView'], input);
  }
  needString(outputEncoding, 'outputEncoding');
  if (outputEncoding !== 'buffer' && normalize(outputEncoding) === undefined) {
    throw invalidArgValue('outputEncoding', outputEncoding);
  }
  if (canonical(algorithm) === undefined) throw new Error(`Digest method ${algorithm} is not supported`);
  return new Hash(algorithm).update(input).digest(outputEncoding);
};

// Loaded when first asked for.
const lazily = (file, names) => {
  for (const name of names) {
    Object.defineProperty(exports, name, { get: () => require(file)[name], enumerable: true, configurable: true });
  }
};
lazily('internal/crypto/cipher', ['Cipheriv', 'Decipheriv', 'createCipheriv', 'createDecipheriv']);
lazily('internal/crypto/cipher_info', ['getCipherInfo', 'getCiphers', 'getCurves']);
lazily('internal/crypto/constants', ['constants']);
lazily('internal/crypto/derive', ['pbkdf2', 'pbkdf2Sync', 'scrypt', 'scryptSync', 'hkdf', 'hkdfSync']);
lazily('internal/crypto/diffie_hellman', [
  'DiffieHellman',
  'DiffieHellmanGroup',
  'createDiffieHellman',
  'createDiffieHellmanGroup',
  'getDiffieHellman',
]);
lazily('internal/crypto/ecdh', ['ECDH', 'createECDH', 'diffieHellman']);
lazily('internal/crypto/generate', ['generateKey', 'generateKeySync', 'generateKeyPair', 'generateKeyPairSync']);
lazily('internal/crypto/key_object', ['KeyObject', 'createPrivateKey', 'createPublicKey', 'createSecretKey']);
lazily('internal/crypto/primes', ['checkPrime', 'checkPrimeSync', 'generatePrime', 'generatePrimeSync']);
lazily('internal/crypto/public_cipher', ['privateDecrypt', 'privateEncrypt', 'publicDecrypt', 'publicEncrypt']);
lazily('internal/crypto/sign', ['Sign', 'Verify', 'createSign', 'createVerify', 'sign', 'verify']);
lazily('internal/crypto/x509', ['X509Certificate']);
lazily('internal/webcrypto', ['webcrypto', 'subtle']);

const MOST = 2147483647;

function checkSize(size) {
  if (typeof size !== 'number') throw invalidArgType('size', 'number', size);
  if (!(size >= 0 && size <= MOST)) throw outOfRange('size', `>= 0 && <= ${MOST}`, size);
}

const fresh = (size) => {
  const bytes = host.randomBytes(Math.trunc(size));
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
};

exports.randomBytes = function randomBytes(size, callback) {
  checkSize(size);
  if (callback !== undefined) needFunction(callback, 'callback');
  const bytes = fresh(size);
  if (callback === undefined) return bytes;
  tasks.later(() => callback(null, bytes));
  return undefined;
};
exports.pseudoRandomBytes = exports.randomBytes;
exports.prng = exports.randomBytes;
exports.rng = exports.randomBytes;

exports.randomFillSync = function randomFillSync(buffer, offset = 0, size = buffer?.byteLength - offset) {
  if (!ArrayBuffer.isView(buffer) && !(buffer instanceof ArrayBuffer)) {
    throw invalidArgType('buf', ['ArrayBuffer', 'ArrayBufferView'], buffer);
  }
  const bytes = ArrayBuffer.isView(buffer)
    ? new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
    : new Uint8Array(buffer);
  needInteger(offset, 'offset', 0, bytes.length);
  needInteger(size, 'size', 0, bytes.length - offset);
  bytes.set(fresh(size), offset);
  return buffer;
};

exports.randomFill = function randomFill(buffer, ...rest) {
  const callback = rest.pop();
  needFunction(callback, 'callback');
  exports.randomFillSync(buffer, ...rest);
  tasks.later(() => callback(null, buffer));
};

exports.randomInt = function randomInt(min, max, callback) {
  if (max === undefined || typeof max === 'function') [min, max, callback] = [0, min, max];
  if (callback !== undefined) needFunction(callback, 'callback');
  const unsafe = (name, value) => {
    if (!Number.isSafeInteger(value)) {
      const type = invalidArgType(name, 'number', value).message.replace('of type number', 'a safe integer');
      throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', type);
    }
  };
  unsafe('min', min);
  unsafe('max', max);
  if (max <= min) throw outOfRange('max', `greater than the value of "min" (${min})`, max);
  const range = max - min;
  if (range > 2 ** 48 - 1) throw outOfRange('max - min', `<= ${2 ** 48 - 1}`, range);
  // What lies beyond the last whole multiple of the range would favour small numbers.
  const limit = 2 ** 48 - (2 ** 48 % range);
  let drawn;
  do drawn = fresh(6).readUIntBE(0, 6);
  while (drawn >= limit);
  const value = min + (drawn % range);
  if (callback === undefined) return value;
  tasks.later(() => callback(null, value));
  return undefined;
};

exports.randomUUID = function randomUUID(options) {
  if (options !== undefined && (typeof options !== 'object' || options === null)) {
    throw invalidArgType('options', 'object', options);
  }
  return exports.webcrypto.randomUUID();
};

exports.timingSafeEqual = function timingSafeEqual(one, two) {
  const bytes = (value, name) => {
    if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    if (value instanceof ArrayBuffer) return new Uint8Array(value);
    throw coded(
      TypeError,
      'ERR_INVALID_ARG_TYPE',
      `The "${name}" argument must be an instance of ArrayBuffer, Buffer, TypedArray, or DataView.`,
    );
  };
  const [first, second] = [bytes(one, 'buf1'), bytes(two, 'buf2')];
  if (first.length !== second.length) {
    throw nativeError(
      RangeError,
      'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH',
      'Input buffers must have the same byte length',
    );
  }
  let difference = 0;
  for (let i = 0; i < first.length; i++) difference |= first[i] ^ second[i];
  return difference === 0;
};

exports.getRandomValues = (array) => exports.webcrypto.getRandomValues(array);
exports.getFips = () => 0;
exports.setFips = () => {
  throw nativeError(Error, 'ERR_CRYPTO_FIPS_UNAVAILABLE', 'Cannot set FIPS mode in a non-FIPS build.');
};
exports.secureHeapUsed = () => ({ total: 0, used: 0, utilization: 0, min: 0 });
