// Keys out of PEM and DER, with the errors of OpenSSL for what is none.
'use strict';

const encrypted = require('internal/crypto/encrypted_keys');
const keys = require('internal/crypto/keys');
const { opensslError, opensslLine } = require('internal/crypto/openssl_error');
const pem = require('internal/crypto/pem');

const UNSUPPORTED = [0x1e08010c, 'unsupported'];
const NESTED = opensslLine(0x0688010a, 'nested asn1 error');
const WRONG_TAG = [0x068000a8, 'wrong tag'];
const CANCELLED = [0x07880109, 'interrupted or cancelled'];

const unsupported = (before = []) => opensslError(...UNSUPPORTED, [...before, opensslLine(...UNSUPPORTED)]);

// What `read` gives; a text that is no such structure becomes the error `refusal` makes.
function attempt(read, refusal) {
  try {
    return read();
  } catch (error) {
    throw error.notHere ? error : refusal();
  }
}

const wrongTag = () => opensslError(...WRONG_TAG, [opensslLine(...UNSUPPORTED), NESTED, opensslLine(...WRONG_TAG)]);
const unreadable = () => unsupported([NESTED, opensslLine(...WRONG_TAG)]);

const needPassphrase = () =>
  opensslError(...CANCELLED, [
    opensslLine(0x04800068, 'bad password read'),
    opensslLine(...CANCELLED),
    opensslLine(...CANCELLED),
  ]);

const badDecrypt = () => {
  const line = opensslLine(0x1c800064, 'bad decrypt');
  return opensslError(0x1c800064, 'bad decrypt', [opensslLine(0x04800065, 'bad decrypt'), line]);
};

// The bytes of an encrypted key in the clear.
function opened(passphrase, decrypt) {
  if (passphrase === undefined || passphrase === null) throw needPassphrase();
  const bytes = attempt(decrypt, badDecrypt);
  if (bytes === undefined) throw badDecrypt();
  return bytes;
}

const LABELS = {
  'PRIVATE KEY': keys.readPkcs8,
  'RSA PRIVATE KEY': keys.readPkcs1Private,
  'EC PRIVATE KEY': keys.readSec1,
};

exports.privateFromPem = function privateFromPem(text, passphrase) {
  const block = pem.read(text, (label) => LABELS[label] !== undefined || label === 'ENCRYPTED PRIVATE KEY');
  if (block === undefined) throw unsupported();
  if (block.label === 'ENCRYPTED PRIVATE KEY') {
    const bytes = opened(passphrase, () => encrypted.decrypt(block.bytes, passphrase));
    return attempt(() => keys.readPkcs8(bytes), badDecrypt);
  }
  if (!pem.isEncrypted(block)) return attempt(() => LABELS[block.label](block.bytes), unreadable);
  const bytes = opened(passphrase, () => pem.decrypt(block, passphrase));
  return attempt(() => LABELS[block.label](bytes), badDecrypt);
};

exports.publicFromPem = function publicFromPem(text, passphrase) {
  const block = pem.read(text, (label) => /^((RSA )?PUBLIC KEY|(TRUSTED |X509 )?CERTIFICATE)$/.test(label));
  if (block === undefined) return keys.publicOf(exports.privateFromPem(text, passphrase));
  if (block.label === 'PUBLIC KEY') return attempt(() => keys.readSpki(block.bytes), wrongTag);
  if (block.label === 'RSA PUBLIC KEY') return attempt(() => keys.readPkcs1Public(block.bytes), wrongTag);
  return attempt(() => require('internal/crypto/certificate').read(block.bytes).key, wrongTag);
};

exports.privateFromDer = function privateFromDer(bytes, type, passphrase) {
  if (type === 'pkcs1') return attempt(() => keys.readPkcs1Private(bytes), unreadable);
  if (type === 'sec1') return attempt(() => keys.readSec1(bytes), unreadable);
  const refusal = () => opensslError(...WRONG_TAG, [NESTED, opensslLine(...WRONG_TAG)]);
  try {
    return keys.readPkcs8(bytes);
  } catch (error) {
    if (error.notHere) throw error;
    if (passphrase === undefined || passphrase === null) throw refusal();
  }
  return attempt(() => keys.readPkcs8(opened(passphrase, () => encrypted.decrypt(bytes, passphrase))), badDecrypt);
};

exports.publicFromDer = function publicFromDer(bytes, type, passphrase) {
  const refusal = () => {
    const error = new Error('Failed to read asymmetric key');
    error.opensslErrorStack = [NESTED, opensslLine(...WRONG_TAG)];
    return error;
  };
  if (type === 'spki') return attempt(() => keys.readSpki(bytes), refusal);
  if (type === 'pkcs1') {
    try {
      return keys.readPkcs1Public(bytes);
    } catch {
      return attempt(() => keys.publicOf(keys.readPkcs1Private(bytes)), refusal);
    }
  }
  return keys.publicOf(exports.privateFromDer(bytes, type, passphrase));
};
