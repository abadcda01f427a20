// `sign`.
'use strict';

const { Buffer } = require('globals/buffer');
const crypto = require('crypto');
const wire = require('internal/wire');
const { algorithm, keyObject, needFitting } = require('jsonwebtoken/algorithms');
const { textOf } = require('jsonwebtoken/decode');
const { checkOptions, checkPayload } = require('jsonwebtoken/options');
const { timespan } = require('jsonwebtoken/timespan');

const CLAIMS = { audience: 'aud', issuer: 'iss', subject: 'sub', jwtid: 'jti' };
const FOR_OBJECTS = ['expiresIn', 'notBefore', 'noTimestamp', 'audience', 'issuer', 'subject', 'jwtid'];
const SPAN = 'should be a number of seconds or string representing a timespan eg: "1d", "20h", 60';
const LEAST_BITS = 2048;

const tooShort = (name) => new Error(`secretOrPrivateKey has a minimum key size of ${LEAST_BITS} bits for ${name}`);
const base64url = (text, encoding) => Buffer.from(text, encoding).toString('base64url');

// The key version 9 signs with.
function checkedKey(given, name, options) {
  const key = given === null || given === undefined ? given : keyObject(given, crypto.createPrivateKey);
  if (key === undefined && given !== undefined) throw new Error('secretOrPrivateKey is not valid key material');
  if (name.startsWith('HS') && key.type !== 'secret') {
    throw new Error(`secretOrPrivateKey must be a symmetric key when using ${name}`);
  }
  if (!/^(?:RS|PS|ES)/.test(name)) return key;
  if (key.type !== 'private') throw new Error(`secretOrPrivateKey must be an asymmetric key when using ${name}`);
  const bits = name.startsWith('ES') ? undefined : key.asymmetricKeyDetails?.modulusLength;
  if (!options.allowInsecureKeySizes && bits < LEAST_BITS) throw tooShort(name);
  return key;
}

function signed(header, payload, key, encoding) {
  const { sign } = algorithm(header.alg);
  const text = `${base64url(textOf(header), 'binary')}.${base64url(textOf(payload), encoding)}`;
  return `${text}.${sign(text, key)}`;
}

// Claims that options ask for; `fail` is told of each that stands in the payload already.
function claim(payload, options, since, fail) {
  if (options.notBefore !== undefined) {
    payload.nbf = timespan(options.notBefore, since);
    if (payload.nbf === undefined) throw new Error(`"notBefore" ${SPAN}`);
  }
  if (options.expiresIn !== undefined && typeof payload === 'object') {
    payload.exp = timespan(options.expiresIn, since);
    if (payload.exp === undefined) throw new Error(`"expiresIn" ${SPAN}`);
  }
  for (const [option, name] of Object.entries(CLAIMS)) {
    if (options[option] === undefined) continue;
    if (payload[name] !== undefined) {
      fail(new Error(`Bad "options.${option}" option. The payload already has an "${name}" property.`));
      continue;
    }
    payload[name] = options[option];
  }
}

// The payload with its claims.
function prepared(payload, options, isObject, fail, fits) {
  if (payload === undefined) throw new Error('payload is required');
  if (isObject) {
    checkPayload(payload);
    if (!options.mutatePayload) payload = { ...payload };
  } else {
    const wrong = FOR_OBJECTS.filter((option) => options[option] !== undefined);
    if (wrong.length > 0) throw new Error(`invalid ${wrong.join(',')} option for ${typeof payload} payload`);
  }
  if (payload.exp !== undefined && options.expiresIn !== undefined) {
    throw new Error('Bad "options.expiresIn" option the payload already has an "exp" property.');
  }
  if (payload.nbf !== undefined && options.notBefore !== undefined) {
    throw new Error('Bad "options.notBefore" option the payload already has an "nbf" property.');
  }
  fits();
  const since = payload.iat || Math.floor(Date.now() / 1000);
  if (options.noTimestamp) delete payload.iat;
  else if (isObject) payload.iat = since;
  claim(payload, options, since, fail);
  return payload;
}

exports.signer = (major) =>
  function sign(payload, secretOrPrivateKey, options, callback) {
    if (typeof options === 'function') [options, callback] = [{}, options];
    else options = options || {};
    const from = wire.here();
    const fail = (error) => {
      if (!callback) throw error;
      wire.backTo(from, callback, error);
    };
    const isObject = typeof payload === 'object' && !Buffer.isBuffer(payload);
    const header = { alg: options.algorithm || 'HS256', typ: isObject ? 'JWT' : undefined, kid: options.keyid };
    Object.assign(header, options.header);
    let key = secretOrPrivateKey;
    try {
      if (!key && options.algorithm !== 'none') throw new Error('secretOrPrivateKey must have a value');
      if (major >= 9) key = checkedKey(key, header.alg, options);
      payload = prepared(payload, options, isObject, fail, () => {
        checkOptions(options, major);
        if (major >= 9 && !options.allowInvalidAsymmetricKeyTypes) needFitting(header.alg, key);
      });
    } catch (error) {
      return fail(error);
    }
    const make = () => {
      const token = signed(header, payload, key, options.encoding || 'utf8');
      if (major >= 9 && !options.allowInsecureKeySizes && /^(?:RS|PS)/.test(header.alg) && token.length < 256) {
        throw tooShort(header.alg);
      }
      return token;
    };
    if (typeof callback !== 'function') return make();
    let token;
    let failure = null;
    try {
      token = make();
    } catch (error) {
      failure = error;
    }
    if (failure === null) wire.soon(from, callback, null, token);
    else wire.soon(from, callback, failure);
    return undefined;
  };
