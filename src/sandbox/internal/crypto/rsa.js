// RSA: the raw operations and the paddings of PKCS #1.
'use strict';

const { concat, fromNumber, padded, same, toNumber, trimmed, xor } = require('internal/crypto/bytes');
const der = require('internal/crypto/der');
const { oidOf } = require('internal/crypto/oids');
const { opensslError, opensslLine } = require('internal/crypto/openssl_error');

const PADDINGS = { PKCS1: 1, NONE: 3, OAEP: 4, PSS: 6 };
const tooLarge = (before) => opensslError(0x0200006e, 'data too large for key size', before);
const RSA_LIB = opensslLine(0x1c880004, 'RSA lib');

const sizeOf = (key) => key.n.length;
const bitsOf = (key) => toNumber(key.n).toString(2).length;

const publicly = (key, bytes) => host.modPow(bytes, key.e, key.n);

// By the Chinese remainder theorem where the primes are known.
function privately(key, bytes) {
  if (key.p === undefined || key.p.length === 0) return host.modPow(bytes, key.d, key.n);
  const value = toNumber(bytes);
  const [p, q] = [toNumber(key.p), toNumber(key.q)];
  const one = toNumber(host.modPow(fromNumber(value % p), key.dp, key.p));
  const two = toNumber(host.modPow(fromNumber(value % q), key.dq, key.q));
  const h = ((((one - two) % p) + p) * toNumber(key.qi)) % p;
  return fromNumber(two + h * q, sizeOf(key));
}

// Refuses numbers that are none of the modulus.
function within(key, bytes, before) {
  if (toNumber(bytes) >= toNumber(key.n)) throw opensslError(0x02000084, 'data too large for modulus', before);
  return bytes;
}

const hash = (name, ...parts) => host.hash(name, concat(...parts));

function mask(name, seed, length) {
  const blocks = [];
  const size = hash(name, seed).length;
  for (let i = 0; i * size < length; i++) {
    blocks.push(hash(name, seed, new Uint8Array([i >>> 24, i >>> 16, i >>> 8, i].map((byte) => byte & 255))));
  }
  return concat(...blocks).subarray(0, length);
}

function nonZero(length) {
  const bytes = host.randomBytes(length);
  for (let i = 0; i < length; i++) while (bytes[i] === 0) bytes[i] = host.randomBytes(1)[0];
  return bytes;
}

// `type` 1 fills with ones, for signatures; 2 with chance, for secrets.
function padPkcs1(bytes, size, type, before) {
  const room = size - bytes.length - 3;
  if (room < 8) throw tooLarge(before);
  const filling = type === 1 ? new Uint8Array(room).fill(255) : nonZero(room);
  return concat(new Uint8Array([0, type]), filling, new Uint8Array(1), bytes);
}

// What is behind the padding, undefined if there is none.
function unpadPkcs1(bytes, type) {
  const end = bytes.indexOf(0, 2);
  if (bytes[0] !== 0 || bytes[1] !== type || end < 10) return undefined;
  if (type === 1 && bytes.subarray(2, end).some((byte) => byte !== 255)) return undefined;
  return bytes.subarray(end + 1);
}

function padOaep(bytes, size, name, label, maskName) {
  const digest = hash(name, label);
  const room = size - 2 * digest.length - 2;
  if (bytes.length > room) throw tooLarge();
  const text = concat(digest, new Uint8Array(room - bytes.length), new Uint8Array([1]), bytes);
  const seed = host.randomBytes(digest.length);
  const hidden = xor(text, mask(maskName, seed, text.length));
  return concat(new Uint8Array(1), xor(seed, mask(maskName, hidden, seed.length)), hidden);
}

function unpadOaep(bytes, name, label, maskName) {
  const digest = hash(name, label);
  const { length } = digest;
  if (bytes.length < 2 * length + 2 || bytes[0] !== 0) return undefined;
  const hidden = bytes.subarray(1 + length);
  const seed = xor(bytes.subarray(1, 1 + length), mask(maskName, hidden, length));
  const text = xor(hidden, mask(maskName, seed, hidden.length));
  const start = text.indexOf(1, length);
  if (!same(text.subarray(0, length), digest) || start < 0) return undefined;
  return text.subarray(length, start).some((byte) => byte !== 0) ? undefined : text.subarray(start + 1);
}

function padPss(digest, bits, name, maskName, saltLength) {
  const size = Math.ceil(bits / 8);
  if (digest.length + saltLength + 2 > size) throw tooLarge([RSA_LIB]);
  const salt = saltLength === 0 ? new Uint8Array(0) : host.randomBytes(saltLength);
  const seal = hash(name, new Uint8Array(8), digest, salt);
  const text = concat(new Uint8Array(size - saltLength - digest.length - 2), new Uint8Array([1]), salt);
  const hidden = xor(text, mask(maskName, seal, text.length));
  hidden[0] &= 255 >> (8 * size - bits);
  return concat(hidden, seal, new Uint8Array([0xbc]));
}

// `saltLength` undefined: whatever the signature says.
function checkPss(bytes, digest, bits, name, maskName, saltLength) {
  const size = Math.ceil(bits / 8);
  const whole = padded(bytes, size);
  if (whole.at(-1) !== 0xbc || size < digest.length + 2) return false;
  const hidden = whole.subarray(0, size - digest.length - 1);
  const seal = whole.subarray(hidden.length, -1);
  if ((hidden[0] & ~(255 >> (8 * size - bits)) & 255) !== 0) return false;
  const text = xor(hidden, mask(maskName, seal, hidden.length));
  text[0] &= 255 >> (8 * size - bits);
  const start = text.findIndex((byte) => byte !== 0);
  if (start < 0 || text[start] !== 1) return false;
  const salt = text.subarray(start + 1);
  if (saltLength !== undefined && salt.length !== saltLength) return false;
  return same(hash(name, new Uint8Array(8), digest, salt), seal);
}

