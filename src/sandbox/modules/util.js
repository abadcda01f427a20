// `require('util')`.
'use strict';

const { format, formatWithOptions } = require('internal/format');
const { inspect } = require('internal/inspect');
const kinds = require('internal/kinds');
const { deepEqual } = require('internal/deep_equal');
const { coded, invalidArgType, needFunction, needString } = require('internal/node_errors');
const tasks = require('internal/tasks');

const PROMISIFIED = Symbol.for('nodejs.util.promisify.custom');

function promisify(original) {
  needFunction(original, 'original');
  const own = original[PROMISIFIED];
  if (own) {
    needFunction(own, 'util.promisify.custom');
    return Object.defineProperty(own, PROMISIFIED, {
      value: own,
      enumerable: false,
      writable: false,
      configurable: true,
    });
  }
  function promisified(...args) {
    return new Promise((resolve, reject) => {
      Reflect.apply(original, this, [
        ...args,
        (error, ...values) => {
          if (error) reject(error);
          else resolve(values[0]);
        },
      ]);
    });
  }
  Object.setPrototypeOf(promisified, Object.getPrototypeOf(original));
  Object.defineProperty(promisified, PROMISIFIED, { value: promisified, configurable: true });
  const properties = Object.getOwnPropertyDescriptors(original);
  for (const key of Reflect.ownKeys(properties)) {
    try {
      Object.defineProperty(promisified, key, properties[key]);
    } catch {
      // A property that cannot be taken over stays behind.
    }
  }
  return promisified;
}
promisify.custom = PROMISIFIED;

function callbackify(original) {
  needFunction(original, 'original');
  function callbackified(...args) {
    const callback = args.pop();
    needFunction(callback, 'last argument');
    Reflect.apply(original, this, args).then(
      (value) => tasks.nextTick(callback, null, value),
      (reason) => {
        let error = reason;
        if (!reason) {
          error = coded(Error, 'ERR_FALSY_VALUE_REJECTION', 'Promise was rejected with falsy value');
          error.reason = reason;
        }
        tasks.nextTick(callback, error);
      },
    );
  }
  Object.defineProperty(callbackified, 'name', { value: `${original.name}Callbackified`, configurable: true });
  Object.defineProperty(callbackified, 'length', { value: original.length + 1, configurable: true });
  return callbackified;
}

function deprecate(method, message, code) {
  needFunction(method, 'fn');
  let warned = false;
  function deprecated(...args) {
    if (!warned) {
      warned = true;
      require('globals/process').process.emitWarning(message, 'DeprecationWarning', code);
    }
    return new.target === undefined ? Reflect.apply(method, this, args) : Reflect.construct(method, args, new.target);
  }
  Object.setPrototypeOf(deprecated, method);
  if (method.prototype) deprecated.prototype = method.prototype;
  return deprecated;
}

function inherits(constructor, parent) {
  if (constructor === undefined || constructor === null) throw invalidArgType('ctor', 'function', constructor);
  if (parent === undefined || parent === null) throw invalidArgType('superCtor', 'function', parent);
  if (parent.prototype === undefined) throw invalidArgType('superCtor.prototype', 'object', parent.prototype);
  Object.defineProperty(constructor, 'super_', { value: parent, writable: true, configurable: true });
  Object.setPrototypeOf(constructor.prototype, parent.prototype);
}

// Debug output needs NODE_DEBUG, which the container does not set.
const debuglog = () => Object.assign(() => {}, { enabled: false });

// The container has no terminal, so a style changes nothing.
function styleText(styles, text) {
  needString(text, 'text');
  return text;
}

const types = {};
for (const name of Object.keys(kinds)) {
  if (name.startsWith('is') && name !== 'isError') types[name] = kinds[name];
}
types.isKeyObject = (value) => Object.prototype.toString.call(value) === '[object KeyObject]';
types.isCryptoKey = () => false;

const isObject = (value) => value !== null && typeof value === 'object';

Object.assign(exports, {
  format,
  formatWithOptions,
  inspect,
  promisify,
  callbackify,
  deprecate,
  inherits,
  types,
  styleText,
  debuglog,
  debug: debuglog,
  isDeepStrictEqual: (one, two) => deepEqual(one, two, true),
  stripVTControlCharacters(text) {
    needString(text, 'str');
    return text.replace(/[\u001b\u009b][[\]()#;?]*(?:\d{1,4}(?:[;:]\d{0,4})*)?[\dA-PR-TZcf-nq-uy=><~]/g, '');
  },
  toUSVString: (text) => `${text}`.toWellFormed(),
  aborted: (signal) =>
    signal.aborted
      ? Promise.resolve()
      : new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true })),
  log: (...args) => require('globals/console').console.log('%s', format(...args)),
  _extend: (target, source) => (isObject(source) ? Object.assign(target, source) : target),
  isArray: Array.isArray,
  isBoolean: (value) => typeof value === 'boolean',
  isBuffer: (value) => require('globals/buffer').Buffer.isBuffer(value),
  isNull: (value) => value === null,
  isNullOrUndefined: (value) => value === null || value === undefined,
  isNumber: (value) => typeof value === 'number',
  isString: (value) => typeof value === 'string',
  isSymbol: (value) => typeof value === 'symbol',
  isUndefined: (value) => value === undefined,
  isRegExp: kinds.isRegExp,
  isObject,
  isDate: kinds.isDate,
  isError: kinds.isError,
  isFunction: (value) => typeof value === 'function',
  isPrimitive: (value) => value === null || (typeof value !== 'object' && typeof value !== 'function'),
});
for (const name of ['TextEncoder', 'TextDecoder']) {
  Object.defineProperty(exports, name, {
    get: () => require('globals/text')[name],
    enumerable: true,
    configurable: true,
  });
}
