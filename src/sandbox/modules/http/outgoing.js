// `OutgoingMessage`: headers and a body on their way out. The body is kept until it is whole.
'use strict';

const { Buffer } = require('globals/buffer');
const tasks = require('internal/tasks');
const { coded, invalidArgType } = require('internal/node_errors');
const { isToken, validateHeaderName, validateHeaderValue } = require('http/words');
const Stream = require('stream/legacy');
const streamErrors = require('stream/errors');
const { getDefaultHighWaterMark } = require('stream/state');

const HEADERS = Symbol('kOutHeaders');
const CHUNKS = Symbol('chunks');

// A script that writes without end must not fill the memory.
const MOST_BYTES = 64 << 20;

const sent = (what) => coded(Error, 'ERR_HTTP_HEADERS_SENT', `Cannot ${what} headers after they are sent to the client`);

function OutgoingMessage(options) {
  Stream.call(this, options);
  this.outputData = [];
  this.outputSize = 0;
  this.writable = true;
  this.destroyed = false;
  this._last = false;
  this.chunkedEncoding = false;
  this.shouldKeepAlive = true;
  this.maxRequestsOnConnectionReached = false;
  this._defaultKeepAlive = true;
  this.useChunkedEncodingByDefault = true;
  this.sendDate = false;
  this._removedConnection = false;
  this._removedContLen = false;
  this._removedTE = false;
  this.strictContentLength = false;
  this._contentLength = null;
  this._hasBody = true;
  this._trailer = '';
  this.finished = false;
  this._headerSent = false;
  this._closed = false;
  this.socket = null;
  this._header = null;
  this._keepAliveTimeout = 0;
  this[HEADERS] = null;
  this[CHUNKS] = [];
  this.length = 0;
  Object.defineProperty(this, 'length', { enumerable: false });
}
Object.setPrototypeOf(OutgoingMessage.prototype, Stream.prototype);
Object.setPrototypeOf(OutgoingMessage, Stream);

const SPECIAL = new Set(['connection', 'content-length', 'transfer-encoding', 'expect', 'trailer', 'keep-alive', 'date']);

// The lines of the head, `[name, value]`, with what Node adds by itself.
function linesOf(message, given) {
  const lines = [];
  const has = {};
  const add = (name, value) => {
    const key = name.toLowerCase();
    if (SPECIAL.has(key)) has[key] = String(value);
    lines.push([name, String(value)]);
  };
  for (const [name, value] of given) {
    if (Array.isArray(value) && name.toLowerCase() === 'cookie') add(name, value.join('; '));
    else if (Array.isArray(value)) for (const each of value) add(name, each);
    else add(name, value);
  }
  if (has.connection !== undefined && /(?:^|\W)close(?:$|\W)/i.test(has.connection)) message._last = true;
  if (message._removedConnection) {
    message._last = !message.shouldKeepAlive;
  } else if (has.connection === undefined) {
    const keeps =
      message.shouldKeepAlive &&
      (has['content-length'] !== undefined || message.useChunkedEncodingByDefault || message.agent);
    if (!keeps) message._last = true;
    lines.push(['Connection', keeps ? 'keep-alive' : 'close']);
  }
  if (has['content-length'] === undefined && has['transfer-encoding'] === undefined) {
    if (!message._hasBody) {
      message.chunkedEncoding = false;
    } else if (!message.useChunkedEncodingByDefault) {
      message._last = true;
    } else if (has.trailer === undefined && !message._removedContLen && typeof message._contentLength === 'number') {
      lines.push(['Content-Length', String(message._contentLength)]);
    } else if (!message._removedTE) {
      lines.push(['Transfer-Encoding', 'chunked']);
      message.chunkedEncoding = true;
    } else {
      message._last = true;
    }
  } else if (/chunk/i.test(has['transfer-encoding'] ?? '')) {
    message.chunkedEncoding = true;
  }
  return lines;
}

function bytesOf(chunk, encoding) {
  if (chunk === null) throw streamErrors.nullValues();
  if (typeof chunk === 'string') return Buffer.from(chunk, encoding ?? 'utf8');
  if (chunk instanceof Uint8Array) return Buffer.from(chunk);
  throw invalidArgType('chunk', ['string', 'Buffer', 'Uint8Array'], chunk);
}

