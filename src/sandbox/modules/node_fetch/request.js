// `Request` of the module `node-fetch`, and what it becomes on the way to `http`.
'use strict';

const { Stream } = require('stream');
const { format, parse } = require('url');
const { Body, lengthOf, typeOf } = require('node_fetch/body');
const Headers = require('node_fetch/headers');

// An address with a scheme is read as browsers read it, any other as it stands.
const parsed = (text) => parse(/^[a-zA-Z][a-zA-Z\d+\-.]*:/.exec(text) ? new URL(text).toString() : text);

class Request extends Body {
  #asked;

  constructor(input, init = {}) {
    const given = init ?? {};
    const isRequest = input instanceof Request;
    const url = isRequest ? parsed(input.url) : parsed(input?.href ? input.href : `${input}`);
    const method = (given.method || input?.method || 'GET').toUpperCase();
    const body = given.body ?? (isRequest && input.body !== null ? input._cloned() : null);
    if (body !== null && (method === 'GET' || method === 'HEAD')) {
      throw new TypeError('Request with GET/HEAD method cannot have body');
    }
    super(body, { timeout: given.timeout || input?.timeout || 0, size: given.size || input?.size || 0 });
    const headers = new Headers(given.headers || input?.headers || {});
    const type = typeOf(body);
    if (type && !headers.has('Content-Type')) headers.append('Content-Type', type);
    const signal = 'signal' in given ? given.signal : isRequest ? input.signal : null;
    if (signal && typeof signal.addEventListener !== 'function') {
      throw new TypeError('Expected signal to be an instanceof AbortSignal');
    }
    const redirect = given.redirect || input?.redirect || 'follow';
    this.#asked = { method, redirect, headers, parsedURL: url, signal };
    this.follow = given.follow ?? input?.follow ?? 20;
    this.compress = given.compress ?? input?.compress ?? true;
    this.counter = given.counter || input?.counter || 0;
    this.agent = given.agent || input?.agent;
  }

  get method() {
    return this.#asked.method;
  }

  get url() {
    return format(this.#asked.parsedURL);
  }

  get headers() {
    return this.#asked.headers;
  }

  get redirect() {
    return this.#asked.redirect;
  }

  get signal() {
    return this.#asked.signal;
  }

  clone() {
    return new Request(this);
  }
}

Object.defineProperty(Request.prototype, Symbol.toStringTag, { value: 'Request', configurable: true });
for (const name of ['method', 'url', 'headers', 'redirect', 'clone', 'signal']) {
  Object.defineProperty(Request.prototype, name, { enumerable: true });
}

// The options of `http.request`.
function optionsOf(request) {
  const url = parse(request.url);
  const headers = new Headers(request.headers);
  if (!headers.has('Accept')) headers.set('Accept', '*/*');
  if (!url.protocol || !url.hostname) throw new TypeError('Only absolute URLs are supported');
  if (!/^https?:$/.test(url.protocol)) throw new TypeError('Only HTTP(S) protocols are supported');
  if (request.signal && request.body instanceof Stream.Readable && !('destroy' in Stream.Readable.prototype)) {
    throw new Error('Cancellation of streamed requests with AbortSignal is not supported in node < 8');
  }
  const length = lengthOf(request);
  const empty = request.body === null && /^(POST|PUT)$/i.test(request.method);
  if (empty) headers.set('Content-Length', '0');
  else if (request.body !== null && typeof length === 'number') headers.set('Content-Length', String(length));
  if (!headers.has('User-Agent')) headers.set('User-Agent', 'node-fetch/1.0 (+https://github.com/bitinn/node-fetch)');
  if (request.compress && !headers.has('Accept-Encoding')) headers.set('Accept-Encoding', 'gzip,deflate');
  const agent = typeof request.agent === 'function' ? request.agent(url) : request.agent;
  const written = { ...headers.raw() };
  const host = Object.keys(written).find((name) => name.toLowerCase() === 'host');
  if (host !== undefined) [written[host]] = written[host];
  return { ...url, method: request.method, headers: written, agent };
}

Object.assign(exports, { Request, optionsOf });
