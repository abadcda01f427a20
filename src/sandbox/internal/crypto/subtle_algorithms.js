// Which algorithms `subtle` has for which call, and what each has to be told.
'use strict';

const { bytesOf, viewed } = require('internal/crypto/bytes');
const { coded } = require('internal/node_errors');

const HASHES = { 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' };

const RSA = ['RSASSA-PKCS1-v1_5', 'RSA-PSS', 'RSA-OAEP'];
const EC = ['ECDSA', 'ECDH'];
const AES = ['AES-CBC', 'AES-CTR', 'AES-GCM', 'AES-KW'];

// By call and algorithm: the name of the parameters, and which of them must be there.
const each = (names, parameters) => Object.fromEntries(names.map((name) => [name, parameters]));
const none = (names) => each(names, ['Algorithm', []]);
const CALLS = {
  digest: none(Object.keys(HASHES)),
  sign: {
    ...none(['HMAC', 'RSASSA-PKCS1-v1_5', 'Ed25519']),
    'RSA-PSS': ['RsaPssParams', ['saltLength']],
    ECDSA: ['EcdsaParams', ['hash']],
  },
  encrypt: {
    'RSA-OAEP': ['RsaOaepParams', []],
    'AES-CBC': ['AesCbcParams', ['iv']],
    'AES-GCM': ['AesGcmParams', ['iv']],
    'AES-CTR': ['AesCtrParams', ['counter', 'length']],
  },
  wrapKey: none(['AES-KW']),
  deriveBits: {
    PBKDF2: ['Pbkdf2Params', ['hash', 'iterations', 'salt']],
    HKDF: ['HkdfParams', ['hash', 'info', 'salt']],
    ECDH: ['EcdhKeyDeriveParams', ['public']],
    X25519: ['EcdhKeyDeriveParams', ['public']],
  },
  generateKey: {
    ...each(RSA, ['RsaHashedKeyGenParams', ['hash', 'modulusLength', 'publicExponent']]),
    ...each(EC, ['EcKeyGenParams', ['namedCurve']]),
    ...each(AES, ['AesKeyGenParams', ['length']]),
    ...none(['Ed25519', 'X25519']),
    HMAC: ['HmacKeyGenParams', ['hash']],
  },
  importKey: {
    ...each(RSA, ['RsaHashedImportParams', ['hash']]),
    ...each(EC, ['EcKeyImportParams', ['namedCurve']]),
    ...none([...AES, 'Ed25519', 'X25519', 'PBKDF2', 'HKDF']),
    HMAC: ['HmacImportParams', ['hash']],
  },
  keyLength: {
    ...each(AES, ['AesDerivedKeyParams', ['length']]),
    ...none(['PBKDF2', 'HKDF']),
    HMAC: ['HmacImportParams', ['hash']],
  },
};
CALLS.verify = CALLS.sign;
CALLS.decrypt = CALLS.encrypt;
CALLS.unwrapKey = CALLS.wrapKey;

const BYTES = new Set(['iv', 'counter', 'salt', 'info', 'additionalData', 'label', 'publicExponent']);

const required = (type, name) =>
  coded(
    TypeError,
    'ERR_MISSING_OPTION',
    `Failed to normalize algorithm: passed algorithm can not be converted to '${type}' because '${name}' is required in '${type}'.`,
  );

const unknown = () => new DOMException('Unrecognized algorithm name', 'NotSupportedError');

// The algorithm a call was given as an object with its proper name and its bytes copied; `hash` is `{name}`.
exports.normalize = function normalize(algorithm, call) {
  if (typeof algorithm === 'string') algorithm = { name: algorithm };
  if (typeof algorithm !== 'object' || algorithm === null || algorithm.name === undefined) {
    throw required('Algorithm', 'name');
  }
  const wanted = String(algorithm.name).toLowerCase();
  const name = Object.keys(CALLS[call]).find((known) => known.toLowerCase() === wanted);
  if (name === undefined) throw unknown();
  const [type, needed] = CALLS[call][name];
  const given = { name };
  for (const option of needed) if (algorithm[option] === undefined) throw required(type, option);
  for (const option of Object.keys(algorithm)) {
    if (option === 'name' || algorithm[option] === undefined) continue;
    given[option] = BYTES.has(option) ? copied(algorithm[option], option, type) : algorithm[option];
  }
  if (given.hash !== undefined) given.hash = { name: exports.normalize(given.hash, 'digest').name };
  return given;
};

function copied(value, option, type) {
  if (viewed(value) !== undefined) return bytesOf(value, option).slice();
  throw coded(
    TypeError,
    'ERR_INVALID_ARG_TYPE',
    `Failed to normalize algorithm: '${option}' of '${type}' (passed algorithm) is not instance of ArrayBuffer, Buffer, TypedArray, or DataView.`,
  );
}

// The name native code knows a hash by.
exports.hashName = ({ name }) => HASHES[name];
// Bits of the block that a hash works on: the length of an HMAC key where none is said.
exports.blockBits = ({ name }) => (name === 'SHA-384' || name === 'SHA-512' ? 1024 : 512);
Object.assign(exports, { RSA, EC, AES });
