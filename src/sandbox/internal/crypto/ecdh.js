// `createECDH`, and `diffieHellman` between key objects.
'use strict';

const { buffer, bytesOf, concat, output, padded } = require('internal/crypto/bytes');
const { ecKey } = require('internal/crypto/generate');
const { KeyObject, material } = require('internal/crypto/key_object');
const { curveNames, curveOf, FIELD_BYTES } = require('internal/crypto/oids');
const { opensslError } = require('internal/crypto/openssl_error');
const { coded, invalidArgType, invalidArgValue, nativeError, needString } = require('internal/node_errors');

const states = new WeakMap();

function curveNamed(name) {
  needString(name, 'curve');
  if (!curveNames.includes(name)) throw nativeError(TypeError, 'ERR_CRYPTO_INVALID_CURVE', 'Invalid EC curve name');
  return curveOf(name);
}

function formatted(curve, point, format) {
  if (format === undefined || format === 'uncompressed') return point;
  if (format === 'compressed') return host.ecPoint(curve, point, true);
  if (format === 'hybrid') return concat(new Uint8Array([6 + (point.at(-1) & 1)]), point.subarray(1));
  throw coded(TypeError, 'ERR_CRYPTO_ECDH_INVALID_FORMAT', `Invalid ECDH format: ${format}`);
}

// A hybrid point is an uncompressed one that says its sign, too.
function pointOf(curve, bytes) {
  if (bytes[0] === 6 || bytes[0] === 7) bytes = concat(new Uint8Array([4]), bytes.subarray(1));
  return host.ecPoint(curve, bytes, false);
}

const failed = (what) => nativeError(Error, 'ERR_CRYPTO_OPERATION_FAILED', `Failed to get ECDH ${what}`);

function ECDH(name) {
  if (!(this instanceof ECDH)) return new ECDH(name);
  states.set(this, { curve: curveNamed(name) });
}

const methods = {
  computeSecret(otherPublicKey, inputEncoding, outputEncoding) {
    const { curve, d } = states.get(this);
    const bytes = bytesOf(otherPublicKey, 'otherPublicKey', inputEncoding);
    if (d === undefined) throw nativeError(RangeError, 'ERR_CRYPTO_INVALID_KEYPAIR', 'Invalid key pair');
    const point = pointOf(curve, bytes);
    if (point === undefined) {
      throw coded(Error, 'ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY', 'Public key is not valid for specified curve');
    }
    return output(host.ecShared(curve, d, point), outputEncoding);
  },
  setPrivateKey(key, encoding) {
    const state = states.get(this);
    const bytes = bytesOf(key, 'key', encoding);
    const d = bytes.length > FIELD_BYTES[state.curve] ? undefined : padded(bytes, FIELD_BYTES[state.curve]);
    const point = d && host.ecPublic(state.curve, d, false);
    if (point === undefined) {
      throw nativeError(RangeError, 'ERR_CRYPTO_INVALID_KEYTYPE', 'Private key is not valid for specified curve.');
    }
    Object.assign(state, { d, point });
    return this;
  },
  setPublicKey(key, encoding) {
    const state = states.get(this);
    const point = pointOf(state.curve, bytesOf(key, 'key', encoding));
    if (point === undefined) {
      throw nativeError(Error, 'ERR_CRYPTO_OPERATION_FAILED', 'Failed to convert Buffer to EC_POINT');
    }
    state.point = point;
    return this;
  },
  getPrivateKey(encoding) {
    const { d } = states.get(this);
    if (d === undefined) throw failed('private key');
    return output(d.slice(), encoding);
  },
  generateKeys(encoding, format) {
    const state = states.get(this);
    Object.assign(state, ecKey(state.curve));
    return this.getPublicKey(encoding, format);
  },
  getPublicKey(encoding, format) {
    const { curve, point } = states.get(this);
    if (point === undefined) throw failed('public key');
    return output(formatted(curve, point, format).slice(), encoding);
  },
};
for (const name of Object.keys(methods)) {
  Object.defineProperty(ECDH.prototype, name, {
    value: methods[name],
    writable: true,
    configurable: true,
    enumerable: true,
  });
}

ECDH.convertKey = function convertKey(key, name, inputEncoding, outputEncoding, format) {
  const bytes = bytesOf(key, 'key', inputEncoding);
  const curve = curveNamed(name);
  const point = pointOf(curve, bytes);
  if (point === undefined) {
    throw nativeError(Error, 'ERR_CRYPTO_OPERATION_FAILED', 'Failed to convert Buffer to EC_POINT');
  }
  return output(formatted(curve, point, format).slice(), outputEncoding);
};

exports.ECDH = ECDH;
exports.createECDH = (name) => new ECDH(name);

// The secret two keys of the same kind share; undefined if they lead nowhere.
exports.shared = (mine, theirs) =>
  mine.type === 'x25519' ? host.x25519Shared(mine.d, theirs.point) : host.ecShared(mine.curve, mine.d, theirs.point);

function half(options, name, wanted) {
  const key = options[name];
  if (!(key instanceof KeyObject)) throw invalidArgValue(`options.${name}`, key);
  if (!wanted.includes(key.type)) {
    throw coded(
      TypeError,
      'ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE',
      `Invalid key object type ${key.type}, expected ${wanted.join(' or ')}.`,
    );
  }
  return material(key);
}

exports.diffieHellman = function diffieHellman(options) {
  if (typeof options !== 'object' || options === null) throw invalidArgType('options', 'object', options);
  const mine = half(options, 'privateKey', ['private']);
  const theirs = half(options, 'publicKey', ['private', 'public']);
  if (mine.type !== theirs.type || (mine.type !== 'ec' && mine.type !== 'x25519')) {
    throw coded(
      Error,
      'ERR_CRYPTO_INCOMPATIBLE_KEY',
      `Incompatible key types for Diffie-Hellman: ${mine.type} and ${theirs.type}`,
    );
  }
  if (mine.curve !== theirs.curve) throw opensslError(0x1c8000e0, 'mismatching domain parameters');
  const secret = exports.shared(mine, theirs);
  if (secret === undefined) throw opensslError(0x1c80007d, 'failed during derivation');
  return buffer(secret);
};
