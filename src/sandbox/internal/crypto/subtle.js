// `crypto.subtle`.
'use strict';

const { bytesOf, viewed } = require('internal/crypto/bytes');
const { CryptoKey } = require('internal/crypto/crypto_key');
const { AES, blockBits, hashName, normalize } = require('internal/crypto/subtle_algorithms');
const keys = require('internal/crypto/subtle_keys');
const operations = require('internal/crypto/subtle_operations');
const { coded } = require('internal/node_errors');
const tasks = require('internal/tasks');

const MADE_HERE = Symbol('made here');
const FORMATS = ['raw', 'pkcs8', 'spki', 'jwk'];
const USAGES = ['encrypt', 'decrypt', 'sign', 'verify', 'deriveKey', 'deriveBits', 'wrapKey', 'unwrapKey'];
const ORDINALS = ['1st', '2nd', '3rd', '4th', '5th', '6th', '7th'];

// The arguments of one call, checked and copied; errors name the call.
class Arguments {
  constructor(call, given, needed) {
    this.prefix = `Failed to execute '${call}' on 'SubtleCrypto'`;
    this.given = given;
    if (given.length >= needed) return;
    const text = `${needed} arguments required, but only ${given.length} present.`;
    throw coded(TypeError, 'ERR_MISSING_ARGS', `${this.prefix}: ${text}`);
  }

  refuse(at, text, code = 'ERR_INVALID_ARG_TYPE') {
    return coded(TypeError, code, `${this.prefix}: ${ORDINALS[at]} argument${text}`);
  }

  bytes(at) {
    const value = this.given[at];
    if (viewed(value) === undefined) {
      throw this.refuse(at, ' is not instance of ArrayBuffer, Buffer, TypedArray, or DataView.');
    }
    return bytesOf(value, 'data').slice();
  }

  key(at) {
    const value = this.given[at];
    if (!(value instanceof CryptoKey)) throw this.refuse(at, ' is not of type CryptoKey.');
    return value;
  }

  format(at) {
    return this.oneOf(at, this.given[at], FORMATS, 'KeyFormat', '');
  }

  oneOf(at, value, values, type, where) {
    if (values.includes(`${value}`)) return `${value}`;
    const text = `${where} value '${value}' is not a valid enum value of type ${type}.`;
    throw this.refuse(at, text, 'ERR_INVALID_ARG_VALUE');
  }

  usages(at) {
    const value = this.given[at];
    if (typeof value !== 'object' || value === null || typeof value[Symbol.iterator] !== 'function') {
      throw this.refuse(at, ' can not be converted to sequence.');
    }
    return [...value].map((usage, i) => this.oneOf(at, usage, USAGES, 'KeyUsage', `, index ${i}`));
  }
}

const NOT_VALID = 'The requested operation is not valid for the provided key';

function needUse(key, algorithm, usage) {
  const signs = usage === 'sign' || usage === 'verify';
  if (key.algorithm.name === algorithm.name && key.usages.includes(usage)) return;
  let text = NOT_VALID;
  if (signs) text = `Unable to use this key to ${usage}`;
  else if (usage.startsWith('derive') && key.algorithm.name === algorithm.name) {
    text = `baseKey does not have ${usage} usage`;
  }
  throw new DOMException(text, 'InvalidAccessError');
}

// Settles when the computation is done, as I/O does.
const later = (value, ms = 0) =>
  new Promise((resolve) => {
    tasks.later(() => resolve(value), ms);
  });

const memory = (bytes) => keys.whole(bytes);

function lengthOf(algorithm) {
  if (AES.includes(algorithm.name)) {
    if (![128, 192, 256].includes(algorithm.length)) throw new DOMException('Invalid key length', 'OperationError');
    return algorithm.length;
  }
  return algorithm.name === 'HMAC' ? (algorithm.length ?? blockBits(algorithm.hash)) : null;
}

class SubtleCrypto {
  constructor(token) {
    if (token !== MADE_HERE) throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
  }

  async encrypt(algorithm, key, data) {
    return crypt('encrypt', arguments);
  }

  async decrypt(algorithm, key, data) {
    return crypt('decrypt', arguments);
  }

  async sign(algorithm, key, data) {
    const given = new Arguments('sign', arguments, 3);
    const using = given.key(1);
    const bytes = given.bytes(2);
    const wanted = normalize(algorithm, 'sign');
    needUse(using, wanted, 'sign');
    return later(memory(operations.sign(wanted, using, bytes)));
  }

  async verify(algorithm, key, signature, data) {
    const given = new Arguments('verify', arguments, 4);
    const using = given.key(1);
    const made = given.bytes(2);
    const bytes = given.bytes(3);
    const wanted = normalize(algorithm, 'verify');
    needUse(using, wanted, 'verify');
    return later(operations.verify(wanted, using, made, bytes));
  }

