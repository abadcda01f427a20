// PKCS #8 keys behind a passphrase (PBES2: PBKDF2 or scrypt, then a block cipher).
'use strict';

const { bytesOf, concat } = require('internal/crypto/bytes');
const der = require('internal/crypto/der');
const { nameOf, oidOf } = require('internal/crypto/oids');

const KEY_BYTES = { 'aes-128-cbc': 16, 'aes-192-cbc': 24, 'aes-256-cbc': 32, 'des-ede3-cbc': 24 };
const familyOf = (name) => name.slice(0, 3);

const ROUNDS = 2048;

function derive(parameters, passphrase, length) {
  const [kind, settings] = parameters.items;
  const parts = settings.items;
  const salt = parts[0].need('octets').content;
  if (nameOf(kind.oid) === 'scrypt') {
    const [, N, r, p] = parts.map((part) => (part.tag === 2 ? part.small : 0));
    return host.scrypt(passphrase, salt, [Math.log2(N), r, p], length);
  }
  if (nameOf(kind.oid) !== 'pbkdf2') return undefined;
  const prf = parts.find((part) => part.tag === 48);
  const hash = prf === undefined ? 'sha1' : nameOf(prf.items[0].oid)?.slice('hmac-'.length);
  return hash === undefined ? undefined : host.pbkdf2(hash, passphrase, salt, parts[1].small, length);
}

// The PKCS #8 structure inside; undefined if the passphrase is not the one, or the scheme is none of these.
exports.decrypt = function decrypt(bytes, passphrase) {
  const [scheme, secret] = der.read(bytes).need('sequence').items;
  const [oid, settings] = scheme.items;
  if (nameOf(oid.oid) !== 'pbes2') return undefined;
  const [derivation, cipher] = settings.items;
  const [cipherOid, iv] = cipher.items;
  const name = nameOf(cipherOid.oid);
  if (KEY_BYTES[name] === undefined) return undefined;
  const derived = derive(derivation, bytesOf(passphrase, 'passphrase'), KEY_BYTES[name]);
  if (derived === undefined) return undefined;
  const [key, ms] = derived;
  host.spend(ms);
  const made = host.blocks(familyOf(name), 'cbc', false, key, iv.need('octets').content, secret.need('octets').content);
  const extra = made?.at(-1);
  return extra > 0 && extra <= iv.content.length ? made.subarray(0, made.length - extra) : undefined;
};

// Undefined for a cipher that keys are not encrypted with.
exports.encrypt = function encrypt(bytes, name, passphrase) {
  const length = KEY_BYTES[name];
  if (length === undefined) return undefined;
  const salt = host.randomBytes(16);
  const iv = host.randomBytes(familyOf(name) === 'des' ? 8 : 16);
  const [key, ms] = host.pbkdf2('sha256', bytesOf(passphrase, 'passphrase'), salt, ROUNDS, length);
  host.spend(ms);
  const extra = iv.length - (bytes.length % iv.length);
  const padded = concat(bytes, new Uint8Array(extra).fill(extra));
  const made = host.blocks(familyOf(name), 'cbc', true, key, iv, padded);
  const prf = der.sequence(der.oid(oidOf('hmac-sha256')), der.nothing());
  const rounds = der.integer(new Uint8Array([ROUNDS >> 8, ROUNDS & 255]));
  const derivation = der.sequence(der.oid(oidOf('pbkdf2')), der.sequence(der.octets(salt), rounds, prf));
  const cipher = der.sequence(der.oid(oidOf(name)), der.octets(iv));
  const scheme = der.sequence(der.oid(oidOf('pbes2')), der.sequence(derivation, cipher));
  return der.sequence(scheme, der.octets(made));
};
