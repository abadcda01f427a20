// `createSign`, `createVerify`, and `sign` and `verify` at once.
'use strict';

const { buffer, bytesOf, concat, output } = require('internal/crypto/bytes');
const { privateKey, publicKey } = require('internal/crypto/key_object');
const signatures = require('internal/crypto/signatures');
const { canonical } = require('internal/digests');
const { coded, invalidArgValue, nativeError, needFunction, needString } = require('internal/node_errors');
const tasks = require('internal/tasks');

const isOptions = (key) => typeof key === 'object' && key !== null;

function integerOption(options, name) {
  const value = isOptions(options) ? options[name] : undefined;
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || value !== value >> 0) throw invalidArgValue(`options.${name}`, value);
  return value;
}

function settings(options) {
  const dsaEncoding = isOptions(options) ? options.dsaEncoding : undefined;
  if (dsaEncoding !== undefined && dsaEncoding !== 'der' && dsaEncoding !== 'ieee-p1363') {
    throw invalidArgValue('options.dsaEncoding', dsaEncoding);
  }
  return { padding: integerOption(options, 'padding'), saltLength: integerOption(options, 'saltLength'), dsaEncoding };
}

const states = new WeakMap();

function begin(object, algorithm) {
  needString(algorithm, 'algorithm');
  const name = canonical(algorithm);
  if (name === undefined) throw nativeError(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', 'Invalid digest');
  states.set(object, { name, chunks: [] });
}

// A sign object is good for one signature.
function stateOf(object) {
  const state = states.get(object);
  if (state === undefined) throw nativeError(Error, 'ERR_CRYPTO_INVALID_STATE', 'Not initialised');
  return state;
}

const methods = {
  _write(chunk, encoding, callback) {
    this.update(chunk, encoding);
    callback();
  },
  update(data, encoding) {
    const bytes = bytesOf(data, 'data', encoding, ['string', 'Buffer', 'TypedArray', 'DataView']);
    stateOf(this).chunks.push(bytes.slice());
    return this;
  },
  write(data, encoding) {
    this.update(data, typeof encoding === 'string' ? encoding : undefined);
    return true;
  },
  end(data, encoding) {
    if (data !== undefined && data !== null && typeof data !== 'function') this.write(data, encoding);
    return this;
  },
};

function Sign(algorithm, options) {
  if (!(this instanceof Sign)) return new Sign(algorithm, options);
  begin(this, algorithm);
}

function Verify(algorithm, options) {
  if (!(this instanceof Verify)) return new Verify(algorithm, options);
  begin(this, algorithm);
}

const { lazyWritable } = require('internal/crypto/lazy_transform');
lazyWritable(Sign, {
  ...methods,
  sign(options, encoding) {
    if (!options) throw coded(Error, 'ERR_CRYPTO_SIGN_KEY_REQUIRED', 'No key provided to sign');
    const key = privateKey(options);
    const given = settings(options);
    const { name, chunks } = stateOf(this);
    states.delete(this);
    signatures.needStreamable(key);
    return output(signatures.sign(key, name, concat(...chunks), given), encoding);
  },
});
lazyWritable(Verify, {
  ...methods,
  verify(options, signature, encoding) {
    const key = publicKey(options);
    const given = settings(options);
    const bytes = bytesOf(signature, 'signature', encoding);
    const { name, chunks } = stateOf(this);
    states.delete(this);
    signatures.needStreamable(key);
    return signatures.verify(key, name, concat(...chunks), bytes, given);
  },
});

function hashNamed(algorithm) {
  if (algorithm === null || algorithm === undefined) return undefined;
  needString(algorithm, 'algorithm');
  const name = canonical(algorithm);
  if (name === undefined) throw nativeError(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', `Invalid digest: ${algorithm}`);
  return name;
}

// Both forms: with a callback the result comes later, an error of the computation, too.
function answer(callback, run) {
  if (callback === undefined) return run();
  needFunction(callback, 'callback');
  let result;
  let failure = null;
  try {
    result = run();
  } catch (error) {
    failure = error;
  }
  tasks.later(() => (failure === null ? callback(null, result) : callback(failure)));
  return undefined;
}

exports.sign = function sign(algorithm, data, key, callback) {
  if (algorithm !== null && algorithm !== undefined) needString(algorithm, 'algorithm');
  const bytes = bytesOf(data, 'data').slice();
  if (!key) throw coded(Error, 'ERR_CRYPTO_SIGN_KEY_REQUIRED', 'No key provided to sign');
  const given = settings(key);
  const numbers = privateKey(key);
  return answer(callback, () => buffer(signatures.sign(numbers, hashNamed(algorithm), bytes, given)));
};

exports.verify = function verify(algorithm, data, key, signature, callback) {
  if (algorithm !== null && algorithm !== undefined) needString(algorithm, 'algorithm');
  const bytes = bytesOf(data, 'data').slice();
  const given = settings(key);
  const made = bytesOf(signature, 'signature', undefined, ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView']).slice();
  const numbers = publicKey(key);
  return answer(callback, () => signatures.verify(numbers, hashNamed(algorithm), bytes, made, given));
};

Object.assign(exports, { Sign, Verify });
exports.createSign = (algorithm, options) => new Sign(algorithm, options);
exports.createVerify = (algorithm, options) => new Verify(algorithm, options);
