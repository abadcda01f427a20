// `require('util')`.
'use strict';

const { format, formatWithOptions } = require('internal/format');
const { inspect } = require('internal/inspect');
const kinds = require('internal/kinds');
const { deepEqual } = require('internal/deep_equal');
const { coded, invalidArgType, invalidArgValue, needFunction, needString } = require('internal/node_errors');
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
const debuglog = (set) => {
  needString(set, 'set');
  return Object.defineProperty(function logger() {}, 'enabled', {
    get: () => false,
    enumerable: true,
    configurable: true,
  });
};

// The container has no terminal: escape codes come only where the stream is not asked.
function styleText(format, text, { validateStream = true } = {}) {
  needString(text, 'text');
  if (typeof validateStream !== 'boolean') throw invalidArgType('options.validateStream', 'boolean', validateStream);
  const styles = Array.isArray(format) ? format : [format];
  let [before, after] = ['', ''];
  for (const style of styles) {
    if (style === 'none') continue;
    const codes = inspect.colors[style];
    if (codes === undefined) {
      const known = Object.keys(inspect.colors).map((name) => `'${name}'`);
      throw invalidArgValue('format', style, `must be one of: ${known.join(', ')}`);
    }
    before += `\u001b[${codes[0]}m`;
    after = `\u001b[${codes[1]}m${after}`;
  }
  return validateStream ? text : before + text + after;
}

// `NAME=value` lines, as in an `.env` file.
function parseEnv(content) {
  needString(content, 'content');
  const found = {};
  const line = /^\s*(?:export\s+)?([\w.-]+)\s*=[^\S\n]*(?:'([^']*)'|"([^"]*)"|`([^`]*)`|([^#\n]*))?[^\n]*$/gm;
  for (const [, name, single, double, tick, plain] of content.replaceAll('\r\n', '\n').matchAll(line)) {
    found[name] = single ?? double?.replaceAll('\\n', '\n') ?? tick ?? plain?.trim() ?? '';
  }
  return found;
}

// A promise of the signal's end.
async function aborted(signal, resource) {
  if (signal === undefined || !('aborted' in Object(signal))) throw invalidArgType('signal', 'AbortSignal', signal);
  if (typeof resource !== 'object' || resource === null) throw invalidArgType('resource', 'object', resource);
  if (signal.aborted) return undefined;
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
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
  aborted,
  parseEnv,
  transferableAbortController: () => new AbortController(),
  transferableAbortSignal: (signal) => signal,
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
// What few scripts need is loaded when it is read.
const LAZY = {
  TextEncoder: 'globals/text',
  TextDecoder: 'globals/text',
  MIMEParams: 'util/mime_type',
  MIMEType: 'util/mime_type',
  parseArgs: 'util/parse_args',
  diff: 'util/diff',
  getCallSites: 'util/call_sites',
  getSystemErrorName: 'util/system_errors',
  getSystemErrorMessage: 'util/system_errors',
  getSystemErrorMap: 'util/system_errors',
  _errnoException: 'util/system_errors',
  _exceptionWithHostPort: 'util/system_errors',
};
for (const [name, file] of Object.entries(LAZY)) {
  const set = (value) => Object.defineProperty(exports, name, { value, writable: true, enumerable: true });
  Object.defineProperty(exports, name, {
    get() {
      const value = require(file)[name];
      set(value);
      return value;
    },
    set,
    enumerable: true,
    configurable: true,
  });
}
