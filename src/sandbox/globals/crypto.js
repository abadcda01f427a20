// The `crypto` global and its classes.
'use strict';

const { Crypto, webcrypto } = require('internal/webcrypto');

exports.crypto = webcrypto;
exports.Crypto = Crypto;
const lazily = (name, file) =>
  Object.defineProperty(exports, name, { get: () => require(file)[name], enumerable: true });
lazily('CryptoKey', 'internal/crypto/crypto_key');
lazily('SubtleCrypto', 'internal/crypto/subtle');
