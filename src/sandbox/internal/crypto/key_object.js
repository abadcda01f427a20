// `KeyObject`, what it is made from, and the keys that calls take in all their forms.
'use strict';

const { Buffer } = require('globals/buffer');
const { bytesOf, same, toNumber, viewed } = require('internal/crypto/bytes');
const { exportKey } = require('internal/crypto/export_key');
const jwk = require('internal/crypto/jwk');
const keys = require('internal/crypto/keys');
const { opensslCurve } = require('internal/crypto/oids');
const { privateFromDer, privateFromPem, publicFromDer, publicFromPem } = require('internal/crypto/read_key');
const { coded, invalidArgType, invalidArgValue } = require('internal/node_errors');

const MADE_HERE = Symbol('made here');
const VIEWS = ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'];
const TEXTS = ['string', ...VIEWS];
const KEYS = [...TEXTS, 'KeyObject', 'CryptoKey'];
const kKeyType = Symbol('kKeyType');

// Bytes of a secret key, or the numbers of another one; not reachable for the script.
const materials = new WeakMap();

class KeyObject {
  constructor(type, handle) {
    if (type !== 'secret' && type !== 'public' && type !== 'private') throw invalidArgValue('type', type);
    if (handle !== MADE_HERE) throw invalidArgType('handle', 'object', handle);
    this[kKeyType] = type;
  }

  get type() {
    return this[kKeyType];
  }

  static from(key) {
    const { CryptoKey, keyObjectOf } = require('internal/crypto/crypto_key');
    if (!(key instanceof CryptoKey)) throw invalidArgType('key', 'CryptoKey', key);
    return keyObjectOf(key);
  }

  equals(other) {
    if (!(other instanceof KeyObject)) throw invalidArgType('otherKeyObject', 'KeyObject', other);
    if (this.type !== other.type) return false;
    const [one, two] = [materials.get(this), materials.get(other)];
    return this.type === 'secret'
      ? same(one, two)
      : one.type === two.type && same(keys.writeSpki(one), keys.writeSpki(two));
  }

  toCryptoKey(algorithm, extractable, usages) {
    return require('internal/crypto/crypto_key').fromKeyObject(this, algorithm, extractable, usages);
  }
}
Object.defineProperty(KeyObject.prototype, Symbol.toStringTag, { value: 'KeyObject', configurable: true });

class SecretKeyObject extends KeyObject {
  get symmetricKeySize() {
    return materials.get(this).length;
  }

  export(options) {
    if (options !== undefined) {
      if (typeof options !== 'object' || options === null) throw invalidArgType('options', 'object', options);
      if (options.format === 'jwk') return { kty: 'oct', k: Buffer.from(materials.get(this)).toString('base64url') };
      if (options.format !== undefined && options.format !== 'buffer') {
        throw coded(
          TypeError,
          'ERR_INVALID_ARG_VALUE',
          `The property 'options.format' must be one of: undefined, 'buffer', 'jwk'. Received ${require('internal/inspect').inspect(options.format)}`,
        );
      }
    }
    return Buffer.from(materials.get(this));
  }
}

class AsymmetricKeyObject extends KeyObject {
  get asymmetricKeyType() {
    return materials.get(this).type;
  }

  get asymmetricKeyDetails() {
    const key = materials.get(this);
    if (key.n !== undefined) {
      const n = toNumber(key.n);
      return { modulusLength: n.toString(2).length, publicExponent: toNumber(key.e), ...key.pss };
    }
    return key.type === 'ec' ? { namedCurve: opensslCurve(key.curve) } : {};
  }
}

class PublicKeyObject extends AsymmetricKeyObject {
  export(options) {
    return exportKey(materials.get(this), options, false);
  }
}

class PrivateKeyObject extends AsymmetricKeyObject {
  export(options) {
    return exportKey(materials.get(this), options, true);
  }
}

const CLASSES = { secret: SecretKeyObject, public: PublicKeyObject, private: PrivateKeyObject };

// A key object of a type around its material.
function made(type, material) {
  const object = new CLASSES[type](type, MADE_HERE);
  materials.set(object, material);
  return object;
}

const material = (object) => materials.get(object);

const wrongObject = (type, wanted) =>
  coded(TypeError, 'ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE', `Invalid key object type ${type}, expected ${wanted}.`);

