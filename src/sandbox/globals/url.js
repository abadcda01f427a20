// `URL` and `URLSearchParams`.
'use strict';

const { coded, invalidArgType, nativeError } = require('internal/node_errors');

const custom = Symbol.for('nodejs.util.inspect.custom');

const text = (value) => `${value}`.toWellFormed();
const missing = (...names) => {
  const list = names.map((name) => `"${name}"`).join(' and ');
  return coded(TypeError, 'ERR_MISSING_ARGS', `The ${list} argument${names.length > 1 ? 's' : ''} must be specified`);
};
const badReceiver = (name) => coded(TypeError, 'ERR_INVALID_THIS', `Value of "this" must be of type ${name}`);

let pairsOf;
let follow;

class URLSearchParams {
  #pairs = [];
  #changed = undefined;

  static {
    pairsOf = (params) => params.#pairs;
    // Ties the parameters to a URL: `changed` hears of every change; the answer takes new text.
    follow = (params, changed) => {
      params.#changed = changed;
      return (query) => {
        params.#pairs = JSON.parse(host.formParse(query));
      };
    };
  }

  constructor(init = undefined) {
    if (init === undefined || init === null) return;
    if (typeof init !== 'object' && typeof init !== 'function') {
      init = text(init);
      this.#pairs = JSON.parse(host.formParse(init.startsWith('?') ? init.slice(1) : init));
    } else if (#pairs in init) {
      this.#pairs = init.#pairs.map((pair) => [...pair]);
    } else {
      this.#pairs = fromObject(init);
    }
  }

