// `Response`.
'use strict';

const { Headers } = require('globals/headers');
const { extract, mixInto } = require('internal/body');

const custom = Symbol.for('nodejs.util.inspect.custom');

const BODILESS = new Set([101, 204, 205, 304]);
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

let stateOf;
let answered;

class Response {
  #state;
  #headers;
  #status = 200;
  #statusText = '';
  #type = 'default';
  #url = '';
  #redirected = false;

  static {
    stateOf = (response) => response.#state;
    // What the network answered.
    answered = ({ status, statusText, headers, bytes, url, redirected }) => {
      const response = new Response(null);
      response.#status = status;
      response.#statusText = statusText;
      for (const [name, value] of headers) response.#headers.append(name, value);
      response.#state.bytes = BODILESS.has(status) ? null : bytes;
      response.#url = url;
      response.#redirected = redirected;
      response.#type = 'basic';
      return response;
    };
  }

  constructor(body = null, init = {}) {
    if (init !== undefined && init !== null && typeof init !== 'object') {
      throw new TypeError(`Response constructor: Expected ${init} to be one of: Null, Undefined, Object.`);
    }
    const status = init?.status === undefined ? 200 : Number(init.status);
    if (!(status >= 200 && status <= 599)) {
      throw new RangeError('init["status"] must be in the range of 200 to 599, inclusive.');
    }
    const statusText = init?.statusText === undefined ? '' : `${init.statusText}`;
    if (/[^\t\u0020-\u007e\u0080-\u00ff]/.test(statusText)) throw new TypeError('Invalid statusText');
    this.#status = Math.trunc(status);
    this.#statusText = statusText;
    this.#headers = new Headers(init?.headers ?? undefined);
    const { bytes, type } = extract(body);
    if (bytes !== null && BODILESS.has(this.#status)) {
      throw new TypeError(`Response constructor: Invalid response status code ${this.#status}`);
    }
    this.#state = { bytes, used: false, stream: undefined };
    if (type !== null && !this.#headers.has('content-type')) this.#headers.append('content-type', type);
  }

  static error() {
    const response = new Response();
    response.#status = 0;
    response.#type = 'error';
    return response;
  }

  static json(data, init = {}) {
    if (arguments.length === 0) throw new TypeError('Response.json: 1 argument required, but 0 found.');
    const text = JSON.stringify(data);
    if (text === undefined) throw new TypeError('Value is not JSON serializable');
    const response = new Response(text, init);
    if (new Headers(init?.headers).has('content-type') === false)
      response.#headers.set('content-type', 'application/json');
    return response;
  }

  static redirect(url, status = 302) {
    const { URL } = require('globals/url');
    let target;
    try {
      target = new URL(`${url}`);
    } catch (cause) {
      throw new TypeError(`Failed to parse URL from ${url}`, { cause });
    }
    if (!REDIRECTS.has(status)) throw new RangeError(`Invalid status code ${status}`);
    const response = new Response(null);
    response.#status = status;
    response.#headers.append('location', target.href);
    return response;
  }

  get type() {
    return this.#type;
  }
  get url() {
    return this.#url;
  }
  get redirected() {
    return this.#redirected;
  }
  get status() {
    return this.#status;
  }
  get ok() {
    return this.#status >= 200 && this.#status <= 299;
  }
  get statusText() {
    return this.#statusText;
  }
  get headers() {
    return this.#headers;
  }

  clone() {
    const { used, stream, bytes } = this.#state;
    if (used || stream?.locked) throw new TypeError('Response.clone: Body has already been consumed.');
    const copy = new Response(null);
    copy.#status = this.#status;
    copy.#statusText = this.#statusText;
    copy.#type = this.#type;
    copy.#url = this.#url;
    copy.#redirected = this.#redirected;
    copy.#headers = new Headers(this.#headers);
    copy.#state.bytes = bytes;
    return copy;
  }

  [custom](depth, options, inspect) {
    if (typeof depth === 'number' && depth < 0) return this;
    const { status, statusText, headers, body, bodyUsed, ok, redirected, type, url } = this;
    return `Response ${inspect({ status, statusText, headers, body, bodyUsed, ok, redirected, type, url }, options)}`;
  }
}
mixInto(Response, (response) => stateOf(response));

exports.answered = answered;
exports.REDIRECTS = REDIRECTS;
exports.Response = Response;
