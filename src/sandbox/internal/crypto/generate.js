// `generateKeyPair`, `generateKey` and their blocking forms. Chance is the run's own, so the same run makes the same
// keys.
'use strict';

const { fromNumber } = require('internal/crypto/bytes');
const { exportKey } = require('internal/crypto/export_key');
const { made } = require('internal/crypto/key_object');
const keys = require('internal/crypto/keys');
const { curveOf, FIELD_BYTES } = require('internal/crypto/oids');
const { canonical } = require('internal/digests');
const { inspect } = require('internal/inspect');
const {
  coded,
  invalidArgType,
  invalidArgValue,
  nativeError,
  needFunction,
  needInteger,
  needString,
} = require('internal/node_errors');
const tasks = require('internal/tasks');

const SIZES = [128, 192, 256];

const needOptions = (options) => {
  if (typeof options !== 'object' || options === null) throw invalidArgType('options', 'object', options);
};

// A scalar of a curve, with its point.
exports.ecKey = function ecKey(curve) {
  const size = FIELD_BYTES[curve];
  for (;;) {
    const d = host.randomBytes(size);
    if (curve === 'P-521') d[0] &= 1;
    const point = host.ecPublic(curve, d, false);
    if (point !== undefined) return { type: 'ec', curve, point, d };
  }
};

exports.okpKey = (type) => keys.okpPrivate(type, host.randomBytes(32));

// `[key, milliseconds]`.
exports.rsaKey = function rsaKey(bits, exponent) {
  const [ms, n, e, d, p, q] = host.rsaKey(bits, exponent);
  if (q === undefined) throw new Error('no RSA key could be made of these numbers');
  return [keys.rsaFrom({ n, e, d, p, q }), ms];
};

function prepareRsa(type, options) {
  needOptions(options);
  const { modulusLength, publicExponent = 0x10001 } = options;
  needInteger(modulusLength, 'options.modulusLength', 0, 2 ** 32 - 1);
  needInteger(publicExponent, 'options.publicExponent', 0, 2 ** 32 - 1);
  const pss = type === 'rsa-pss' ? pssOptions(options) : undefined;
  return () => {
    if (modulusLength < 512) throw new Error('error:1C8000AB:Provider routines::key size too small');
    if (publicExponent < 3 || publicExponent % 2 === 0) {
      throw new Error('error:020000B2:rsa routines::pub exponent out of range');
    }
    const [key, ms] = exports.rsaKey(modulusLength, fromNumber(BigInt(publicExponent)));
    return [{ ...key, type, pss }, ms];
  };
}

