// `subtle.generateKey`, `importKey`, `exportKey`.
'use strict';

const { buffer, fromNumber, padded, toNumber } = require('internal/crypto/bytes');
const { keyObjectOf, make } = require('internal/crypto/crypto_key');
const generate = require('internal/crypto/generate');
const jwkForm = require('internal/crypto/jwk');
const { made, material } = require('internal/crypto/key_object');
const keys = require('internal/crypto/keys');
const { AES, blockBits, EC, RSA } = require('internal/crypto/subtle_algorithms');

const fail = (message, name) => new DOMException(message, name);
const CURVES = ['P-256', 'P-384', 'P-521'];

// What the halves of a key may be used for: `[private or secret, public]`.
const USAGES = {
  HMAC: [['sign', 'verify'], []],
  'AES-KW': [['wrapKey', 'unwrapKey'], []],
  'RSA-OAEP': [
    ['decrypt', 'unwrapKey'],
    ['encrypt', 'wrapKey'],
  ],
  ECDH: [['deriveKey', 'deriveBits'], []],
  X25519: [['deriveKey', 'deriveBits'], []],
  PBKDF2: [['deriveKey', 'deriveBits'], []],
  HKDF: [['deriveKey', 'deriveBits'], []],
};
const usagesOf = (name) =>
  USAGES[name] ?? (AES.includes(name) ? [['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'], []] : [['sign'], ['verify']]);

const article = (name) => (/^(AES|EC|Ed|HMAC|HKDF|RSA)/.test(name) ? 'an' : 'a');

function needUsages(name, wanted, allowed) {
  if (wanted.some((usage) => !allowed.includes(usage))) {
    throw fail(`Unsupported key usage for ${article(name)} ${name} key`, 'SyntaxError');
  }
}

const unique = (usages) =>
  ['encrypt', 'decrypt', 'sign', 'verify', 'deriveKey', 'deriveBits', 'wrapKey', 'unwrapKey'].filter((usage) =>
    usages.includes(usage),
  );

const needCurve = ({ name, namedCurve }) => {
  if (EC.includes(name) && !CURVES.includes(namedCurve)) throw fail('Unrecognized namedCurve', 'NotSupportedError');
};

const needAesLength = (length, kind) => {
  if (![128, 192, 256].includes(length)) {
    if (kind === 'generate') throw fail('AES key length must be 128, 192, or 256 bits', 'OperationError');
    throw fail('Invalid key length', 'DataError');
  }
};

// What `algorithm` says of a key that was made or imported.
function described(algorithm, key) {
  const { name, hash, namedCurve } = algorithm;
  if (RSA.includes(name)) {
    const modulusLength = toNumber(key.n).toString(2).length;
    return { name, modulusLength, publicExponent: new Uint8Array(padded(key.e)), hash };
  }
  if (EC.includes(name)) return { name, namedCurve };
  if (name === 'HMAC') return { name, hash, length: key.length * 8 };
  if (AES.includes(name)) return { name, length: key.length * 8 };
  return { name };
}

function pairOf(algorithm) {
  const { name, modulusLength, publicExponent, namedCurve } = algorithm;
  if (RSA.includes(name)) return generate.rsaKey(modulusLength, fromNumber(toNumber(publicExponent)));
  return [EC.includes(name) ? generate.ecKey(namedCurve) : generate.okpKey(name.toLowerCase()), 0];
}

// `[key or pair, milliseconds]`.
exports.generateKey = function generateKey(algorithm, extractable, usages) {
  const { name } = algorithm;
  const [allowed, publicly] = usagesOf(name);
  const isSecret = name === 'HMAC' || AES.includes(name);
  needUsages(name, usages, [...allowed, ...publicly]);
  if (isSecret) {
    if (name !== 'HMAC') needAesLength(algorithm.length, 'generate');
    if (usages.length === 0) throw fail('Usages cannot be empty when creating a key.', 'SyntaxError');
    const bits = algorithm.length ?? blockBits(algorithm.hash);
    if (bits === 0) throw fail('Zero-length key is not supported', 'OperationError');
    const bytes = host.randomBytes(Math.ceil(bits / 8));
    return [make(made('secret', bytes), described(algorithm, bytes), unique(usages), extractable), 0];
  }
  needCurve(algorithm);
  const privately = usages.filter((usage) => allowed.includes(usage));
  if (privately.length === 0) throw fail('Usages cannot be empty when creating a key.', 'SyntaxError');
  const [key, ms] = pairOf(algorithm);
  const description = described(algorithm, key);
  const open = unique(usages.filter((usage) => publicly.includes(usage)));
  const pair = Object.assign(Object.create(null), {
    publicKey: make(made('public', keys.publicOf(key)), description, open, true),
    privateKey: make(made('private', key), description, unique(privately), extractable),
  });
  return [pair, ms];
};

const typeOf = (name) => (RSA.includes(name) ? 'rsa' : EC.includes(name) ? 'ec' : name.toLowerCase());

const badData = (cause) => {
  const error = fail('Invalid keyData', 'DataError');
  Object.defineProperty(error, 'cause', { value: cause, configurable: true, writable: true });
  return error;
};

