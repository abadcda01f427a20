// `net.Socket`: a stream of bytes to a server and back.
'use strict';

const { coded, invalidArgType, needFunction, outOfRange } = require('internal/node_errors');
const tasks = require('internal/tasks');
const wire = require('internal/wire');
const { isIP } = require('net/addresses');
const { checkOptions, connect, readArguments } = require('net/connecting');
const Duplex = require('stream/duplex');

const HANDLE = Symbol('handle');
const TIMER = Symbol('timeout');

function Socket(options) {
  if (!(this instanceof Socket)) return new Socket(options);
  const given = typeof options === 'number' ? { fd: options } : { ...options };
  if (given.fd !== undefined) {
    throw coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', 'there are no file descriptors in this sandbox');
  }
  for (const mode of ['objectMode', 'readableObjectMode', 'writableObjectMode']) {
    if (given[mode]) {
      const { invalidArgValue } = require('internal/node_errors');
      throw invalidArgValue(`options.${mode}`, true, 'is not supported');
    }
  }
  this.connecting = false;
  this._hadError = false;
  this._parent = null;
  this._host = null;
  Duplex.call(this, {
    ...given,
    allowHalfOpen: Boolean(given.allowHalfOpen),
    emitClose: false,
    autoDestroy: true,
    decodeStrings: false,
  });
  this[HANDLE] = null;
  this.timeout = 0;
  this.server = null;
  this._server = null;
  for (const [key, value] of [
    ['from', wire.here()],
    ['wantsBytes', false],
    ['isBackground', false],
    ['remote', undefined],
    ['counted', { read: 0, written: 0 }],
    [TIMER, undefined],
  ]) {
    Object.defineProperty(this, key, { value, writable: true, enumerable: false, configurable: true });
  }
  if (given.signal) require('stream/abort').watch(given.signal, this);
  return undefined;
}
Object.setPrototypeOf(Socket.prototype, Duplex.prototype);
Object.setPrototypeOf(Socket, Duplex);

// What arrived for a socket.
function hear(socket, { bytes, error }) {
  if (socket.destroyed) return;
  if (bytes !== undefined) {
    socket._unrefTimer();
    if (socket.push(bytes)) return;
    socket.wantsBytes = false;
    socket[HANDLE]?.stopListening();
  } else if (error !== undefined) {
    socket.destroy(error);
  } else {
    // An end is no failure: what is still to be written may be written.
    socket.push(null);
    socket.read(0);
  }
}

function listen(socket) {
  const handle = socket[HANDLE];
  if (handle === null || !socket.wantsBytes || socket.connecting) return;
  handle.listen((heard) => hear(socket, heard));
}

