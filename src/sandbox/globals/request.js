// `Request`.
'use strict';

const { AbortSignal, newSignal } = require('globals/abort');
const { Headers } = require('globals/headers');
const { URL } = require('globals/url');
const { extract, mixInto } = require('internal/body');

const custom = Symbol.for('nodejs.util.inspect.custom');

const UPPER = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT']);
const FORBIDDEN = new Set(['CONNECT', 'TRACE', 'TRACK']);
const MODES = {
  redirect: ['follow', 'manual', 'error'],
  credentials: ['omit', 'same-origin', 'include'],
  cache: ['default', 'no-store', 'reload', 'no-cache', 'force-cache', 'only-if-cached'],
  mode: ['cors', 'no-cors', 'same-origin', 'navigate'],
};

function methodOf(value) {
  const method = `${value}`;
  if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(method)) throw new TypeError(`'${method}' is not a valid HTTP method.`);
  const upper = method.toUpperCase();
  if (FORBIDDEN.has(upper)) throw new TypeError(`'${method}' HTTP method is unsupported.`);
  // `patch` stays as it is written, which servers refuse: it is so on Node, too.
  return UPPER.has(upper) ? upper : method;
}

function urlOf(input) {
  let url;
  try {
    url = new URL(`${input}`);
  } catch (cause) {
    throw new TypeError(`Failed to parse URL from ${input}`, { cause });
  }
  if (url.username !== '' || url.password !== '') {
    throw new TypeError(`Request cannot be constructed from a URL that includes credentials: ${input}`);
  }
  return url;
}

let stateOf;

class Request {
  #state;
  #url;
  #method = 'GET';
  #headers;
  #signal = newSignal();
  #modes = { redirect: 'follow', credentials: 'same-origin', cache: 'default', mode: 'cors' };
  #integrity = '';
  #keepalive = false;

  static {
    stateOf = (request) => request.#state;
  }

  constructor(input, init = {}) {
    if (arguments.length === 0) throw new TypeError('Request constructor: 1 argument required, but 0 found.');
    if (init !== undefined && init !== null && typeof init !== 'object' && typeof init !== 'function') {
      throw new TypeError(`Request constructor: Expected ${String(init)} to be one of: Null, Undefined, Object.`);
    }
    init ??= {};
    const other = typeof input === 'object' && input !== null && #state in input ? input : undefined;
    this.#url = other === undefined ? urlOf(input) : new URL(other.url);
    if (other !== undefined) {
      this.#method = other.#method;
      this.#signal = other.#signal;
      Object.assign(this.#modes, other.#modes);
    }
    for (const mode of Object.keys(MODES)) {
      if (init[mode] === undefined) continue;
      const value = `${init[mode]}`;
      if (!MODES[mode].includes(value)) {
        throw new TypeError(
          `Request constructor: ${value} is not an accepted type. Expected one of ${MODES[mode].join(', ')}.`,
        );
      }
      this.#modes[mode] = value;
    }
    if (init.method !== undefined) this.#method = methodOf(init.method);
    if (init.signal !== undefined && init.signal !== null) {
      if (!(init.signal instanceof AbortSignal)) {
        throw new TypeError("Failed to construct 'Request': member signal is not of type AbortSignal.");
      }
      this.#signal = AbortSignal.any([init.signal]);
    }
    this.#integrity = init.integrity === undefined ? '' : `${init.integrity}`;
    this.#keepalive = Boolean(init.keepalive);
    this.#headers = new Headers(init.headers ?? other?.headers);
    const hasBody = init.body !== undefined && init.body !== null;
    if (hasBody && (this.#method === 'GET' || this.#method === 'HEAD')) {
      throw new TypeError('Request with GET/HEAD method cannot have body.');
    }
    const { bytes, type } = extract(init.body);
    if (type !== null && !this.#headers.has('content-type')) this.#headers.append('content-type', type);
    this.#state = { bytes, used: false, stream: undefined };
    if (!hasBody && other !== undefined) this.#takeOver(other);
  }

  #takeOver(other) {
    const state = other.#state;
    if (state.bytes !== null && (state.used || state.stream?.locked)) {
      throw new TypeError('Cannot construct a Request with a Request object that has already been used.');
    }
    this.#state.bytes = state.bytes;
    if (state.bytes !== null) state.used = true;
  }

  get method() {
    return this.#method;
  }
  get url() {
    return this.#url.href;
  }
  get headers() {
    return this.#headers;
  }
  get signal() {
    return this.#signal;
  }
  get redirect() {
    return this.#modes.redirect;
  }
  get credentials() {
    return this.#modes.credentials;
  }
  get cache() {
    return this.#modes.cache;
  }
  get mode() {
    return this.#modes.mode;
  }
  get integrity() {
    return this.#integrity;
  }
  get keepalive() {
    return this.#keepalive;
  }
  get destination() {
    return '';
  }
  get referrer() {
    return 'about:client';
  }
  get referrerPolicy() {
    return '';
  }
  get isReloadNavigation() {
    return false;
  }
  get isHistoryNavigation() {
    return false;
  }
  get duplex() {
    return 'half';
  }

  clone() {
    const { bytes, used, stream } = this.#state;
    if (used || stream?.locked) throw new TypeError('unusable');
    const { method, headers, signal } = this;
    const copy = new Request(this.url, { method, headers, signal, ...this.#modes });
    copy.#state.bytes = bytes;
    return copy;
  }

  [custom](depth, options, inspect) {
    if (typeof depth === 'number' && depth < 0) return this;
    const shown = {};
    for (const key of [
      'method',
      'url',
      'headers',
      'destination',
      'referrer',
      'referrerPolicy',
      'mode',
      'credentials',
      'cache',
      'redirect',
      'integrity',
      'keepalive',
      'isReloadNavigation',
      'isHistoryNavigation',
      'signal',
    ]) {
      shown[key] = this[key];
    }
    return `Request ${inspect(shown, options)}`;
  }
}
mixInto(Request, (request) => stateOf(request));

exports.bytesOf = (request) => stateOf(request).bytes;
exports.markUsed = (request) => {
  if (stateOf(request).bytes !== null) stateOf(request).used = true;
};
exports.Request = Request;
