// Keys from passwords: pbkdf2, scrypt, hkdf.
'use strict';

const { Buffer } = require('globals/buffer');
const { canonical, outputLength } = require('internal/digests');
const { coded, invalidArgType, nativeError, needFunction, needInteger, needString } = require('internal/node_errors');
const tasks = require('internal/tasks');

const MOST = 2147483647;

function bytesOf(value, name, more = []) {
  if (typeof value === 'string') return host.fromUtf8(value.toWellFormed());
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (more.length > 0 && typeof value === 'object' && value !== null) {
    const { isKey, secretOf } = require('internal/crypto/key_object');
    if (isKey(value)) return secretOf(value);
  }
  throw invalidArgType(name, ['string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView', ...more], value);
}

const buffer = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const needDigest = (digest) => {
  const name = canonical(digest);
  if (name === undefined || outputLength(name) === undefined || name === 'md5-sha1')
    throw nativeError(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', `Invalid digest: ${digest}`);
  return name;
};

// Both forms of a derivation: the one that blocks spends its time, the other calls back when the time is over.
function blocking([key, ms]) {
  host.spend(ms);
  return buffer(key);
}

function later([key, ms], callback) {
  tasks.later(() => callback(null, buffer(key)), ms);
}

function preparePbkdf2(password, salt, iterations, keylen, digest) {
  needString(digest, 'digest');
  const secret = bytesOf(password, 'password');
  const seasoning = bytesOf(salt, 'salt');
  needInteger(iterations, 'iterations', 1, MOST);
  needInteger(keylen, 'keylen', 0, MOST);
  const name = needDigest(digest);
  return () => {
    if (keylen === 0) throw new Error('Deriving bits failed');
    return host.pbkdf2(name, secret, seasoning, iterations, keylen);
  };
}

exports.pbkdf2Sync = function pbkdf2Sync(password, salt, iterations, keylen, digest) {
  return blocking(preparePbkdf2(password, salt, iterations, keylen, digest)());
};

exports.pbkdf2 = function pbkdf2(password, salt, iterations, keylen, digest, callback) {
  if (typeof digest === 'function') [digest, callback] = [undefined, digest];
  const run = preparePbkdf2(password, salt, iterations, keylen, digest);
  needFunction(callback, 'callback');
  later(run(), callback);
};

const MEMORY = 'Invalid scrypt params: error:030000AC:digital envelope routines::memory limit exceeded';

function option(options, names, fallback) {
  const [short, long] = names;
  if (options?.[short] !== undefined && options?.[long] !== undefined) {
    throw coded(Error, 'ERR_CRYPTO_SCRYPT_INVALID_PARAMETER', 'Invalid scrypt parameter');
  }
  const value = options?.[short] ?? options?.[long];
  if (value === undefined) return fallback;
  needInteger(value, short, 0, 2 ** 32 - 1);
  // Zero asks for the default.
  return value || fallback;
}

function prepareScrypt(password, salt, keylen, options) {
  const secret = bytesOf(password, 'password');
  const seasoning = bytesOf(salt, 'salt');
  needInteger(keylen, 'keylen', 0, MOST);
  const N = option(options, ['N', 'cost'], 16384);
  const r = option(options, ['r', 'blockSize'], 8);
  const p = option(options, ['p', 'parallelization'], 1);
  const maxmem = options?.maxmem === undefined ? 32 << 20 : options.maxmem || 32 << 20;
  const refuse = (text) => nativeError(RangeError, 'ERR_CRYPTO_INVALID_SCRYPT_PARAMS', text);
  if (N < 2 || (N & (N - 1)) !== 0) throw refuse('Invalid scrypt params');
  if (128 * N * r > maxmem) throw refuse(MEMORY);
  return () => {
    if (keylen === 0) return [new Uint8Array(0), 0];
    try {
      return host.scrypt(secret, seasoning, [Math.log2(N), r, p], keylen);
    } catch (error) {
      throw refuse(error.message);
    }
  };
}

exports.scryptSync = function scryptSync(password, salt, keylen, options) {
  return blocking(prepareScrypt(password, salt, keylen, options)());
};

exports.scrypt = function scrypt(password, salt, keylen, options, callback) {
  if (typeof options === 'function') [options, callback] = [undefined, options];
  const run = prepareScrypt(password, salt, keylen, options);
  needFunction(callback, 'callback');
  later(run(), callback);
};

exports.hkdfSync = function hkdfSync(digest, ikm, salt, info, keylen) {
  needString(digest, 'digest');
  const key = bytesOf(ikm, 'ikm', ['KeyObject', 'CryptoKey']);
  const seasoning = bytesOf(salt, 'salt');
  const context = bytesOf(info, 'info');
  needInteger(keylen, 'length', 0, MOST);
  const name = needDigest(digest);
  const extracted = host.hmac(name, seasoning, key);
  if (keylen > 255 * extracted.length) throw coded(RangeError, 'ERR_CRYPTO_INVALID_KEYLEN', 'Invalid key length');
  const derived = Buffer.alloc(keylen);
  let block = new Uint8Array(0);
  for (let at = 0, i = 1; at < keylen; at += block.length, i++) {
    block = host.hmac(name, extracted, Buffer.concat([block, context, Buffer.from([i])]));
    derived.set(block.subarray(0, keylen - at), at);
  }
  return derived.buffer.slice(derived.byteOffset, derived.byteOffset + keylen);
};

exports.hkdf = function hkdf(digest, ikm, salt, info, keylen, callback) {
  needFunction(callback, 'callback');
  const derived = exports.hkdfSync(digest, ikm, salt, info, keylen);
  tasks.later(() => callback(null, derived));
};
