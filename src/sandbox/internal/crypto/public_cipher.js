// `publicEncrypt`, `privateDecrypt` and their opposites: a text as long as a key.
'use strict';

const { buffer, bytesOf } = require('internal/crypto/bytes');
const { privateKey, publicKey } = require('internal/crypto/key_object');
const { opensslError } = require('internal/crypto/openssl_error');
const rsa = require('internal/crypto/rsa');
const { canonical } = require('internal/digests');
const { nativeError, needString } = require('internal/node_errors');

const { NONE, OAEP, PKCS1 } = rsa.PADDINGS;

const isOptions = (key) => typeof key === 'object' && key !== null;

function settings(key, fallback) {
  const { encoding, oaepHash, oaepLabel, padding = fallback } = isOptions(key) ? key : {};
  if (oaepHash !== undefined) needString(oaepHash, 'key.oaepHash');
  const name = canonical(oaepHash ?? 'sha1');
  if (name === undefined) throw nativeError(Error, 'ERR_OSSL_EVP_INVALID_DIGEST', 'Invalid digest used');
  const label = oaepLabel === undefined ? new Uint8Array(0) : bytesOf(oaepLabel, 'key.oaepLabel', encoding);
  return { encoding, label, name, padding };
}

function needRsa(key) {
  if (key.n === undefined) throw opensslError(0x03000096, 'operation not supported for this keytype');
  if (key.type === 'rsa-pss') throw opensslError(0x03000096, 'operation not supported for this keytype');
}

const method = (read, fallback, paddings, run) =>
  function crypt(key, data) {
    const given = settings(key, fallback);
    const numbers = read(key);
    const bytes = bytesOf(data, 'buffer', given.encoding);
    needRsa(numbers);
    if (!paddings.includes(given.padding)) throw opensslError(0x1c8000a5, 'illegal or unsupported padding mode');
    return buffer(run(numbers, bytes, given));
  };

exports.publicEncrypt = method(publicKey, OAEP, [PKCS1, NONE, OAEP], rsa.encrypt);
exports.privateDecrypt = method(privateKey, OAEP, [PKCS1, NONE, OAEP], rsa.decrypt);
exports.privateEncrypt = method(privateKey, PKCS1, [PKCS1, NONE], (key, bytes, { padding }) =>
  rsa.encryptPrivately(key, bytes, padding),
);
exports.publicDecrypt = method(publicKey, PKCS1, [PKCS1, NONE], (key, bytes, { padding }) =>
  rsa.decryptPublicly(key, bytes, padding),
);