// The numbers of a key of a pair, by format; `undefined` for a format it is not kept in.
function readPair(format, data, { name, namedCurve }) {
  if (format === 'spki' || format === 'pkcs8') {
    try {
      return (format === 'spki' ? keys.readSpki : keys.readPkcs8)(data);
    } catch (error) {
      throw error.notHere ? error : badData(new Error('Failed to read asymmetric key'));
    }
  }
  if (format === 'raw' && EC.includes(name)) {
    try {
      return keys.ecPublic(namedCurve, data);
    } catch {
      throw fail('Invalid keyData', 'DataError');
    }
  }
  if (format === 'raw' && !RSA.includes(name)) {
    if (data.length !== 32) throw fail('Invalid keyData', 'DataError');
    return keys.okpPublic(name.toLowerCase(), data);
  }
  if (format !== 'jwk') throw fail(`Unable to import ${name} using ${format} format`, 'NotSupportedError');
  const kty = RSA.includes(name) ? 'RSA' : EC.includes(name) ? 'EC' : 'OKP';
  if (data.kty !== kty) throw fail('Invalid JWK "kty" Parameter', 'DataError');
  if (EC.includes(name) && data.crv !== namedCurve) {
    throw fail('JWK "crv" does not match the requested algorithm', 'DataError');
  }
  try {
    return jwkForm.read(data, data.d !== undefined);
  } catch {
    throw fail('Invalid JWK', 'DataError');
  }
}

function importPair(format, data, algorithm, extractable, usages) {
  const { name } = algorithm;
  needCurve(algorithm);
  const key = readPair(format, data, algorithm);
  if (key.type !== typeOf(name) && !(key.type === 'rsa-pss' && name === 'RSA-PSS')) {
    throw fail('Invalid key type', 'DataError');
  }
  if (key.curve !== undefined && key.curve !== algorithm.namedCurve) throw fail('Named curve mismatch', 'DataError');
  const isPrivate = key.d !== undefined;
  const [privately, publicly] = usagesOf(name);
  needUsages(name, usages, isPrivate ? privately : publicly);
  if (isPrivate && usages.length === 0) {
    throw fail('Usages cannot be empty when importing a private key.', 'SyntaxError');
  }
  const object = made(isPrivate ? 'private' : 'public', key);
  return make(object, described(algorithm, key), unique(usages), extractable);
}

function importSecret(format, data, algorithm, extractable, usages) {
  const { name } = algorithm;
  const [allowed] = usagesOf(name);
  const derives = name === 'PBKDF2' || name === 'HKDF';
  if (format !== 'raw' && (format !== 'jwk' || derives)) {
    throw fail(`Unable to import ${name} using ${format} format`, 'NotSupportedError');
  }
  if (derives && extractable) throw fail(`${name} keys are not extractable`, 'SyntaxError');
  needUsages(name, usages, allowed);
  let bytes = data;
  if (format === 'jwk') {
    if (data.kty !== 'oct') throw fail('Invalid JWK "kty" Parameter', 'DataError');
    if (typeof data.k !== 'string') throw fail('Invalid JWK', 'DataError');
    if (data.ext === false && extractable) {
      throw fail('JWK "ext" Parameter and extractable mismatch', 'DataError');
    }
    bytes = host.fromBase64(data.k);
  }
  if (name === 'HMAC' && bytes.length === 0) throw fail('Zero-length key is not supported', 'DataError');
  if (AES.includes(name)) needAesLength(bytes.length * 8, 'import');
  if (usages.length === 0) throw fail('Usages cannot be empty when importing a secret key.', 'SyntaxError');
  return make(made('secret', bytes), described(algorithm, bytes), unique(usages), extractable);
}

exports.importKey = function importKey(format, data, algorithm, extractable, usages) {
  const { name } = algorithm;
  const isPair = RSA.includes(name) || EC.includes(name) || name === 'Ed25519' || name === 'X25519';
  return (isPair ? importPair : importSecret)(format, data, algorithm, extractable, usages);
};

const HS = { 'SHA-1': 'HS1', 'SHA-256': 'HS256', 'SHA-384': 'HS384', 'SHA-512': 'HS512' };

function algorithmName({ name, hash, length }) {
  const bits = hash?.name.slice(4);
  if (name === 'HMAC') return HS[hash.name];
  if (name === 'RSASSA-PKCS1-v1_5') return `RS${bits}`;
  if (name === 'RSA-PSS') return `PS${bits}`;
  if (name === 'RSA-OAEP') return bits === '1' ? 'RSA-OAEP' : `RSA-OAEP-${bits}`;
  return AES.includes(name) ? `A${length}${name.slice(4)}` : undefined;
}

const whole = (bytes) => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);

// Bytes as an ArrayBuffer of their own, or a JSON Web Key.
exports.exportKey = function exportKey(format, key) {
  if (!key.extractable) throw fail('key is not extractable', 'InvalidAccessException');
  const object = keyObjectOf(key);
  const own = material(object);
  const { name } = key.algorithm;
  if (format === 'jwk') {
    const alg = algorithmName(key.algorithm);
    const head = { key_ops: [...key.usages], ext: key.extractable, ...(alg === undefined ? {} : { alg }) };
    const body =
      object.type === 'secret'
        ? { kty: 'oct', k: buffer(own).toString('base64url') }
        : jwkForm.write({ ...own, type: typeOf(name) });
    return { ...head, ...body };
  }
  if (format === 'spki' && object.type === 'public') return whole(keys.writeSpki(own));
  if (format === 'pkcs8' && object.type === 'private') return whole(keys.writePkcs8(own));
  if (format === 'raw' && object.type === 'secret') return whole(own.slice());
  if (format === 'raw' && object.type === 'public' && own.n === undefined) return whole(own.point.slice());
  throw fail(`Unable to export ${name} ${object.type} key using ${format} format`, 'NotSupportedError');
};

exports.whole = whole;