// Takes one chunk of the body; false asks the writer to wait.
function take(message, chunk, encoding, callback) {
  let error;
  if (message.finished) error = streamErrors.writeAfterEnd();
  else if (message.destroyed) error = streamErrors.destroyed('write');
  const bytes = bytesOf(chunk, encoding);
  if (error !== undefined) {
    tasks.nextTick(() => {
      if (!message.destroyed || message.finished) message.emit('error', error);
      callback?.(error);
    });
    return true;
  }
  if (!message._header) message._implicitHeader();
  if (!message._hasBody) {
    if (callback) tasks.nextTick(callback);
    return true;
  }
  if (message.length + bytes.length > MOST_BYTES) {
    throw new RangeError(`a request of more than ${MOST_BYTES} bytes is not sent from this sandbox`);
  }
  message[CHUNKS].push(bytes);
  message.length += bytes.length;
  // What is kept is as good as written.
  if (callback) tasks.nextTick(callback);
  const ready = message.length < message.writableHighWaterMark;
  if (!ready && bytes.length > 0) {
    tasks.nextTick(() => {
      if (!message.finished && !message.destroyed) message.emit('drain');
    });
  }
  return ready;
}

const headersOf = (message) => (message[HEADERS] ??= new Map());

const methods = {
  setHeader(name, value) {
    if (this._header) throw sent('set');
    validateHeaderName(name);
    validateHeaderValue(name, value);
    headersOf(this).set(name.toLowerCase(), [name, value]);
    return this;
  },
  setHeaders(headers) {
    if (this._header) throw sent('set');
    if (!headers || Array.isArray(headers) || typeof headers.keys !== 'function' || typeof headers.get !== 'function') {
      throw invalidArgType('headers', ['Headers', 'Map'], headers);
    }
    for (const [name, value] of headers) this.setHeader(name, value);
    return this;
  },
  appendHeader(name, value) {
    if (this._header) throw sent('append');
    validateHeaderName(name);
    validateHeaderValue(name, value);
    const known = headersOf(this).get(name.toLowerCase());
    if (known === undefined) this.setHeader(name, value);
    else known[1] = [known[1], value].flat();
    return this;
  },
  getHeader(name) {
    if (typeof name !== 'string') throw invalidArgType('name', 'string', name);
    return this[HEADERS]?.get(name.toLowerCase())?.[1];
  },
  getHeaderNames() {
    return [...(this[HEADERS]?.keys() ?? [])];
  },
  getRawHeaderNames() {
    return [...(this[HEADERS]?.values() ?? [])].map(([name]) => name);
  },
  getHeaders() {
    const headers = Object.create(null);
    for (const [key, [, value]] of this[HEADERS] ?? []) headers[key] = value;
    return headers;
  },
  hasHeader(name) {
    if (typeof name !== 'string') throw invalidArgType('name', 'string', name);
    return Boolean(this[HEADERS]?.has(name.toLowerCase()));
  },
  removeHeader(name) {
    if (typeof name !== 'string') throw invalidArgType('name', 'string', name);
    if (this._header) throw sent('remove');
    const key = name.toLowerCase();
    if (key === 'connection') this._removedConnection = true;
    else if (key === 'content-length') this._removedContLen = true;
    else if (key === 'transfer-encoding') this._removedTE = true;
    this[HEADERS]?.delete(key);
  },
  _storeHeader(firstLine, headers) {
    let given = [];
    if (headers instanceof Map) {
      given = [...headers.values()];
    } else if (Array.isArray(headers) && Array.isArray(headers[0])) {
      given = headers;
    } else if (Array.isArray(headers)) {
      for (let i = 0; i + 1 < headers.length; i += 2) given.push([headers[i], headers[i + 1]]);
    } else if (headers) {
      given = Object.entries(headers);
    }
    for (const [name, value] of given) {
      validateHeaderName(name);
      for (const each of [value].flat()) validateHeaderValue(name, each);
    }
    const lines = linesOf(this, given);
    Object.defineProperty(this, 'headLines', { value: lines, configurable: true, writable: true, enumerable: false });
    this._header = `${firstLine}${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
    this._headerSent = false;
  },
  _implicitHeader() {
    throw streamErrors.notImplemented('_implicitHeader()');
  },
  _send() {
    this._headerSent = true;
    return true;
  },
  flushHeaders() {
    if (!this._header) this._implicitHeader();
    this._send('');
  },
  write(chunk, encoding, callback) {
    if (typeof encoding === 'function') [encoding, callback] = [undefined, encoding];
    return take(this, chunk, encoding, callback);
  },
  addTrailers(headers) {
    const pairs = Array.isArray(headers) ? headers : Object.entries(headers);
    for (const [name, value] of pairs) {
      if (!isToken(name)) validateHeaderName(name, 'Trailer name');
      validateHeaderValue(name, value);
      this._trailer += `${name}: ${value}\r\n`;
    }
  },
  end(chunk, encoding, callback) {
    if (typeof chunk === 'function') [chunk, encoding, callback] = [null, null, chunk];
    else if (typeof encoding === 'function') [encoding, callback] = [null, encoding];
    if (this.finished) {
      if (typeof callback === 'function') {
        if (this.writableFinished) callback(streamErrors.alreadyFinished('end'));
        else this.once('finish', callback);
      }
      return this;
    }
    if (chunk !== null && chunk !== undefined) {
      const bytes = bytesOf(chunk, encoding ?? undefined);
      if (!this._header) this._contentLength = bytes.length;
      take(this, bytes, null);
    } else if (!this._header) {
      this._contentLength = 0;
      this._implicitHeader();
    }
    if (typeof callback === 'function') this.once('finish', callback);
    this.finished = true;
    this._finish();
    return this;
  },
  _finish() {
    this.emit('prefinish');
  },
  pipe() {
    this.emit('error', streamErrors.cannotPipe());
  },
  cork() {},
  uncork() {},
  setTimeout(ms, callback) {
    if (callback) this.on('timeout', callback);
    if (this.socket) this.socket.setTimeout(ms);
    else this.once('socket', (socket) => socket.setTimeout(ms));
    return this;
  },
  destroy(error) {
    if (this.destroyed) return this;
    this.destroyed = true;
    if (this.socket) this.socket.destroy(error);
    else this.once('socket', (socket) => socket.destroy(error));
    return this;
  },
  _writableState: undefined,
};
for (const key of Object.keys(methods)) OutgoingMessage.prototype[key] = methods[key];
delete OutgoingMessage.prototype._writableState;

const property = (get, set) => ({ get, set, enumerable: false, configurable: true });
Object.defineProperties(OutgoingMessage.prototype, {
  connection: property(
    function connection() {
      return this.socket;
    },
    function setConnection(value) {
      this.socket = value;
    },
  ),
  headersSent: property(function headersSent() {
    return Boolean(this._header);
  }),
  writableEnded: property(function writableEnded() {
    return this.finished;
  }),
  writableFinished: property(function writableFinished() {
    return this.finished && this.handedOver === true;
  }),
  writableObjectMode: property(() => false),
  writableLength: property(() => 0),
  writableHighWaterMark: property(() => getDefaultHighWaterMark(false)),
  writableCorked: property(() => 0),
  writableNeedDrain: property(() => false),
  closed: property(function closed() {
    return this._closed;
  }),
  errored: property(() => null),
  _headers: property(
    function headers() {
      return this.getHeaders();
    },
    function setHeaders(value) {
      this[HEADERS] = value ? new Map(Object.entries(value).map(([name, held]) => [name.toLowerCase(), [name, held]])) : null;
    },
  ),
  _headerNames: property(function headerNames() {
    const names = Object.create(null);
    for (const [key, [name]] of this[HEADERS] ?? []) names[key] = name;
    return names;
  }),
});

// The whole body as written, and the headers as they were set.
exports.bodyOf = (message) => Buffer.concat(message[CHUNKS]);
exports.headersOf = (message) => message[HEADERS] ?? new Map();
exports.OutgoingMessage = OutgoingMessage;
