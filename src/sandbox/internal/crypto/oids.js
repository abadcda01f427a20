// Object identifiers by name, as far as keys, signatures and certificates use them.
'use strict';

const OIDS = {
  rsa: '1.2.840.113549.1.1.1',
  'rsa-oaep': '1.2.840.113549.1.1.7',
  mgf1: '1.2.840.113549.1.1.8',
  'rsa-pss': '1.2.840.113549.1.1.10',
  ec: '1.2.840.10045.2.1',
  x25519: '1.3.101.110',
  x448: '1.3.101.111',
  ed25519: '1.3.101.112',
  ed448: '1.3.101.113',
  dsa: '1.2.840.10040.4.1',
  dh: '1.2.840.113549.1.3.1',
  'P-256': '1.2.840.10045.3.1.7',
  'P-384': '1.3.132.0.34',
  'P-521': '1.3.132.0.35',
  secp256k1: '1.3.132.0.10',
  pbes2: '1.2.840.113549.1.5.13',
  pbkdf2: '1.2.840.113549.1.5.12',
  scrypt: '1.3.6.1.4.1.11591.4.11',
  'hmac-sha1': '1.2.840.113549.2.7',
  'hmac-sha224': '1.2.840.113549.2.8',
  'hmac-sha256': '1.2.840.113549.2.9',
  'hmac-sha384': '1.2.840.113549.2.10',
  'hmac-sha512': '1.2.840.113549.2.11',
  'aes-128-cbc': '2.16.840.1.101.3.4.1.2',
  'aes-192-cbc': '2.16.840.1.101.3.4.1.22',
  'aes-256-cbc': '2.16.840.1.101.3.4.1.42',
  'des-ede3-cbc': '1.2.840.113549.3.7',
  md5: '1.2.840.113549.2.5',
  sha1: '1.3.14.3.2.26',
  sha224: '2.16.840.1.101.3.4.2.4',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
  'sha512-224': '2.16.840.1.101.3.4.2.5',
  'sha512-256': '2.16.840.1.101.3.4.2.6',
  'sha3-224': '2.16.840.1.101.3.4.2.7',
  'sha3-256': '2.16.840.1.101.3.4.2.8',
  'sha3-384': '2.16.840.1.101.3.4.2.9',
  'sha3-512': '2.16.840.1.101.3.4.2.10',
  ripemd160: '1.3.36.3.2.1',
};

const NAMES = new Map(Object.entries(OIDS).map(([name, oid]) => [oid, name]));

exports.oidOf = (name) => OIDS[name];
exports.nameOf = (oid) => NAMES.get(oid);

// Curves have a name in standards and one in OpenSSL.
const CURVES = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521', secp256k1: 'secp256k1' };
const ALIASES = { ...CURVES, 'P-256': 'P-256', 'P-384': 'P-384', 'P-521': 'P-521' };

exports.curveOf = (name) => (Object.hasOwn(ALIASES, name) ? ALIASES[name] : undefined);
exports.curveNames = Object.keys(CURVES);
exports.opensslCurve = (curve) => Object.keys(CURVES).find((name) => CURVES[name] === curve);
exports.FIELD_BYTES = { 'P-256': 32, 'P-384': 48, 'P-521': 66, secp256k1: 32 };
