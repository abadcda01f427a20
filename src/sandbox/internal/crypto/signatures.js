// Signatures over bytes, with the numbers of a key: RSA, ECDSA in both its forms, Ed25519.
'use strict';

const { concat, padded } = require('internal/crypto/bytes');
const der = require('internal/crypto/der');
const { FIELD_BYTES } = require('internal/crypto/oids');
const { opensslError } = require('internal/crypto/openssl_error');
const rsa = require('internal/crypto/rsa');
const { nativeError } = require('internal/node_errors');

// As many bits of the digest as the curve's order has; a shorter one is the same number.
const scalarOf = (digest, size) => (digest.length < size ? padded(digest, size) : digest);

function toDer(signature) {
  const half = signature.length / 2;
  return der.sequence(der.integer(signature.subarray(0, half)), der.integer(signature.subarray(half)));
}

// r and s as they stand side by side; undefined for what is no signature.
function fromDer(bytes, size) {
  try {
    const whole = der.read(bytes).need('sequence');
    const [r, s, more] = whole.items.map((item) => item.number);
    if (more !== undefined || whole.whole.length !== bytes.length || r.length > size || s.length > size)
      return undefined;
    return concat(padded(r, size), padded(s, size));
  } catch {
    return undefined;
  }
}

exports.digestOf = (name, bytes) =>
  name === 'md5-sha1' ? concat(host.hash('md5', bytes), host.hash('sha1', bytes)) : host.hash(name, bytes);

// `name` is that of the hash; undefined leaves it to the key.
exports.sign = function sign(key, name, bytes, options) {
  if (key.type === 'ed25519') {
    if (name !== undefined) throw opensslError(0x1c80007a, 'invalid digest');
    return host.ed25519Sign(key.d, bytes);
  }
  const digest = exports.digestOf(name ?? 'sha256', bytes);
  if (key.n !== undefined) return rsa.sign(key, name ?? 'sha256', digest, options);
  if (key.type !== 'ec') throw opensslError(0x03000096, 'operation not supported for this keytype');
  const signature = host.ecSign(key.curve, key.d, scalarOf(digest, FIELD_BYTES[key.curve]));
  return options.dsaEncoding === 'ieee-p1363' ? signature : toDer(signature);
};

exports.verify = function verify(key, name, bytes, signature, options) {
  if (key.type === 'ed25519') {
    if (name !== undefined) throw opensslError(0x1c80007a, 'invalid digest');
    return host.ed25519Verify(key.point, bytes, signature) === true;
  }
  const digest = exports.digestOf(name ?? 'sha256', bytes);
  if (key.n !== undefined) return rsa.verify(key, name ?? 'sha256', digest, signature, options);
  if (key.type !== 'ec') throw opensslError(0x03000096, 'operation not supported for this keytype');
  const size = FIELD_BYTES[key.curve];
  const plain = options.dsaEncoding === 'ieee-p1363' ? signature : fromDer(signature, size);
  if (plain === undefined || plain.length !== 2 * size) return false;
  return host.ecVerify(key.curve, key.point, scalarOf(digest, size), plain) === true;
};

exports.needStreamable = function needStreamable(key) {
  if (key.type === 'ed25519') {
    throw nativeError(Error, 'ERR_CRYPTO_UNSUPPORTED_OPERATION', 'Unsupported crypto operation');
  }
};
