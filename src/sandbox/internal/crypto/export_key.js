// `keyObject.export()`.
'use strict';

const { buffer, bytesOf, viewed } = require('internal/crypto/bytes');
const { cipherOf } = require('internal/crypto/cipher_table');
const encrypted = require('internal/crypto/encrypted_keys');
const jwk = require('internal/crypto/jwk');
const keys = require('internal/crypto/keys');
const pem = require('internal/crypto/pem');
const { coded, invalidArgType, invalidArgValue, nativeError } = require('internal/node_errors');

const incompatible = (text) => coded(Error, 'ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS', text);

const unknownCipher = () => nativeError(Error, 'ERR_CRYPTO_UNKNOWN_CIPHER', 'Unknown cipher');

const LABELS = { pkcs1: 'RSA PRIVATE KEY', sec1: 'EC PRIVATE KEY', pkcs8: 'PRIVATE KEY' };
const WRITERS = { pkcs1: keys.writePkcs1Private, sec1: keys.writeSec1, pkcs8: keys.writePkcs8 };

exports.exportKey = function exportKey(key, options, isPrivate, name = 'options') {
  if (typeof options !== 'object' || options === null) throw invalidArgType(name, 'object', options);
  const { cipher, format, passphrase, type } = options;
  if (format === 'jwk') {
    if (isPrivate && passphrase !== undefined) {
      throw incompatible('The selected key encoding jwk does not support encryption.');
    }
    return jwk.write(key);
  }
  if (format !== 'pem' && format !== 'der') throw invalidArgValue(`${name}.format`, format);
  const types = isPrivate ? ['pkcs1', 'pkcs8', 'sec1'] : ['pkcs1', 'spki'];
  if (!types.includes(type)) throw invalidArgValue(`${name}.type`, type);
  const secret = isPrivate ? secretFor(cipher, passphrase, name) : undefined;
  if (type === 'pkcs1' && key.type !== 'rsa') {
    throw incompatible('The selected key encoding pkcs1 can only be used for RSA keys.');
  }
  if (type === 'sec1' && key.type !== 'ec') {
    throw incompatible('The selected key encoding sec1 can only be used for EC keys.');
  }
  if (!isPrivate) {
    const [label, bytes] =
      type === 'spki' ? ['PUBLIC KEY', keys.writeSpki(key)] : ['RSA PUBLIC KEY', keys.writePkcs1Public(key)];
    return format === 'pem' ? pem.write(label, bytes) : buffer(bytes);
  }
  if (secret !== undefined) return locked(key, options, secret);
  const bytes = WRITERS[type](key);
  return format === 'pem' ? pem.write(LABELS[type], bytes) : buffer(bytes);
};

function secretFor(cipher, passphrase, name) {
  if (cipher === undefined || cipher === null) {
    if (passphrase !== undefined) throw invalidArgValue(`${name}.cipher`, cipher);
    return undefined;
  }
  if (typeof cipher !== 'string') throw invalidArgValue(`${name}.cipher`, cipher);
  if (typeof passphrase !== 'string' && viewed(passphrase) === undefined) {
    throw invalidArgValue(`${name}.passphrase`, passphrase);
  }
  return bytesOf(passphrase, 'passphrase');
}

function locked(key, { cipher, format, type }, secret) {
  const known = cipherOf(cipher);
  if (known === undefined) throw unknownCipher();
  if (type === 'pkcs8') {
    const bytes = encrypted.encrypt(keys.writePkcs8(key), known.name, secret);
    if (bytes === undefined) throw unknownCipher();
    return format === 'pem' ? pem.write('ENCRYPTED PRIVATE KEY', bytes) : buffer(bytes);
  }
  if (format !== 'pem') throw incompatible(`The selected key encoding ${type} does not support encryption.`);
  const text = pem.encrypt(LABELS[type], WRITERS[type](key), known.name, secret);
  if (text === undefined) throw unknownCipher();
  return text;
}