// The digest with the name of its hash.
function named(digest, name) {
  if (name === undefined || name === 'md5-sha1') return digest;
  return der.sequence(der.sequence(der.oid(oidOf(name)), der.nothing()), der.octets(digest));
}

exports.PADDINGS = PADDINGS;
exports.sizeOf = sizeOf;

// What a signature is made with: padding, length of the salt, hash of the mask.
function scheme(key, name, options) {
  const padding = options.padding ?? (key.type === 'rsa-pss' ? PADDINGS.PSS : PADDINGS.PKCS1);
  if (
    (padding !== PADDINGS.PKCS1 && padding !== PADDINGS.PSS) ||
    (key.type === 'rsa-pss' && padding !== PADDINGS.PSS)
  ) {
    throw opensslError(0x1c8000a5, 'illegal or unsupported padding mode');
  }
  return { padding, maskName: key.pss?.mgf1HashAlgorithm ?? name };
}

exports.sign = function sign(key, name, digest, options) {
  const { padding, maskName } = scheme(key, name, options);
  const size = sizeOf(key);
  if (padding === PADDINGS.PKCS1) {
    const text = named(digest, name);
    if (text.length + 11 > size) throw opensslError(0x02000070, 'digest too big for rsa key', [RSA_LIB]);
    return privately(key, padPkcs1(text, size, 1));
  }
  const bits = bitsOf(key) - 1;
  const most = Math.ceil(bits / 8) - digest.length - 2;
  const wanted = options.saltLength ?? (key.pss === undefined ? -2 : key.pss.saltLength);
  if (wanted < -4) throw opensslError(0x1c800070, 'invalid salt length');
  const saltLength =
    wanted === -1 ? digest.length : wanted < 0 ? (wanted === -4 ? Math.min(most, digest.length) : most) : wanted;
  if (saltLength < 0) throw opensslError(0x02000070, 'digest too big for rsa key', [RSA_LIB]);
  return privately(key, padded(padPss(digest, bits, name, maskName, saltLength), size));
};

exports.verify = function verify(key, name, digest, signature, options) {
  const { padding, maskName } = scheme(key, name, options);
  if (signature.length !== sizeOf(key) || toNumber(signature) >= toNumber(key.n)) return false;
  const opened = publicly(key, signature);
  if (padding === PADDINGS.PKCS1) {
    const text = unpadPkcs1(opened, 1);
    return text !== undefined && same(text, named(digest, name));
  }
  const wanted = options.saltLength ?? -2;
  const saltLength = wanted === -1 ? digest.length : wanted < 0 ? undefined : wanted;
  return checkPss(trimmed(opened), digest, bitsOf(key) - 1, name, maskName, saltLength);
};

exports.encrypt = function encrypt(key, bytes, { padding, name, label, maskName = name }) {
  const size = sizeOf(key);
  if (padding === PADDINGS.OAEP) return publicly(key, padOaep(bytes, size, name, label, maskName));
  if (padding === PADDINGS.PKCS1) return publicly(key, padPkcs1(bytes, size, 2));
  return publicly(key, within(key, unpaddedText(key, bytes)));
};

function unpaddedText(key, bytes) {
  if (bytes.length > sizeOf(key)) throw tooLarge();
  if (bytes.length < sizeOf(key)) throw opensslError(0x0200007a, 'data too small for key size');
  return bytes;
}

exports.decrypt = function decrypt(key, bytes, { padding, name, label, maskName = name }) {
  const size = sizeOf(key);
  const failed = [opensslLine(0x1c8000a2, 'failed to decrypt')];
  if (padding === PADDINGS.OAEP) {
    const text =
      bytes.length > size ? undefined : unpadOaep(privately(key, within(key, bytes, failed)), name, label, maskName);
    if (text === undefined) throw opensslError(0x02000079, 'oaep decoding error');
    return text;
  }
  const opened = privately(key, within(key, padded(bytes, size), failed));
  if (padding === PADDINGS.NONE) return opened;
  return unpadPkcs1(opened, 2) ?? rejection(key, bytes);
};

// In place of an error, which would tell an attacker something, OpenSSL gives bytes that only look like a text.
function rejection(key, bytes) {
  const secret = host.hmac('sha256', hash('sha256', padded(key.d, sizeOf(key))), padded(bytes, sizeOf(key)));
  const drawn = hash('sha512', secret);
  const most = sizeOf(key) - 11;
  return mask('sha256', drawn, ((drawn[0] << 8) | drawn[1]) % (most + 1));
}

const provider = [opensslLine(0x030000ea, 'provider signature failure'), RSA_LIB];

exports.encryptPrivately = function encryptPrivately(key, bytes, padding) {
  if (padding === PADDINGS.NONE) return privately(key, within(key, unpaddedText(key, bytes)));
  return privately(key, padPkcs1(bytes, sizeOf(key), 1, provider));
};

exports.decryptPublicly = function decryptPublicly(key, bytes, padding) {
  const opened = publicly(key, within(key, padded(bytes, sizeOf(key)), provider));
  if (padding === PADDINGS.NONE) return opened;
  const text = unpadPkcs1(opened, 1);
  if (text === undefined) {
    throw opensslError(0x0200008a, 'invalid padding', [...provider, opensslLine(0x02000072, 'padding check failed')]);
  }
  return text;
};
