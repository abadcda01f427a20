// `ClientRequest`: collects a request and sends it as one exchange with the store.
'use strict';

const { Buffer } = require('globals/buffer');
const { accessOf, tlsOf } = require('internal/access');
const { networkError } = require('internal/network_error');
const { coded, invalidArgType, nativeError } = require('internal/node_errors');
const tasks = require('internal/tasks');
const wire = require('internal/wire');
const { globalAgent } = require('http/agent');
const { IncomingMessage } = require('http/incoming');
const { lineFor } = require('http/line');
const { agentOf, checkPath, read } = require('http/options');
const { OutgoingMessage, bodyOf, headersOf } = require('http/outgoing');
const { checkHost, invalidToken, isToken, validateHeaderName, validateHeaderValue } = require('http/words');
const streamErrors = require('stream/errors');

// These carry no body unless one is written.
const BODILESS = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT']);
const NO_ANSWER_BODY = new Set([204, 304]);

const hungUp = () => nativeError(Error, 'ECONNRESET', 'socket hang up');

function ClientRequest(input, options, callback) {
  if (!(this instanceof ClientRequest)) return new ClientRequest(input, options, callback);
  OutgoingMessage.call(this);
  const asked = read(input, options, callback);
  options = asked.options;
  this.from = wire.here();
  Object.defineProperty(this, 'from', { enumerable: false });
  this.agent = agentOf(options, globalAgent);
  const protocol = options.protocol || this.agent?.protocol || globalAgent.protocol;
  const expected = this.agent?.protocol || globalAgent.protocol;
  if (options.path) checkPath(options.path);
  if (protocol !== expected) {
    throw coded(
      TypeError,
      'ERR_INVALID_PROTOCOL',
      `Protocol "${protocol}" not supported. Expected "${expected}"`,
    );
  }
  const defaultPort = options.defaultPort || this.agent?.defaultPort;
  const port = options.port || defaultPort || 80;
  const name = checkHost(options.hostname, 'hostname') || checkHost(options.host, 'host') || 'localhost';
  checkPort(port);
  if (options.timeout !== undefined) this.timeout = wholeMs(options.timeout);
  const { method } = options;
  if (method !== null && method !== undefined && typeof method !== 'string') {
    throw invalidArgType('options.method', 'string', method);
  }
  if (method && !isToken(method)) throw invalidToken('Method', method);
  this.method = method ? method.toUpperCase() : 'GET';
  this.maxHeaderSize = options.maxHeaderSize;
  this.insecureHTTPParser = options.insecureHTTPParser;
  this.joinDuplicateHeaders = options.joinDuplicateHeaders;
  this.path = options.path || '/';
  if (typeof asked.callback === 'function') this.once('response', asked.callback);
  this.useChunkedEncodingByDefault = !BODILESS.has(this.method);
  this._ended = false;
  this.res = null;
  this.aborted = false;
  this.timeoutCb = null;
  this.parser = null;
  this.maxHeadersCount = null;
  this.reusedSocket = false;
  this.host = name;
  this.protocol = protocol;
  this.shouldKeepAlive = Boolean(this.agent?.keepAlive) || (this.agent?.maxSockets ?? Infinity) !== Infinity;
  if (this.agent && !this.agent.keepAlive && this.agent.maxSockets === Infinity) this._last = true;

  if (Array.isArray(options.headers)) {
    for (let i = 0; i + 1 < options.headers.length; i += 2) {
      validateHeaderName(options.headers[i]);
      validateHeaderValue(options.headers[i], options.headers[i + 1]);
    }
    this._storeHeader(this._firstLine(), options.headers);
  } else {
    for (const [header, value] of Object.entries(options.headers ?? {})) this.setHeader(header, value);
    if (name && !this.getHeader('host') && options.setHost !== false) {
      const bracketed = name.includes(':') && !name.startsWith('[') ? `[${name}]` : name;
      this.setHeader('Host', Number(port) === Number(defaultPort) ? bracketed : `${bracketed}:${port}`);
    }
    if (options.auth && !this.getHeader('Authorization')) {
      this.setHeader('Authorization', `Basic ${Buffer.from(options.auth).toString('base64')}`);
    }
    if (this.getHeader('expect')) {
      this._storeHeader(this._firstLine(), headersOf(this));
      // The body is kept until it is whole, so nothing speaks against going on.
      tasks.later(() => this.emit('continue'));
    }
  }
  Object.defineProperty(this, 'exchange', {
    value: { options: { ...options, host: name, port }, line: undefined, id: undefined, failure: undefined },
    enumerable: false,
  });
  if (options.signal) require('stream/abort').addAbortSignal(options.signal, asStream(this));
  if (this.agent) this.agent.addRequest(this, this.exchange.options);
  else this.reach(this.exchange.options);
  return undefined;
}
Object.setPrototypeOf(ClientRequest.prototype, OutgoingMessage.prototype);
Object.setPrototypeOf(ClientRequest, OutgoingMessage);

