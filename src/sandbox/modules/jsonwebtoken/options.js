// What `sign` takes as options and as claims.
'use strict';

const ALGORITHMS = [
  'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'HS256', 'HS384', 'HS512', 'none',
]; // prettier-ignore

const isString = (value) => typeof value === 'string';
const isBoolean = (value) => typeof value === 'boolean';
const isSpan = (value) => Number.isInteger(value) || (isString(value) && value !== '');

function isPlainObject(value) {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  if (prototype === null) return true;
  const { constructor } = prototype;
  return (
    typeof constructor === 'function' &&
    (constructor === Object ||
      Function.prototype.toString.call(constructor) === Function.prototype.toString.call(Object))
  );
}

const span = (name) => [isSpan, `"${name}" should be a number of seconds or string representing a timespan`];
const text = (name) => [isString, `"${name}" must be a string`];
const flag = (name) => [isBoolean, `"${name}" must be a boolean`];

const OPTIONS = {
  expiresIn: span('expiresIn'),
  notBefore: span('notBefore'),
  audience: [(value) => isString(value) || Array.isArray(value), '"audience" must be a string or array'],
  algorithm: [(value) => ALGORITHMS.includes(value), '"algorithm" must be a valid string enum value'],
  header: [isPlainObject, '"header" must be an object'],
  encoding: text('encoding'),
  issuer: text('issuer'),
  subject: text('subject'),
  jwtid: text('jwtid'),
  noTimestamp: flag('noTimestamp'),
  keyid: text('keyid'),
  mutatePayload: flag('mutatePayload'),
};
const SINCE_9 = {
  allowInsecureKeySizes: flag('allowInsecureKeySizes'),
  allowInvalidAsymmetricKeyTypes: flag('allowInvalidAsymmetricKeyTypes'),
};
const claim = (name) => [(value) => typeof value === 'number', `"${name}" should be a number of seconds`];
const CLAIMS = { iat: claim('iat'), exp: claim('exp'), nbf: claim('nbf') };

function check(known, object, name, strict) {
  if (!isPlainObject(object)) throw new Error(`Expected "${name}" to be a plain object.`);
  for (const key of Object.keys(object)) {
    if (!Object.hasOwn(known, key)) {
      if (strict) throw new Error(`"${key}" is not allowed in "${name}"`);
      continue;
    }
    const [isValid, message] = known[key];
    if (!isValid(object[key])) throw new Error(message);
  }
}

exports.checkOptions = (options, major) =>
  check(major >= 9 ? { ...OPTIONS, ...SINCE_9 } : OPTIONS, options, 'options', true);
exports.checkPayload = (payload) => check(CLAIMS, payload, 'payload', false);
