// What stands for the connection of a request: it tells of its events in Node's order and carries nothing itself.
'use strict';

const Duplex = require('stream/duplex');
const tasks = require('internal/tasks');

class Socket extends Duplex {
  #timer;

  constructor(secure) {
    super({ autoDestroy: true, emitClose: false, allowHalfOpen: true });
    this.connecting = true;
    this._hadError = false;
    this._host = null;
    this.timeout = 0;
    this.bytesRead = 0;
    this.bytesWritten = 0;
    if (secure) {
      this.encrypted = true;
      this.authorized = false;
      this.authorizationError = null;
      this.alpnProtocol = false;
    }
  }

  _read() {}

  _write(chunk, encoding, callback) {
    callback();
  }

  _destroy(error, callback) {
    this.#stop();
    this.connecting = false;
    tasks.later(() => this.emit('close', Boolean(error)));
    callback(error);
  }

  // Something went over it: whoever waits for silence waits anew.
  active() {
    if (this.timeout > 0) this.setTimeout(this.timeout);
  }

  #stop() {
    if (this.#timer !== undefined) tasks.drop(this.#timer);
    this.#timer = undefined;
  }

  setTimeout(ms, callback) {
    this.#stop();
    this.timeout = Number(ms) || 0;
    if (this.timeout > 0 && !this.destroyed) {
      this.#timer = tasks.keep(host.timer(this.timeout, false), () => this.emit('timeout'));
      // Silence alone keeps nothing alive.
      host.background(this.#timer, true);
      if (callback) this.once('timeout', callback);
    } else if (callback) {
      this.removeListener('timeout', callback);
    }
    return this;
  }

  destroySoon() {
    if (!this.destroyed) this.destroy();
  }

  getPeerCertificate() {
    return {};
  }

  getCipher() {
    return undefined;
  }

  getProtocol() {
    return null;
  }

  getSession() {
    return undefined;
  }

  isSessionReused() {
    return false;
  }

  address() {
    return {};
  }
}
for (const name of ['setNoDelay', 'setKeepAlive', 'ref', 'unref', 'setMaxSendFragment', 'disableRenegotiation']) {
  Socket.prototype[name] = function same() {
    return this;
  };
}

class TLSSocket extends Socket {
  constructor() {
    super(true);
  }
}

exports.lineFor = (secure) => (secure ? new TLSSocket() : new Socket(false));