const isKey = (value) => value instanceof KeyObject || value instanceof require('internal/crypto/crypto_key').CryptoKey;
const objectOf = (value) =>
  value instanceof KeyObject ? value : require('internal/crypto/crypto_key').keyObjectOf(value);

// The material of a key object where a private key (or, `publicToo`, one of a pair) is wanted.
function paired(value, publicToo) {
  const object = objectOf(value);
  if (object.type === 'secret') throw wrongObject('secret', publicToo ? 'private or public' : 'private');
  if (object.type === 'public' && !publicToo) throw wrongObject('public', 'private');
  return material(object);
}

const isText = (value) => typeof value === 'string' || viewed(value) !== undefined;

const textOf = (value, name) =>
  typeof value === 'string' ? value : Buffer.from(bytesOf(value, name)).toString('latin1');

// What a call was given as its key: `{key}` with the numbers of a key of a pair. `allowObject`: whether a KeyObject may
// stand there; `isPublic`: whether a public key is wanted, which a private one has in it.
function prepared(given, { isPublic, allowObject = true, publicFromObject = isPublic }) {
  const allowed = allowObject ? KEYS : TEXTS;
  if (isKey(given)) {
    if (!allowObject) throw invalidArgType('key', allowed, given);
    return paired(given, publicFromObject);
  }
  if (isText(given)) {
    const text = textOf(given, 'key');
    return isPublic ? publicFromPem(text) : privateFromPem(text);
  }
  if (typeof given !== 'object' || (given === null && allowObject && !isPublic))
    throw invalidArgType('key', allowed, given);
  if (given === null) throw new TypeError("Cannot destructure property 'key' of 'key' as it is null.");
  const { key: data, encoding, format, type, passphrase } = given;
  if (isKey(data)) {
    if (!allowObject) throw invalidArgType('key.key', allowed, data);
    return paired(data, publicFromObject);
  }
  if (format === 'jwk') return jwk.read(data, !isPublic);
  if (!isText(data)) throw invalidArgType('key.key', allowed, data);
  if (format !== undefined && format !== 'pem' && format !== 'der') throw invalidArgValue('options.format', format);
  const known = isPublic ? ['pkcs1', 'spki', 'pkcs8', 'sec1'] : ['pkcs1', 'pkcs8', 'sec1'];
  if (format === 'der' ? !known.includes(type) : type !== undefined && type !== null && !known.includes(type)) {
    throw invalidArgValue('options.type', type);
  }
  if (passphrase !== undefined && passphrase !== null && !isText(passphrase)) {
    throw invalidArgValue('options.passphrase', passphrase);
  }
  const secret = typeof passphrase === 'string' ? bytesOf(passphrase, 'passphrase', encoding) : passphrase;
  if (format === 'der') {
    const bytes = bytesOf(data, 'key.key', encoding);
    return isPublic ? publicFromDer(bytes, type, secret) : privateFromDer(bytes, type, secret);
  }
  return isPublic ? publicFromPem(textOf(data, 'key.key'), secret) : privateFromPem(textOf(data, 'key.key'), secret);
}

Object.assign(exports, { KeyObject, PublicKeyObject, PrivateKeyObject, SecretKeyObject, made, material, isKey });

exports.createSecretKey = function createSecretKey(key, name) {
  if (typeof key === 'string') return made('secret', bytesOf(key, 'key', name ?? 'utf8').slice());
  const bytes = viewed(key);
  if (bytes === undefined) throw invalidArgType('key', VIEWS, key);
  return made('secret', bytes.slice());
};

exports.createPrivateKey = (key) => made('private', prepared(key, { isPublic: false, allowObject: false }));

// A key object here must be private: of a public one there is nothing to make.
exports.createPublicKey = (key) =>
  made('public', keys.publicOf(prepared(key, { isPublic: true, publicFromObject: false })));

// The numbers of the key a call was given.
exports.privateKey = (key) => prepared(key, { isPublic: false });
exports.publicKey = (key) => prepared(key, { isPublic: true });

// The bytes of a secret key, given as an object.
exports.secretOf = function secretOf(value) {
  const object = objectOf(value);
  if (object.type !== 'secret') throw wrongObject(object.type, 'secret');
  return material(object);
};
