// Errors with the classes, codes and words of Node.
'use strict';

const stack = require('internal/stack');

// Loaded only when a message shows a value.
const inspect = (value, options) => require('internal/inspect').inspect(value, options);

// An error with a code that Node's native part throws.
exports.nativeError = function nativeError(Base, code, message) {
  const error = new Base(message);
  error.code = code;
  return error;
};

// An error of Node's JavaScript part: its code shows in the first line of its stack and in its text, too.
exports.coded = function coded(Base, code, message) {
  const error = exports.nativeError(Base, code, message);
  exports.entitle(error);
  return error;
};

exports.entitle = function entitle(error) {
  stack.entitle(error, `${error.name} [${error.code}]`);
  Object.defineProperty(error, 'toString', {
    value() {
      return `${this.name} [${this.code}]: ${this.message}`;
    },
    enumerable: false,
    writable: true,
    configurable: true,
  });
};

// `Received …`, the end of most messages about arguments.
exports.received = function received(value) {
  if (value === null || value === undefined) return ` Received ${value}`;
  if (typeof value === 'function') return ` Received function ${value.name}`;
  if (typeof value === 'object') {
    const name = value.constructor?.name;
    return name ? ` Received an instance of ${name}` : ` Received ${inspect(value, { depth: -1 })}`;
  }
  let text = inspect(value, { colors: false });
  if (text.length > 28) text = `${text.slice(0, 25)}...`;
  return ` Received type ${typeof value} (${text})`;
};

const argument = (name) => {
  if (name.endsWith(' argument')) return `The ${name}`;
  return `The "${name}" ${name.includes('.') ? 'property' : 'argument'}`;
};

const listed = (words, last) =>
  words.length < 2
    ? words.join('')
    : words.length === 2
      ? words.join(` ${last} `)
      : `${words.slice(0, -1).join(', ')}, ${last} ${words.at(-1)}`;

const TYPES = new Set(['string', 'function', 'number', 'object', 'boolean', 'bigint', 'symbol']);

// What was expected, in Node's words: types, classes, and whatever else.
function expectation(expected) {
  let types = expected.map((word) => word.replace(/^(?:Function|Object)$/, (word) => word.toLowerCase()));
  const classes = types.filter((word) => /^(?:[A-Z][a-z0-9]*)+$/.test(word));
  const others = types.filter((word) => !TYPES.has(word) && !classes.includes(word));
  types = types.filter((word) => TYPES.has(word));
  if (classes.length > 0 && types.includes('object')) {
    types = types.filter((word) => word !== 'object');
    classes.push('Object');
  }
  const parts = [];
  if (types.length > 0) parts.push(`${types.length > 1 ? 'one of type' : 'of type'} ${listed(types, 'or')}`);
  if (classes.length > 0) parts.push(`an instance of ${listed(classes, 'or')}`);
  if (others.length > 1) parts.push(`one of ${listed(others, 'or')}`);
  else if (others.length === 1) parts.push(/[A-Z]/.test(others[0]) ? `an ${others[0]}` : others[0]);
  return parts.join(' or ');
}

exports.invalidArgType = (name, expected, actual) =>
  exports.coded(
    TypeError,
    'ERR_INVALID_ARG_TYPE',
    `${argument(name)} must be ${expectation([].concat(expected))}.${exports.received(actual)}`,
  );

exports.invalidArgValue = (name, value, reason = 'is invalid') => {
  let text = inspect(value);
  if (text.length > 128) text = `${text.slice(0, 128)}...`;
  const type = name.includes('.') ? 'property' : 'argument';
  return exports.coded(TypeError, 'ERR_INVALID_ARG_VALUE', `The ${type} '${name}' ${reason}. Received ${text}`);
};

const separated = (value) => {
  if (typeof value === 'bigint') {
    return `${String(value).replace(/\B(?=(\d{3})+$)/g, '_')}n`;
  }
  return Number.isInteger(value) && Math.abs(value) > 2 ** 32
    ? String(value).replace(/\B(?=(\d{3})+$)/g, '_')
    : inspect(value);
};

exports.outOfRange = (name, range, actual) =>
  exports.coded(
    RangeError,
    'ERR_OUT_OF_RANGE',
    `The value of "${name}" is out of range. It must be ${range}. Received ${separated(actual)}`,
  );

exports.needString = (value, name) => {
  if (typeof value !== 'string') throw exports.invalidArgType(name, 'string', value);
};
exports.needFunction = (value, name) => {
  if (typeof value !== 'function') throw exports.invalidArgType(name, 'function', value);
};
exports.needInteger = (value, name, least = Number.MIN_SAFE_INTEGER, most = Number.MAX_SAFE_INTEGER) => {
  if (typeof value !== 'number') throw exports.invalidArgType(name, 'number', value);
  if (!Number.isInteger(value)) throw exports.outOfRange(name, 'an integer', value);
  if (value < least || value > most) throw exports.outOfRange(name, `>= ${least} && <= ${most}`, value);
};