// A request is no stream of the new kind; the signal needs no more of one than this.
const asStream = (request) =>
  new Proxy(request, {
    get(target, key) {
      if (key === '_writableState') return { autoDestroy: false };
      const value = target[key];
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });

function checkPort(port) {
  const number = Number(port);
  if (Number.isInteger(number) && number >= 0 && number < 65536 && String(port).trim() !== '') return;
  throw coded(
    RangeError,
    'ERR_SOCKET_BAD_PORT',
    `Port should be >= 0 and < 65536.${require('internal/node_errors').received(port)}.`,
  );
}

function wholeMs(ms) {
  if (typeof ms !== 'number') throw invalidArgType('timeout', 'number', ms);
  if (!(ms >= 0 && Number.isFinite(ms))) {
    throw require('internal/node_errors').outOfRange('timeout', 'a non-negative finite number', ms);
  }
  return ms;
}

const isSecure = (request) => request.protocol === 'https:';

function addressOf(request) {
  const { host: name, port } = request.exchange.options;
  const bracketed = name.includes(':') && !name.startsWith('[') ? `[${name}]` : name;
  const isUsual = Number(port) === (isSecure(request) ? 443 : 80);
  const path = request.path.startsWith('/') ? request.path : `/${request.path}`;
  return `${request.protocol}//${bracketed}${isUsual ? '' : `:${port}`}${path}`;
}

// The TLS options of a request: its own before its agent's.
function tlsOfRequest(request) {
  if (!isSecure(request)) return undefined;
  const { options } = request.exchange;
  const given = { ...request.agent?.options, ...options };
  const { process } = require('globals/process');
  if (given.rejectUnauthorized === undefined && process.env.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
    given.rejectUnauthorized = false;
  }
  const tls = tlsOf({ ...given, ...given.secureContext?.context });
  return { ...tls, checkName: !require('tls/certificate').isCustomCheck(given) };
}

const cellOf = (bytes) => {
  if (bytes.length === 0) return null;
  return host.isUtf8(bytes) ? host.utf8(bytes) : { $bytes: host.base64(bytes) };
};

function send(request) {
  const { exchange } = request;
  const { timeout } = request.socket;
  const limit = request.timeout || (timeout === request.agent?.options.timeout ? undefined : timeout);
  const message = {
    kind: 'http',
    method: request.method,
    url: addressOf(request),
    headers: request.headLines,
    body: cellOf(bodyOf(request)),
    access: accessOf({ tls: tlsOfRequest(request), timeoutMs: limit }),
  };
  const driver = isSecure(request) ? 'https' : 'http';
  exchange.id = wire.send(driver, message, (reply) => arrived(request, reply), request.from);
  // The answer may take its time; that somebody is there shows at once.
  if (host.reached()) tasks.later(() => handOver(request), 0, request.from.stack);
}

// The connection is there and all is written: what is still to be added, is added now.
function go(request) {
  request.emit('prefinish');
  if (!request.destroyed) send(request);
}

function arrived(request, reply) {
  const { exchange } = request;
  exchange.id = undefined;
  const line = request.socket;
  if (request.destroyed || line.destroyed) return;
  // It took longer than the script meant to wait: who asked for the limit has been told by the timer.
  if (reply.kind === 'error' && reply.details?.timeout === true) return;
  if (reply.kind !== 'http') {
    line.destroy(errorOf(request, reply));
    return;
  }
  line.active();
  handOver(request);
  respond(request, reply);
}

function errorOf(request, reply) {
  const { host: name, port } = request.exchange.options;
  const error = networkError(reply, { host: name, port: Number(port) });
  if (error !== undefined) return error;
  const plain = nativeError(Error, reply.code, reply.message || reply.code);
  if (reply.code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    plain.reason = reply.message.replace(/^.*altnames: /, '');
    plain.host = name;
  }
  return plain;
}

// The connection is there, and all of the request is on its way.
function handOver(request) {
  if (request.handedOver || request.destroyed) return;
  const line = request.socket;
  line.connecting = false;
  if (isSecure(request)) line.authorized = true;
  line.emit('connect');
  line.emit('ready');
  if (isSecure(request)) line.emit('secureConnect');
  Object.defineProperty(request, 'handedOver', { value: true, enumerable: false, configurable: true });
  request._headerSent = true;
  request.emit('finish');
}

function respond(request, reply) {
  const line = request.socket;
  const answer = new IncomingMessage(line);
  answer.httpVersionMajor = 1;
  answer.httpVersionMinor = 1;
  answer.httpVersion = '1.1';
  answer.statusCode = reply.status;
  answer.statusMessage = reply.reason;
  answer.rawHeaders = reply.headers.flat();
  answer.upgrade = false;
  answer.req = request;
  request.res = answer;
  const bytes = bytesOfReply(request, reply);
  const announced = Number(answer.headers['content-length']);
  const isCut = request.method !== 'HEAD' && bytes !== undefined && announced > bytes.length;
  request.shouldKeepAlive &&= keepsAlive(reply, answer.headers);
  answer.on('end', () => over(request));
  if (request.aborted || !request.emit('response', answer)) answer._dump();
  line.bytesRead += bytes?.length ?? 0;
  if (bytes?.length > 0 && !answer.destroyed) answer.push(bytes);
  if (isCut) {
    // The connection went away in the middle of the body.
    line.destroy();
    return;
  }
  if (answer.destroyed) return;
  answer.complete = true;
  answer.push(null);
}

// Whether the server leaves the connection open: it said so, and the answer ends without its end.
function keepsAlive(reply, headers) {
  if (/\bclose\b/i.test(headers.connection ?? '')) return false;
  if (NO_ANSWER_BODY.has(reply.status)) return true;
  return headers['content-length'] !== undefined || /chunked/i.test(headers['transfer-encoding'] ?? '');
}

function bytesOfReply(request, reply) {
  if (request.method === 'HEAD' || NO_ANSWER_BODY.has(reply.status)) return undefined;
  const body = wire.decode(reply.body, wire.buffer);
  return typeof body === 'string' ? Buffer.from(body) : (body ?? undefined);
}

function over(request) {
  if (request._ended) return;
  request._ended = true;
  const line = request.socket;
  line.setTimeout(0);
  if (request.shouldKeepAlive) tasks.nextTick(() => close(request));
  else line.destroySoon();
}

function close(request) {
  if (request._closed) return;
  request._closed = true;
  request.destroyed = true;
  request.emit('close');
}

const methods = {
  _firstLine() {
    return `${this.method} ${this.path} HTTP/1.1\r\n`;
  },
  _implicitHeader() {
    if (this._header) throw coded(Error, 'ERR_HTTP_HEADERS_SENT', 'Cannot render headers after they are sent to the client');
    this._storeHeader(this._firstLine(), headersOf(this));
  },
  _finish() {
    if (this.socket && !this.destroyed) go(this);
  },
  // Called by the agent: the request may go.
  reach() {
    const line = lineFor(isSecure(this));
    line.on('error', (error) => this.failed(error));
    line.on('close', () => this.closed_());
    line.on('timeout', () => this.emit('timeout'));
    tasks.nextTick(() => {
      if (this.destroyed) {
        const error = this.exchange.failure ?? (this.aborted ? undefined : hungUp());
        if (error) this.emit('error', error);
        close(this);
        return;
      }
      this.socket = line;
      line._httpMessage = this;
      line.setTimeout(this.timeout ?? this.agent?.options.timeout ?? 0);
      this.emit('socket', line);
      if (this.finished && !this.destroyed) go(this);
    });
  },
  onSocket(socket, error) {
    if (error) {
      tasks.nextTick(() => {
        this.emit('error', error);
        close(this);
      });
      return;
    }
    socket?.destroy?.();
    tasks.nextTick(() => {
      this.emit(
        'error',
        streamErrors.notSupported('HTTP over a connection of an agent of its own (a proxy, a socket file)'),
      );
      close(this);
    });
  },
  failed(error) {
    const { exchange } = this;
    if (exchange.told) return;
    exchange.told = true;
    if (!this.res) this.emit('error', error);
  },
  closed_() {
    const { exchange } = this;
    this.destroyed = true;
    if (exchange.id !== undefined) tasks.drop(exchange.id);
    if (this.res) {
      if (!this.res.complete) this.res.destroy(nativeError(Error, 'ECONNRESET', 'aborted'));
    } else if (!exchange.told) {
      exchange.told = true;
      this.emit('error', hungUp());
    }
    close(this);
  },
  abort() {
    if (this.aborted) return;
    this.aborted = true;
    tasks.nextTick(() => this.emit('abort'));
    this.destroy();
  },
  destroy(error) {
    if (this.destroyed) return this;
    this.destroyed = true;
    this.exchange.failure = error;
    if (this.exchange.id !== undefined) tasks.drop(this.exchange.id);
    this.res?._dump();
    if (this.socket) this.socket.destroy(error ?? undefined);
    return this;
  },
  setTimeout(ms, callback) {
    if (this._ended) return this;
    this.timeout = wholeMs(ms);
    if (callback) this.once('timeout', callback);
    if (this.socket) this.socket.setTimeout(this.timeout);
    return this;
  },
  clearTimeout(callback) {
    this.setTimeout(0, callback);
  },
  setNoDelay() {},
  setSocketKeepAlive() {},
};
for (const key of Object.keys(methods)) {
  Object.defineProperty(ClientRequest.prototype, key, {
    value: methods[key],
    writable: true,
    enumerable: false,
    configurable: true,
  });
}

exports.ClientRequest = ClientRequest;