  #touch() {
    this.#changed?.(this.toString());
  }

  static #check(params) {
    if (typeof params !== 'object' || params === null || !(#pairs in params)) throw badReceiver('URLSearchParams');
  }

  get size() {
    URLSearchParams.#check(this);
    return this.#pairs.length;
  }

  append(name, value) {
    URLSearchParams.#check(this);
    if (arguments.length < 2) throw missing('name', 'value');
    this.#pairs.push([text(name), text(value)]);
    this.#touch();
  }

  delete(name, value = undefined) {
    URLSearchParams.#check(this);
    if (arguments.length < 1) throw missing('name');
    name = text(name);
    const only = value === undefined ? undefined : text(value);
    this.#pairs = this.#pairs.filter((pair) => pair[0] !== name || (only !== undefined && pair[1] !== only));
    this.#touch();
  }

  get(name) {
    URLSearchParams.#check(this);
    if (arguments.length < 1) throw missing('name');
    name = text(name);
    return this.#pairs.find((pair) => pair[0] === name)?.[1] ?? null;
  }

  getAll(name) {
    URLSearchParams.#check(this);
    if (arguments.length < 1) throw missing('name');
    name = text(name);
    return this.#pairs.filter((pair) => pair[0] === name).map((pair) => pair[1]);
  }

  has(name, value = undefined) {
    URLSearchParams.#check(this);
    if (arguments.length < 1) throw missing('name');
    name = text(name);
    const only = value === undefined ? undefined : text(value);
    return this.#pairs.some((pair) => pair[0] === name && (only === undefined || pair[1] === only));
  }

  set(name, value) {
    URLSearchParams.#check(this);
    if (arguments.length < 2) throw missing('name', 'value');
    name = text(name);
    const first = this.#pairs.find((pair) => pair[0] === name);
    if (first === undefined) {
      this.#pairs.push([name, text(value)]);
    } else {
      first[1] = text(value);
      this.#pairs = this.#pairs.filter((pair) => pair === first || pair[0] !== name);
    }
    this.#touch();
  }

  sort() {
    this.#pairs.sort((one, two) => (one[0] < two[0] ? -1 : one[0] > two[0] ? 1 : 0));
    this.#touch();
  }

  forEach(callback, thisArgument = undefined) {
    URLSearchParams.#check(this);
    if (typeof callback !== 'function') throw invalidArgType('callback', 'function', callback);
    for (let i = 0; i < this.#pairs.length; i++)
      callback.call(thisArgument, this.#pairs[i][1], this.#pairs[i][0], this);
  }

  *entries() {
    for (let i = 0; i < this.#pairs.length; i++) yield [...this.#pairs[i]];
  }

  *keys() {
    for (let i = 0; i < this.#pairs.length; i++) yield this.#pairs[i][0];
  }

  *values() {
    for (let i = 0; i < this.#pairs.length; i++) yield this.#pairs[i][1];
  }

  toString() {
    URLSearchParams.#check(this);
    return host.formPrint(JSON.stringify(this.#pairs));
  }

  [custom](depth, options, inspect) {
    if (typeof depth === 'number' && depth < 0) return this;
    const inner = { ...options, depth: options.depth === null ? null : options.depth - 1 };
    const entries = this.#pairs.map(([name, value]) => `${inspect(name, inner)} => ${inspect(value, inner)}`);
    if (entries.length === 0) return 'URLSearchParams {}';
    const length = entries.reduce((sum, entry) => sum + entry.length + 2, -2);
    if (length <= options.breakLength) return `URLSearchParams { ${entries.join(', ')} }`;
    return `URLSearchParams {\n  ${entries.join(',\n  ')} }`;
  }
}

function fromObject(init) {
  const iterator = init[Symbol.iterator];
  if (iterator === undefined || iterator === null) {
    return Reflect.ownKeys(init)
      .filter((key) => Object.prototype.propertyIsEnumerable.call(init, key))
      .map((key) => [text(key), text(init[key])]);
  }
  if (typeof iterator !== 'function') throw coded(TypeError, 'ERR_ARG_NOT_ITERABLE', 'Query pairs must be iterable');
  const pairs = [];
  for (const pair of init) {
    const isTuple = pair !== null && typeof pair === 'object' && typeof pair[Symbol.iterator] === 'function';
    const both = isTuple ? [...pair] : [];
    if (both.length !== 2) {
      throw coded(TypeError, 'ERR_INVALID_TUPLE', 'Each query pair must be an iterable [name, value] tuple');
    }
    pairs.push([text(both[0]), text(both[1])]);
  }
  return pairs;
}

function parsed(input, base) {
  const found = host.urlParse(input, base);
  if (found !== undefined) return JSON.parse(found);
  const error = nativeError(TypeError, 'ERR_INVALID_URL', 'Invalid URL');
  error.input = input;
  if (base !== undefined) error.base = base;
  throw error;
}

class URL {
  #parts;
  #params;
  #refill;

  constructor(input, base = undefined) {
    if (arguments.length === 0) throw missing('url');
    this.#parts = parsed(text(input), base === undefined ? undefined : text(base));
  }

  static canParse(input, base = undefined) {
    if (arguments.length === 0) throw missing('url');
    return host.urlParse(text(input), base === undefined ? undefined : text(base)) !== undefined;
  }

  static parse(input, base = undefined) {
    return URL.canParse(input, base) ? new URL(input, base) : null;
  }

  #set(component, value) {
    const parts = host.urlSet(this.#parts.href, component, text(value));
    if (parts !== undefined) this.#parts = JSON.parse(parts);
    else if (component === 'href') parsed(text(value));
    if (component === 'search' || component === 'href') this.#refill?.(this.#parts.search.slice(1));
  }

  get href() {
    return this.#parts.href;
  }
  set href(value) {
    this.#set('href', value);
  }
  get origin() {
    return this.#parts.origin;
  }
  get protocol() {
    return this.#parts.protocol;
  }
  set protocol(value) {
    this.#set('protocol', value);
  }
  get username() {
    return this.#parts.username;
  }
  set username(value) {
    this.#set('username', value);
  }
  get password() {
    return this.#parts.password;
  }
  set password(value) {
    this.#set('password', value);
  }
  get host() {
    return this.#parts.host;
  }
  set host(value) {
    this.#set('host', value);
  }
  get hostname() {
    return this.#parts.hostname;
  }
  set hostname(value) {
    this.#set('hostname', value);
  }
  get port() {
    return this.#parts.port;
  }
  set port(value) {
    this.#set('port', value);
  }
  get pathname() {
    return this.#parts.pathname;
  }
  set pathname(value) {
    this.#set('pathname', value);
  }
  get search() {
    return this.#parts.search;
  }
  set search(value) {
    this.#set('search', value);
  }
  get searchParams() {
    if (this.#params === undefined) {
      this.#params = new URLSearchParams(this.#parts.search);
      this.#refill = follow(this.#params, (query) => {
        this.#parts = JSON.parse(host.urlSet(this.#parts.href, 'search', query));
      });
    }
    return this.#params;
  }
  get hash() {
    return this.#parts.hash;
  }
  set hash(value) {
    this.#set('hash', value);
  }

  toString() {
    return this.#parts.href;
  }

  toJSON() {
    return this.#parts.href;
  }

  [custom](depth, options, inspect) {
    if (typeof depth === 'number' && depth < 0) return this;
    const shown = {};
    for (const key of [
      'href',
      'origin',
      'protocol',
      'username',
      'password',
      'host',
      'hostname',
      'port',
      'pathname',
      'search',
      'searchParams',
      'hash',
    ]) {
      shown[key] = this[key];
    }
    return `${this.constructor.name} ${inspect(shown, options)}`;
  }
}

for (const Class of [URL, URLSearchParams]) {
  const { prototype } = Class;
  for (const key of Object.getOwnPropertyNames(prototype)) {
    if (key !== 'constructor') Object.defineProperty(prototype, key, { enumerable: true });
  }
  Object.defineProperty(prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
}
Object.defineProperty(URLSearchParams.prototype, Symbol.iterator, {
  value: URLSearchParams.prototype.entries,
  writable: true,
  configurable: true,
});

exports.URL = URL;
exports.URLSearchParams = URLSearchParams;
exports.pairsOf = pairsOf;
