// The names under which hashes are known.
'use strict';

const ALIASES = {
  md5: ['ssl3-md5', 'rsa-md5', 'md5withrsaencryption'],
  ripemd160: ['ripemd', 'rmd160', 'rsa-ripemd160', 'ripemd160withrsa'],
  sha1: ['sha-1', 'ssl3-sha1', 'rsa-sha1', 'rsa-sha1-2', 'sha1withrsaencryption'],
  sha224: ['sha-224', 'sha2-224', 'rsa-sha224', 'sha224withrsaencryption'],
  sha256: ['sha-256', 'sha2-256', 'rsa-sha256', 'sha256withrsaencryption'],
  sha384: ['sha-384', 'sha2-384', 'rsa-sha384', 'sha384withrsaencryption'],
  sha512: ['sha-512', 'sha2-512', 'rsa-sha512', 'sha512withrsaencryption'],
  'sha512-224': ['sha-512/224', 'sha2-512/224', 'rsa-sha512/224', 'sha512-224withrsaencryption'],
  'sha512-256': ['sha-512/256', 'sha2-512/256', 'rsa-sha512/256', 'sha512-256withrsaencryption'],
  'sha3-224': ['rsa-sha3-224', 'id-rsassa-pkcs1-v1_5-with-sha3-224'],
  'sha3-256': ['rsa-sha3-256', 'id-rsassa-pkcs1-v1_5-with-sha3-256'],
  'sha3-384': ['rsa-sha3-384', 'id-rsassa-pkcs1-v1_5-with-sha3-384'],
  'sha3-512': ['rsa-sha3-512', 'id-rsassa-pkcs1-v1_5-with-sha3-512'],
  'md5-sha1': [],
  blake2b512: ['blake2b-512'],
  blake2s256: ['blake2s-256'],
  shake128: ['shake-128'],
  shake256: ['shake-256'],
};

const BY_NAME = new Map(
  Object.entries(ALIASES).flatMap(([name, aliases]) => [name, ...aliases].map((alias) => [alias, name])),
);

// The name native code knows a hash by; undefined for an unknown one.
exports.canonical = (name) => BY_NAME.get(`${name}`.toLowerCase());

// How many bytes it gives; undefined for one that gives as many as it is asked for.
const LENGTHS = { md5: 16, sha1: 20, ripemd160: 20, 'md5-sha1': 36, blake2b512: 64, blake2s256: 32 };
exports.outputLength = function outputLength(name) {
  const bits = /^sha(?:3-|512-)?(\d{3})$/.exec(name)?.[1];
  return bits === undefined ? LENGTHS[name] : Number(bits) / 8;
};

// Known to OpenSSL, but not to us.
exports.isNotHere = (name) => /^(rsa-)?sm3(withrsaencryption)?$|^keccak|^whirlpool$|^md4$/i.test(`${name}`);

// As `getHashes` lists them.
exports.names = [
  'RSA-MD5',
  'RSA-RIPEMD160',
  'RSA-SHA1',
  'RSA-SHA1-2',
  'RSA-SHA224',
  'RSA-SHA256',
  'RSA-SHA3-224',
  'RSA-SHA3-256',
  'RSA-SHA3-384',
  'RSA-SHA3-512',
  'RSA-SHA384',
  'RSA-SHA512',
  'RSA-SHA512/224',
  'RSA-SHA512/256',
  'blake2b512',
  'blake2s256',
  'id-rsassa-pkcs1-v1_5-with-sha3-224',
  'id-rsassa-pkcs1-v1_5-with-sha3-256',
  'id-rsassa-pkcs1-v1_5-with-sha3-384',
  'id-rsassa-pkcs1-v1_5-with-sha3-512',
  'md5',
  'md5-sha1',
  'md5WithRSAEncryption',
  'ripemd',
  'ripemd160',
  'ripemd160WithRSA',
  'rmd160',
  'sha1',
  'sha1WithRSAEncryption',
  'sha224',
  'sha224WithRSAEncryption',
  'sha256',
  'sha256WithRSAEncryption',
  'sha3-224',
  'sha3-256',
  'sha3-384',
  'sha3-512',
  'sha384',
  'sha384WithRSAEncryption',
  'sha512',
  'sha512-224',
  'sha512-224WithRSAEncryption',
  'sha512-256',
  'sha512-256WithRSAEncryption',
  'sha512WithRSAEncryption',
  'shake128',
  'shake256',
  'ssl3-md5',
  'ssl3-sha1',
];
