// `Response` of the module `node-fetch`.
'use strict';

const { STATUS_CODES } = require('http');
const { Body, typeOf } = require('node_fetch/body');
const Headers = require('node_fetch/headers');

class Response extends Body {
  #answer;

  constructor(body = null, options = {}) {
    super(body, options);
    const { url, status = 200, statusText, counter } = options;
    const headers = new Headers(options.headers);
    const type = typeOf(body);
    if (type && !headers.has('Content-Type')) headers.append('Content-Type', type);
    this.#answer = { url, status: status || 200, statusText: statusText || STATUS_CODES[status || 200], headers, counter };
  }

  get url() {
    return this.#answer.url || '';
  }

  get status() {
    return this.#answer.status;
  }

  get ok() {
    return this.status >= 200 && this.status < 300;
  }

  get redirected() {
    return this.#answer.counter > 0;
  }

  get statusText() {
    return this.#answer.statusText;
  }

  get headers() {
    return this.#answer.headers;
  }

  clone() {
    const { url, status, statusText, headers, ok, redirected } = this;
    return new Response(this._cloned(), { url, status, statusText, headers, ok, redirected });
  }
}

Object.defineProperty(Response.prototype, Symbol.toStringTag, { value: 'Response', configurable: true });
for (const name of ['url', 'status', 'ok', 'redirected', 'statusText', 'headers', 'clone']) {
  Object.defineProperty(Response.prototype, name, { enumerable: true });
}

module.exports = Response;
