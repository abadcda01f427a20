// `IncomingMessage`: an answer as a stream of its body.
'use strict';

const Readable = require('stream/readable');
const tasks = require('internal/tasks');

const HEADERS = Symbol('kHeaders');

// Where a header comes twice, these keep the first, as Node does.
const FIRST_COUNTS = new Set([
  'age',
  'authorization',
  'content-length',
  'content-type',
  'etag',
  'expires',
  'from',
  'host',
  'if-modified-since',
  'if-unmodified-since',
  'last-modified',
  'location',
  'max-forwards',
  'proxy-authorization',
  'referer',
  'retry-after',
  'server',
  'user-agent',
]);

function IncomingMessage(socket) {
  Readable.call(this, { autoDestroy: true, highWaterMark: socket?.readableHighWaterMark });
  this._readableState.readingMore = true;
  this.socket = socket;
  this.httpVersionMajor = null;
  this.httpVersionMinor = null;
  this.httpVersion = null;
  this.complete = false;
  this.rawHeaders = [];
  this.rawTrailers = [];
  this.joinDuplicateHeaders = false;
  this.aborted = false;
  this.upgrade = null;
  this.url = '';
  this.method = null;
  this.statusCode = null;
  this.statusMessage = null;
  this.client = socket;
  this._consumed = false;
  this._dumped = false;
  this[HEADERS] = null;
}
Object.setPrototypeOf(IncomingMessage.prototype, Readable.prototype);
Object.setPrototypeOf(IncomingMessage, Readable);

function joined(raw) {
  const headers = {};
  for (let i = 0; i + 1 < raw.length; i += 2) addLine(headers, raw[i], raw[i + 1]);
  return headers;
}

function addLine(headers, name, value) {
  const key = name.toLowerCase();
  if (key === 'set-cookie') (headers[key] ??= []).push(value);
  else if (headers[key] === undefined) headers[key] = value;
  else if (!FIRST_COUNTS.has(key)) headers[key] += `${key === 'cookie' ? '; ' : ', '}${value}`;
}

Object.assign(IncomingMessage.prototype, {
  setTimeout(ms, callback) {
    if (callback) this.on('timeout', callback);
    this.socket?.setTimeout(ms);
    return this;
  },
  _read() {
    if (this._consumed) return;
    this._readableState.readingMore = false;
    this._consumed = true;
  },
  _destroy(error, callback) {
    if (!this.readableEnded || !this.complete) {
      this.aborted = true;
      this.emit('aborted');
    }
    if (this.socket && !this.socket.destroyed && this.aborted) this.socket.destroy(error);
    // Where nobody hears of it, an answer that was cut off does not end the run.
    const failure = this.listenerCount('error') === 0 ? null : error;
    tasks.nextTick(callback, failure);
  },
  _addHeaderLine(name, value, target) {
    addLine(target, name, value);
  },
  _dump() {
    if (this._dumped) return;
    this._dumped = true;
    this.removeAllListeners('data');
    this.resume();
  },
});

const lazily = (name, make) => ({
  get() {
    return (this[name] ??= make(this));
  },
  set(value) {
    this[name] = value;
  },
  enumerable: false,
  configurable: true,
});
const distinct = (raw) => {
  const headers = Object.create(null);
  for (let i = 0; i + 1 < raw.length; i += 2) (headers[raw[i].toLowerCase()] ??= []).push(raw[i + 1]);
  return headers;
};
Object.defineProperties(IncomingMessage.prototype, {
  headers: lazily(HEADERS, (message) => joined(message.rawHeaders)),
  headersDistinct: lazily(Symbol('kHeadersDistinct'), (message) => distinct(message.rawHeaders)),
  trailers: lazily(Symbol('kTrailers'), (message) => joined(message.rawTrailers)),
  trailersDistinct: lazily(Symbol('kTrailersDistinct'), (message) => distinct(message.rawTrailers)),
  connection: {
    get() {
      return this.socket;
    },
    set(value) {
      this.socket = value;
    },
    configurable: true,
  },
});

exports.IncomingMessage = IncomingMessage;