  async digest(algorithm, data) {
    const given = new Arguments('digest', arguments, 2);
    const bytes = given.bytes(1);
    return later(memory(host.hash(hashName(normalize(algorithm, 'digest')), bytes)));
  }

  async generateKey(algorithm, extractable, keyUsages) {
    const given = new Arguments('generateKey', arguments, 3);
    const usages = given.usages(2);
    return later(...keys.generateKey(normalize(algorithm, 'generateKey'), Boolean(extractable), usages));
  }

  async deriveKey(algorithm, baseKey, derivedKeyType, extractable, keyUsages) {
    const given = new Arguments('deriveKey', arguments, 5);
    const using = given.key(1);
    const usages = given.usages(4);
    const wanted = normalize(algorithm, 'deriveBits');
    const derived = normalize(derivedKeyType, 'importKey');
    const length = lengthOf(normalize(derivedKeyType, 'keyLength'));
    needUse(using, wanted, 'deriveKey');
    const [bytes, ms] = operations.derive(wanted, using, length);
    return later(keys.importKey('raw', bytes, derived, Boolean(extractable), usages), ms);
  }

  async deriveBits(algorithm, baseKey, length = null) {
    const given = new Arguments('deriveBits', arguments, 2);
    const using = given.key(1);
    const wanted = normalize(algorithm, 'deriveBits');
    needUse(using, wanted, 'deriveBits');
    const [bytes, ms] = operations.derive(wanted, using, length === null ? null : length >>> 0);
    return later(memory(bytes), ms);
  }

  async importKey(format, keyData, algorithm, extractable, keyUsages) {
    const given = new Arguments('importKey', arguments, 4);
    const form = given.format(0);
    const isObject = typeof keyData === 'object' && keyData !== null;
    const data = form === 'jwk' && isObject && viewed(keyData) === undefined ? { ...keyData } : given.bytes(1);
    const usages = given.usages(4);
    return keys.importKey(form, data, normalize(algorithm, 'importKey'), Boolean(extractable), usages);
  }

  async exportKey(format, key) {
    const given = new Arguments('exportKey', arguments, 2);
    return keys.exportKey(given.format(0), given.key(1));
  }

  async wrapKey(format, key, wrappingKey, wrapAlgorithm) {
    const given = new Arguments('wrapKey', arguments, 4);
    const form = given.format(0);
    const wrapped = given.key(1);
    const using = given.key(2);
    const wanted = wrapping(wrapAlgorithm, 'wrapKey', 'encrypt');
    needUse(using, wanted, 'wrapKey');
    const exported = keys.exportKey(form, wrapped);
    const bytes = form === 'jwk' ? host.fromUtf8(JSON.stringify(exported)) : new Uint8Array(exported);
    const made = wanted.name === 'AES-KW' ? operations.wrap(using, bytes) : operations.encrypt(wanted, using, bytes);
    return later(memory(made));
  }

  async unwrapKey(format, wrappedKey, unwrappingKey, unwrapAlgorithm, unwrappedKeyAlgorithm, extractable, keyUsages) {
    const given = new Arguments('unwrapKey', arguments, 7);
    const form = given.format(0);
    const bytes = given.bytes(1);
    const using = given.key(2);
    const usages = given.usages(6);
    const wanted = wrapping(unwrapAlgorithm, 'unwrapKey', 'decrypt');
    const algorithm = normalize(unwrappedKeyAlgorithm, 'importKey');
    needUse(using, wanted, 'unwrapKey');
    const opened =
      wanted.name === 'AES-KW' ? operations.unwrap(using, bytes) : operations.decrypt(wanted, using, bytes);
    let data = opened;
    if (form === 'jwk') {
      try {
        data = JSON.parse(host.utf8(opened));
      } catch {
        throw new DOMException('Invalid wrapped JWK key', 'DataError');
      }
    }
    return later(keys.importKey(form, data, algorithm, Boolean(extractable), usages));
  }
}

// A cipher, or the one that is made for keys.
function wrapping(algorithm, call, cipher) {
  try {
    return normalize(algorithm, call);
  } catch {
    return normalize(algorithm, cipher);
  }
}

function crypt(call, list) {
  const given = new Arguments(call, list, 3);
  const using = given.key(1);
  const bytes = given.bytes(2);
  const wanted = normalize(list[0], call);
  needUse(using, wanted, call);
  return later(memory(operations[call](wanted, using, bytes)));
}

Object.defineProperty(SubtleCrypto.prototype, Symbol.toStringTag, { value: 'SubtleCrypto', configurable: true });

exports.SubtleCrypto = SubtleCrypto;
exports.subtle = new SubtleCrypto(MADE_HERE);
