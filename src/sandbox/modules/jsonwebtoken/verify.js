// `verify`.
'use strict';

const crypto = require('crypto');
const wire = require('internal/wire');
const { algorithm, keyObject, needFitting } = require('jsonwebtoken/algorithms');
const { decode } = require('jsonwebtoken/decode');
const { JsonWebTokenError, NotBeforeError, TokenExpiredError } = require('jsonwebtoken/errors');
const { timespan } = require('jsonwebtoken/timespan');

const HS = ['HS256', 'HS384', 'HS512'];
const RS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];
const ES = ['ES256', 'ES384', 'ES512'];

const wrong = (text) => new JsonWebTokenError(text);

function checkOptions({ clockTimestamp, nonce, allowInvalidAsymmetricKeyTypes: lax }, major) {
  if (clockTimestamp && typeof clockTimestamp !== 'number') throw wrong('clockTimestamp must be a number');
  if (nonce !== undefined && (typeof nonce !== 'string' || nonce.trim() === '')) {
    throw wrong('nonce must be a non-empty string');
  }
  if (major >= 9 && lax !== undefined && typeof lax !== 'boolean') {
    throw wrong('allowInvalidAsymmetricKeyTypes must be a boolean');
  }
}

function checkToken(token) {
  if (!token) throw wrong('jwt must be provided');
  if (typeof token !== 'string') throw wrong('jwt must be a string');
  if (token.split('.').length !== 3) throw wrong('jwt malformed');
  const decoded = decode(token, { complete: true });
  if (!decoded) throw wrong('invalid token');
  return decoded;
}

// Which algorithms a key may be used with when nobody says: version 9 asks the key, 8 looks at its text.
function usual(key, major) {
  if (major >= 9) {
    if (key.type === 'secret') return HS;
    if (key.asymmetricKeyType === 'ec') return ES;
    return RS;
  }
  const text = key.toString();
  if (text.includes('BEGIN CERTIFICATE') || text.includes('BEGIN PUBLIC KEY')) return [...RS, ...ES];
  return text.includes('BEGIN RSA PUBLIC KEY') ? RS : HS;
}

function checkSignature(token, { header }, key, options, major) {
  const hasSignature = token.split('.')[2].trim() !== '';
  if (!hasSignature && key) throw wrong('jwt signature is required');
  if (hasSignature && !key) throw wrong('secret or public key must be provided');
  let { algorithms } = options;
  if (!hasSignature && !algorithms) {
    if (major >= 9) throw wrong('please specify "none" in "algorithms" to verify unsigned tokens');
    algorithms = ['none'];
  }
  if (major >= 9 && key !== null && key !== undefined) {
    key = keyObject(key, crypto.createPublicKey);
    if (key === undefined) throw wrong('secretOrPublicKey is not valid key material');
  }
  algorithms ??= usual(key, major);
  if (algorithms.indexOf(header.alg) === -1) throw wrong('invalid algorithm');
  if (major >= 9) {
    if (header.alg.startsWith('HS') && key.type !== 'secret') {
      throw wrong(`secretOrPublicKey must be a symmetric key when using ${header.alg}`);
    }
    if (/^(?:RS|PS|ES)/.test(header.alg) && key.type !== 'public') {
      throw wrong(`secretOrPublicKey must be an asymmetric key when using ${header.alg}`);
    }
    if (!options.allowInvalidAsymmetricKeyTypes) needFitting(header.alg, key);
  }
  if (!header.alg) {
    const error = new Error('Missing algorithm parameter for jws.verify');
    error.code = 'MISSING_ALGORITHM';
    throw error;
  }
  const end = token.lastIndexOf('.');
  if (!algorithm(header.alg).verify(token.slice(0, end), token.slice(end + 1), key)) throw wrong('invalid signature');
}

function checkTimes(payload, options, now) {
  const tolerance = options.clockTolerance || 0;
  const { exp, nbf } = payload;
  if (nbf !== undefined && !options.ignoreNotBefore) {
    if (typeof nbf !== 'number') throw wrong('invalid nbf value');
    if (nbf > now + tolerance) throw new NotBeforeError('jwt not active', new Date(nbf * 1000));
  }
  if (exp !== undefined && !options.ignoreExpiration) {
    if (typeof exp !== 'number') throw wrong('invalid exp value');
    if (now >= exp + tolerance) throw new TokenExpiredError('jwt expired', new Date(exp * 1000));
  }
}

function checkClaims(payload, { audience, issuer, subject, jwtid, nonce }) {
  if (audience) {
    const wanted = Array.isArray(audience) ? audience : [audience];
    const given = Array.isArray(payload.aud) ? payload.aud : [payload.aud];
    const fits = (one) => wanted.some((want) => (want instanceof RegExp ? want.test(one) : want === one));
    if (!given.some(fits)) throw wrong(`jwt audience invalid. expected: ${wanted.join(' or ')}`);
  }
  const isWrong =
    (typeof issuer === 'string' && payload.iss !== issuer) ||
    (Array.isArray(issuer) && issuer.indexOf(payload.iss) === -1);
  if (issuer && isWrong) throw wrong(`jwt issuer invalid. expected: ${issuer}`);
  for (const [wanted, claim, name] of [
    [subject, 'sub', 'subject'],
    [jwtid, 'jti', 'jwtid'],
    [nonce, 'nonce', 'nonce'],
  ]) {
    if (wanted && payload[claim] !== wanted) throw wrong(`jwt ${name} invalid. expected: ${wanted}`);
  }
}

function checkAge({ iat }, { maxAge, clockTolerance }, now) {
  if (!maxAge) return;
  if (typeof iat !== 'number') throw wrong('iat required when maxAge is specified');
  const end = timespan(maxAge, iat);
  if (end === undefined) {
    throw wrong('"maxAge" should be a number of seconds or string representing a timespan eg: "1d", "20h", 60');
  }
  if (now >= end + (clockTolerance || 0)) throw new TokenExpiredError('maxAge exceeded', new Date(end * 1000));
}

exports.verifier = (major) =>
  function verify(token, secretOrPublicKey, options, callback) {
    if (typeof options === 'function' && !callback) [options, callback] = [{}, options];
    options = { ...options };
    const from = wire.here();
    const done = (run) => {
      if (!callback) return run();
      let result;
      try {
        result = run();
      } catch (error) {
        return wire.backTo(from, callback, error);
      }
      return wire.backTo(from, callback, null, result);
    };
    const opened = () => {
      checkOptions(options, major);
      const decoded = checkToken(token);
      if (typeof secretOrPublicKey === 'function' && !callback) {
        throw wrong('verify must be called asynchronous if secret or public key is provided as a callback');
      }
      return decoded;
    };
    // The time of the call counts, not that of the key's arrival.
    const now = options.clockTimestamp || Math.floor(Date.now() / 1000);
    const finish = (decoded, key) => {
      checkSignature(token, decoded, key, options, major);
      const { header, payload, signature } = decoded;
      checkTimes(payload, options, now);
      checkClaims(payload, options);
      checkAge(payload, options, now);
      return options.complete === true ? { header, payload, signature } : payload;
    };
    if (typeof secretOrPublicKey !== 'function') return done(() => finish(opened(), secretOrPublicKey));
    let decoded;
    try {
      decoded = opened();
    } catch (error) {
      return done(() => {
        throw error;
      });
    }
    return wire.backTo(from, secretOrPublicKey, decoded.header, (error, key) =>
      done(() => {
        if (error) throw wrong(`error in secret or public key callback: ${error.message}`);
        return finish(decoded, key);
      }),
    );
  };
