// One request of the module `request`: set up at once, sent a moment later, told by events and by its callback.
'use strict';

const { Stream } = require('stream');
const url = require('url');
const wire = require('internal/wire');
const Auth = require('request/auth');
const body = require('request/body');
const cookies = require('request/cookies');
const headers = require('request/headers');
const { readInto } = require('request/answer');
const { watch } = require('request/patience');
const Redirect = require('request/redirect');

const OF_AGENT = ['ca', 'cert', 'key', 'pfx', 'passphrase', 'ciphers', 'secureProtocol', 'secureOptions'];

class Request extends Stream {
  constructor(options) {
    super();
    const functions = Object.fromEntries(Object.entries(options).filter(([key]) => !(key in Request.prototype)));
    this.readable = true;
    this.writable = true;
    this.explicitMethod = Boolean(options.method);
    Object.assign(this, functions);
    this._from = wire.here();
    this._auth = new Auth(this);
    this._redirect = new Redirect(this);
    this.init(options);
  }

  #refuse(message) {
    this.emit('error', new Error(message));
  }

  init(options = {}) {
    this.headers = { ...this.headers };
    for (const [name, value] of Object.entries(this.headers)) if (value === undefined) delete this.headers[name];
    this.method ||= options.method || 'GET';
    this.dests ??= [];
    this.#listen();
    if (!this.#address(options)) return;
    this._redirect.onRequest(options);
    this.setHost = !this.hasHeader('host');
    if (this.setHost) this.setHeader('host', this.#hostHeader());
    this.jar(this._jar || options.jar);
    this.uri.port ||= this.uri.protocol === 'https:' ? 443 : 80;
    Object.assign(this, { port: this.uri.port, host: this.uri.hostname });
    if (options.form) this.form(options.form);
    if (options.formData) this.#formData(options.formData);
    if (options.qs) this.qs(options.qs);
    this.path = this.uri.path || this.uri.pathname + (this.uri.search || '') || '/';
    if (!this.#credentials(options)) return;
    if (this.gzip && !this.hasHeader('accept-encoding')) this.setHeader('accept-encoding', 'gzip, deflate');
    if (options.json) this.json(options.json);
    if (options.multipart) this.multipart(options.multipart);
    if (this.body && !isStream(this.body)) this.#measure();
    const modules = { 'http:': 'http', 'https:': 'https' };
    if (modules[this.uri.protocol] === undefined) {
      this.#refuse(`Invalid protocol: ${this.uri.protocol}`);
      return;
    }
    this.httpModule = require(modules[this.uri.protocol]);
    this.#agree(options);
    this.on('pipe', (source) => {
      this.src = source;
    });
    setImmediate(() => wire.backTo(this._from, () => this.#begin()));
  }

  // The callback hears of the first of error and completion, once.
  #listen() {
    if (this._callback !== undefined || !this.callback) return;
    this._callback = this.callback;
    let called = false;
    this.callback = (...args) => {
      if (called) return;
      called = true;
      wire.backTo(this._from, () => this._callback.apply(this, args));
    };
    this.on('error', (error) => this.callback(error));
    this.on('complete', (response, content) => this.callback(null, response, content));
  }

  #address(options) {
    if (!this.uri && this.url) {
      this.uri = this.url;
      delete this.url;
    }
    if (this.baseUrl && !this.#onBase()) return false;
    if (!this.uri) {
      this.#refuse('options.uri is a required argument');
      return false;
    }
    if (typeof this.uri === 'string') this.uri = url.parse(this.uri);
    else if (this.uri instanceof URL) this.uri = url.parse(this.uri.href);
    this.uri.href ||= url.format(this.uri);
    if (this.strictSSL === false) this.rejectUnauthorized = false;
    this.uri.pathname ||= '/';
    if (this.uri.host || (this.uri.hostname && this.uri.port)) return true;
    const crappy = Object.keys(options).length === 0 ? '. This can be caused by a crappy redirection.' : '';
    this.abort();
    this.#refuse(`Invalid URI "${url.format(this.uri)}"${crappy}`);
    return false;
  }

  #onBase() {
    const { baseUrl, uri } = this;
    const wrong =
      (typeof baseUrl !== 'string' && 'options.baseUrl must be a string') ||
      (typeof uri !== 'string' && 'options.uri must be a string when using options.baseUrl') ||
      ((uri.startsWith('//') || uri.includes('://')) && 'options.uri must be a path when using options.baseUrl');
    if (wrong) {
      this.#refuse(wrong);
      return false;
    }
    this.uri = uri === '' ? baseUrl : `${baseUrl.replace(/\/$/, '')}/${uri.replace(/^\//, '')}`;
    delete this.baseUrl;
    return true;
  }

  #hostHeader() {
    const { protocol, port, host, hostname } = this.uri;
    const usual = (port === '80' && protocol === 'http:') || (port === '443' && protocol === 'https:');
    return usual ? hostname : host;
  }

  #credentials(options) {
    for (const refused of ['aws', 'hawk', 'httpSignature', 'oauth']) {
      if (options[refused]) {
        this.#refuse(`options.${refused} is not available here; sign the request in the script`);
        return false;
      }
    }
    if (options.auth) {
      const { username, password, user = username, pass = password, sendImmediately, bearer } = options.auth;
      this.auth(user, pass, sendImmediately, bearer);
    }
    if (this.uri.auth && !this.hasHeader('authorization')) {
      const [user, ...pass] = this.uri.auth.split(':').map((part) => require('querystring').unescape(part));
      this.auth(user, pass.join(':'), true);
    }
    return true;
  }

  #agree(options) {
    if (options.ca) this.ca = options.ca;
    if (this.agent || this.pool === false) {
      this.agent ??= false;
      return;
    }
    const given = { ...options.agentOptions };
    for (const name of OF_AGENT) if (this[name]) given[name] = this[name];
    if (this.rejectUnauthorized !== undefined) given.rejectUnauthorized = this.rejectUnauthorized;
    if (options.forever) given.keepAlive = true;
    const own = options.agentClass || Object.keys(given).length > 0;
    this.agent = own ? new (options.agentClass ?? this.httpModule.Agent)(given) : this.httpModule.globalAgent;
  }

  #measure() {
    if (ArrayBuffer.isView(this.body) && !Buffer.isBuffer(this.body)) this.body = Buffer.from(this.body.buffer);
    if (this.hasHeader('content-length')) return;
    const sum = (parts) => parts.reduce((length, part) => length + part.length, 0);
    const { body: content } = this;
    const length =
      typeof content === 'string' ? Buffer.byteLength(content) : Array.isArray(content) ? sum(content) : content.length;
    if (length) this.setHeader('content-length', length);
    else this.#refuse('Argument error, options.body.');
  }

  #formData(given) {
    const form = this.form();
    for (const [name, values] of Object.entries(given)) {
      for (const value of [values].flat()) {
        const described = value !== null && typeof value === 'object' && 'value' in value && 'options' in value;
        if (described) form.append(name, value.value, value.options);
        else form.append(name, value);
      }
    }
  }

  // Sends what was set up, unless something is piped in.
  #begin() {
    if (this._aborted) return;
    if (this._form && !this.hasHeader('content-length')) {
      this.body = this._form.getBuffer();
      this.setHeader('content-type', this._form.getHeaders()['content-type']);
    }
    if (this.body && isStream(this.body)) {
      this.body.pipe(this);
      return;
    }
    if (this.body) {
      this.#measure();
      for (const part of Array.isArray(this.body) ? this.body : [this.body]) this.write(part);
      this.end();
    } else if (!this.src) {
      const asked = this._auth.hasAuth && !this._auth.sentAuth;
      if (!asked && this.method !== 'GET') this.setHeader('content-length', 0);
      this.end();
    }
  }

  start() {
    if (this._aborted) return;
    this._started = true;
    this.method ||= 'GET';
    this.href = this.uri.href;
    const { protocol, hostname, port } = this.uri;
    const options = { protocol, hostname, port, path: this.path, method: this.method, headers: this.headers };
    for (const name of ['agent', 'localAddress', 'family', 'lookup', 'rejectUnauthorized', ...OF_AGENT]) {
      if (this[name] !== undefined) options[name] = this[name];
    }
    try {
      this.req = this.httpModule.request(options);
    } catch (error) {
      this.emit('error', error);
      return;
    }
    const { req } = this;
    req.on('response', (response) => this.#answered(response));
    req.on('error', (error) => {
      if (this._aborted || this.req !== req) return;
      this.clearTimeout();
      this.emit('error', error);
    });
    req.on('drain', () => this.emit('drain'));
    req.on('socket', (socket) => {
      watch(this, socket);
      this.emit('socket', socket);
    });
    this.emit('request', req);
  }

  #answered(response) {
    if (this._aborted) {
      response.resume();
      return;
    }
    this.response = response;
    response.request = this;
    response.toJSON = responseToJSON;
    this.originalHost = this.getHeader('host');
    if (this.setHost) this.removeHeader('host');
    this.clearTimeout();
    response.caseless = headers.over(response.headers);
    if (!this._disableCookies) {
      const jar = this._jar?.setCookie ? this._jar : cookies.common;
      for (const cookie of [response.headers['set-cookie'] ?? []].flat()) jar.setCookie(cookie, this.uri.href);
    }
    if (this._redirect.onResponse(response)) return;
    readInto(this, response);
  }

  abort() {
    this._aborted = true;
    if (this.req) this.req.abort();
    else if (this.response) this.response.destroy();
    this.clearTimeout();
    this.emit('abort');
  }

  clearTimeout() {
    clearTimeout(this.timeoutTimer);
    this.timeoutTimer = null;
  }

  qs(given, clobber) {
    const own = clobber || !this.uri.query ? {} : require('querystring').parse(this.uri.query);
    const text = body.stringify({ ...own, ...given }, this);
    if (text === '') return this;
    this.uri = url.parse(`${this.uri.href.split('?')[0]}?${text}`);
    this.url = this.uri;
    this.path = this.uri.path;
    return this;
  }

  form(given) {
    if (given) {
      if (!/^application\/x-www-form-urlencoded\b/.test(this.getHeader('content-type'))) {
        this.setHeader('content-type', 'application/x-www-form-urlencoded');
      }
      this.body = typeof given === 'string' ? body.rfc3986(given) : body.stringify(given, this);
      return this;
    }
    this._form = new body.FormData();
    return this._form;
  }

  multipart(given) {
    const { type, bytes } = body.multipart(given, this.getHeader('content-type'));
    this.setHeader('content-type', type);
    this.body = bytes;
    return this;
  }

  json(given) {
    if (!this.hasHeader('accept')) this.setHeader('accept', 'application/json');
    if (typeof this.jsonReplacer === 'function') this._jsonReplacer = this.jsonReplacer;
    this._json = true;
    const isForm = /^application\/x-www-form-urlencoded\b/.test(this.getHeader('content-type'));
    if (typeof given === 'boolean') {
      if (this.body === undefined) return this;
      if (!isForm) this.body = body.json(this.body, this._jsonReplacer);
      else this.body = body.rfc3986(this.body);
    } else this.body = body.json(given, this._jsonReplacer);
    if (!isForm && !this.hasHeader('content-type')) this.setHeader('content-type', 'application/json');
    if (typeof this.jsonReviver === 'function') this._jsonReviver = this.jsonReviver;
    return this;
  }

  auth(user, pass, sendImmediately, bearer) {
    this._auth.onRequest(user, pass, sendImmediately, bearer);
    return this;
  }

  jar(given) {
    this._disableCookies = !given;
    if (!given) return this;
    const jar = given.getCookieString ? given : cookies.common;
    this._jar = given;
    const known = jar.getCookieString(this.uri.href);
    const own = this.originalCookieHeader ?? this.getHeader('cookie');
    if (known) this.setHeader('cookie', own ? `${own}; ${known}` : known);
    return this;
  }

  setHeader(name, value) {
    headers.set(this.headers, name, value);
  }

  getHeader(name) {
    return headers.get(this.headers, name);
  }

  hasHeader(name) {
    return headers.has(this.headers, name);
  }

  removeHeader(name) {
    return headers.remove(this.headers, name);
  }

  pipe(destination, options) {
    if (this.response && (this._destdata || this._ended)) {
      throw new Error('You cannot pipe after data has been emitted from the response.');
    }
    this.dests.push(destination);
    super.pipe(destination, options);
    return destination;
  }

  write(...args) {
    if (this._aborted) return undefined;
    if (!this._started) this.start();
    return this.req?.write(...args);
  }

  end(chunk) {
    if (this._aborted) return;
    if (chunk) this.write(chunk);
    if (!this._started) this.start();
    this.req?.end();
  }

  pause() {
    if (this.responseContent) this.responseContent.pause();
    else this._paused = true;
  }

  resume() {
    if (this.responseContent) this.responseContent.resume();
    else this._paused = false;
  }

  destroy() {
    this.clearTimeout();
    if (!this._ended) this.end();
    else this.response?.destroy();
  }

  toJSON() {
    return { uri: this.uri, method: this.method, headers: this.headers };
  }
}

const isStream = (value) => typeof value === 'object' && value !== null && typeof value.pipe === 'function';

function responseToJSON() {
  const { uri, method, headers: sent } = this.request;
  return { statusCode: this.statusCode, body: this.body, headers: this.headers, request: { uri, method, headers: sent } };
}

module.exports = Request;