function pssOptions({ hash, hashAlgorithm = hash, mgf1Hash, mgf1HashAlgorithm = mgf1Hash, saltLength }) {
  if (hashAlgorithm === undefined && mgf1HashAlgorithm === undefined && saltLength === undefined) return undefined;
  for (const [name, value] of Object.entries({ hashAlgorithm, mgf1HashAlgorithm })) {
    if (value !== undefined) needString(value, `options.${name}`);
    if (value !== undefined && canonical(value) === undefined) {
      throw nativeError(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', `Invalid digest: ${value}`);
    }
  }
  if (saltLength !== undefined) needInteger(saltLength, 'options.saltLength', 0, 2 ** 31 - 1);
  const name = canonical(hashAlgorithm ?? 'sha1');
  return {
    hashAlgorithm: name,
    mgf1HashAlgorithm: canonical(mgf1HashAlgorithm ?? name),
    saltLength: saltLength ?? host.hash(name, new Uint8Array(0)).length,
  };
}

function prepareEc(options) {
  needOptions(options);
  needString(options.namedCurve, 'options.namedCurve');
  const curve = curveOf(options.namedCurve);
  if (curve === undefined) throw nativeError(TypeError, 'ERR_CRYPTO_INVALID_CURVE', 'Invalid EC curve name');
  if (options.paramEncoding === 'explicit') throw new Error('explicit EC parameters are not built into this sandbox');
  return () => [exports.ecKey(curve), 0];
}

function prepare(type, options) {
  switch (type) {
    case 'rsa':
    case 'rsa-pss':
      return prepareRsa(type, options);
    case 'ec':
      return prepareEc(options);
    case 'ed25519':
    case 'x25519':
      return () => [exports.okpKey(type), 0];
    case 'ed448':
    case 'x448':
    case 'dsa':
    case 'dh':
      throw new Error(`keys of type ${type} are not built into this sandbox`);
    default:
      throw coded(
        TypeError,
        'ERR_INVALID_ARG_VALUE',
        `The argument 'type' must be a supported key type. Received ${inspect(type)}`,
      );
  }
}

// How one half is wanted; checked before anything is made.
function encodingOf(options, name) {
  const encoding = options?.[name];
  if (encoding === undefined || encoding === null) return undefined;
  if (typeof encoding !== 'object') throw invalidArgValue(`options.${name}`, encoding);
  if (encoding.format === 'jwk') return encoding;
  if (encoding.format !== 'pem' && encoding.format !== 'der') {
    throw invalidArgValue(`options.${name}.format`, encoding.format);
  }
  const types = name === 'publicKeyEncoding' ? ['pkcs1', 'spki'] : ['pkcs1', 'pkcs8', 'sec1'];
  if (!types.includes(encoding.type)) throw invalidArgValue(`options.${name}.type`, encoding.type);
  return encoding;
}

function pairMaker(type, options) {
  needString(type, 'type');
  if (options !== undefined && (typeof options !== 'object' || options === null)) {
    throw invalidArgType('options', 'object', options);
  }
  const publicKeyEncoding = encodingOf(options, 'publicKeyEncoding');
  const privateKeyEncoding = encodingOf(options, 'privateKeyEncoding');
  const make = prepare(type, options);
  return () => {
    const [key, ms] = make();
    const half = (kind, encoding) => {
      const material = kind === 'public' ? keys.publicOf(key) : key;
      return encoding === undefined ? made(kind, material) : exportKey(material, encoding, kind === 'private');
    };
    return [{ publicKey: half('public', publicKeyEncoding), privateKey: half('private', privateKeyEncoding) }, ms];
  };
}

exports.generateKeyPairSync = function generateKeyPairSync(type, options) {
  const [pair, ms] = pairMaker(type, options)();
  host.spend(ms);
  return pair;
};

exports.generateKeyPair = function generateKeyPair(type, options, callback) {
  if (typeof options === 'function') [options, callback] = [undefined, options];
  needFunction(callback, 'callback');
  later(pairMaker(type, options), (error, pair) =>
    error ? callback(error) : callback(null, pair.publicKey, pair.privateKey),
  );
};

// For `util.promisify`, which names the two results.
Object.defineProperty(exports.generateKeyPair, Symbol.for('nodejs.util.promisify.custom'), {
  value: (type, options) =>
    new Promise((resolve, reject) => {
      later(pairMaker(type, options), (error, pair) => (error ? reject(error) : resolve(pair)));
    }),
});

function later(run, done) {
  let result;
  let failure = null;
  let ms = 0;
  try {
    [result, ms] = run();
  } catch (error) {
    failure = error;
  }
  tasks.later(() => (failure === null ? done(null, result) : done(failure)), ms);
}

function secretMaker(type, options) {
  needString(type, 'type');
  needOptions(options);
  const { length } = options;
  if (type === 'hmac') needInteger(length, 'options.length', 8, 2 ** 31 - 1);
  else if (type === 'aes') {
    if (!SIZES.includes(length)) {
      throw coded(
        TypeError,
        'ERR_INVALID_ARG_VALUE',
        `The property 'options.length' must be one of: ${SIZES.join(', ')}. Received ${inspect(length)}`,
      );
    }
  } else {
    throw coded(
      TypeError,
      'ERR_INVALID_ARG_VALUE',
      `The argument 'type' must be a supported key type. Received ${inspect(type)}`,
    );
  }
  return () => [made('secret', host.randomBytes(Math.floor(length / 8))), 0];
}

exports.generateKeySync = (type, options) => secretMaker(type, options)()[0];
exports.generateKey = function generateKey(type, options, callback) {
  needString(type, 'type');
  needFunction(callback, 'callback');
  later(secretMaker(type, options), callback);
};