const methods = {
  connect(...args) {
    const given = Array.isArray(args[0]) ? args[0] : args;
    const [options, callback] = readArguments(given);
    checkOptions(options);
    if (this.destroyed) {
      this._undestroy();
      this[HANDLE] = null;
    }
    if (callback !== undefined) this.once('connect', callback);
    this.from = wire.here();
    this.connecting = true;
    this._host = isIP(options.host ?? '') > 0 ? null : (options.host ?? 'localhost');
    if (options.timeout) this.setTimeout(options.timeout);
    this._unrefTimer();
    connect(this, options, this.from, (error, handle) => {
      if (!this.connecting || this.destroyed) {
        handle?.destroy();
        return;
      }
      if (error) this.destroy(error);
      else this._adopt(handle);
    });
    return this;
  },
  // When what is written can go out.
  _readyEvent: 'connect',
  // Goes on with a connected handle.
  _adopt(handle) {
    this._adoptSilently(handle);
    this._connected();
  },
  _adoptSilently(handle) {
    this[HANDLE] = handle;
    this.remote = handle.remote;
    handle.setBackground(this.isBackground);
    this.connecting = false;
    this._unrefTimer();
  },
  _connected() {
    this.emit('connect');
    this.emit('ready');
    this._listen();
  },
  _listen() {
    // The first read starts the flow; a paused stream waits for its reader.
    if (!this.isPaused() || this.wantsBytes) this.read(0);
    listen(this);
  },
  // Gives the handle away: something else speaks over it from now on.
  _release() {
    const handle = this[HANDLE];
    handle?.stopListening();
    this[HANDLE] = null;
    return handle;
  },
  _read() {
    this.wantsBytes = true;
    if (this.connecting || this[HANDLE] === null) return;
    listen(this);
  },
  _write(chunk, encoding, callback) {
    this._put(chunk, encoding, callback);
  },
  _writev(chunks, callback) {
    const { Buffer } = require('globals/buffer');
    const all = chunks.map(({ chunk, encoding }) => (typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk));
    this._put(Buffer.concat(all), 'buffer', callback);
  },
  _put(chunk, encoding, callback) {
    if (this.connecting) {
      const onClose = () => callback(coded(Error, 'ERR_SOCKET_CLOSED_BEFORE_CONNECTION', 'Socket closed before the connection was established'));
      this.once(this._readyEvent, () => {
        this.removeListener('close', onClose);
        this._put(chunk, encoding, callback);
      });
      this.once('close', onClose);
      return;
    }
    const handle = this[HANDLE];
    if (handle === null) {
      callback(coded(Error, 'ERR_SOCKET_CLOSED', 'Socket is closed'));
      return;
    }
    this._unrefTimer();
    const { Buffer } = require('globals/buffer');
    callback(handle.write(typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk));
  },
  _final(callback) {
    if (this.connecting) {
      this.once(this._readyEvent, () => this._final(callback));
      return;
    }
    this[HANDLE]?.end();
    callback();
  },
  _destroy(error, callback) {
    this.connecting = false;
    this.setTimeout(0);
    const handle = this[HANDLE];
    if (handle !== null) {
      this.counted = { read: handle.bytesRead, written: handle.bytesWritten };
      handle.destroy();
      this[HANDLE] = null;
    }
    this._hadError = Boolean(error);
    callback(error);
    const { setImmediate } = require('globals/timers');
    setImmediate(() => this.emit('close', Boolean(error)));
  },
  destroySoon() {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once('finish', this.destroy);
  },
  resetAndDestroy() {
    if (this[HANDLE] === null && !this.connecting) {
      this.destroy(coded(Error, 'ERR_SOCKET_CLOSED', 'Socket is closed'));
    } else {
      this.destroy();
    }
    return this;
  },
  setTimeout(ms, callback) {
    if (this.destroyed && ms > 0) return this;
    if (typeof ms !== 'number') throw invalidArgType('msecs', 'number', ms);
    if (!(ms >= 0 && Number.isFinite(ms))) throw outOfRange('msecs', 'a non-negative finite number', ms);
    this.timeout = ms;
    if (callback !== undefined) needFunction(callback, 'callback');
    if (ms === 0) {
      if (callback) this.removeListener('timeout', callback);
    } else if (callback) {
      this.once('timeout', callback);
    }
    this._unrefTimer();
    return this;
  },
  // Something happened: silence is counted from now on. It alone keeps nothing alive.
  _unrefTimer() {
    if (this[TIMER] !== undefined) tasks.drop(this[TIMER]);
    this[TIMER] = undefined;
    if (!(this.timeout > 0)) return;
    this[TIMER] = tasks.keep(host.timer(this.timeout, false), () => this._onTimeout());
    host.background(this[TIMER], true);
  },
  _onTimeout() {
    this.emit('timeout');
  },
  ref() {
    this.isBackground = false;
    this[HANDLE]?.setBackground(false);
    return this;
  },
  unref() {
    this.isBackground = true;
    this[HANDLE]?.setBackground(true);
    return this;
  },
  setNoDelay() {
    return this;
  },
  setKeepAlive() {
    return this;
  },
  address() {
    return this[HANDLE] === null ? {} : { address: this.localAddress, family: this.localFamily, port: this.localPort };
  },
  getTypeOfService() {
    return 0;
  },
  setTypeOfService() {
    return this;
  },
};
for (const key of Object.keys(methods)) {
  Object.defineProperty(Socket.prototype, key, {
    value: methods[key],
    writable: true,
    enumerable: !key.startsWith('_'),
    configurable: true,
  });
}

const familyOf = (address) => {
  const family = address === undefined ? 0 : isIP(address);
  return family === 0 ? undefined : `IPv${family}`;
};
const getters = {
  // Whether there is a connection; what it is made of is nobody's business.
  _handle() {
    return this[HANDLE];
  },
  _connecting() {
    return this.connecting;
  },
  pending() {
    return this[HANDLE] === null || this.connecting;
  },
  readyState() {
    if (this.connecting) return 'opening';
    if (this.readable && this.writable) return this.pending ? 'closed' : 'open';
    if (this.readable) return 'readOnly';
    return this.writable ? 'writeOnly' : 'closed';
  },
  bufferSize() {
    return this.writableLength;
  },
  bytesRead() {
    return this[HANDLE]?.bytesRead ?? this.counted.read;
  },
  bytesWritten() {
    return this[HANDLE]?.bytesWritten ?? this.counted.written;
  },
  remoteAddress() {
    return this.remote?.address;
  },
  remotePort() {
    return this.remote?.port;
  },
  remoteFamily() {
    return familyOf(this.remote?.address);
  },
  localAddress() {
    return this[HANDLE] === null ? undefined : familyOf(this.remote?.address) === 'IPv6' ? '::1' : '127.0.0.1';
  },
  localPort() {
    return this[HANDLE] === null ? undefined : 49152 + (this[HANDLE].number % 16384);
  },
  localFamily() {
    return familyOf(this.localAddress);
  },
};
for (const key of Object.keys(getters)) {
  Object.defineProperty(Socket.prototype, key, { get: getters[key], enumerable: false, configurable: true });
}

exports.Socket = Socket;
