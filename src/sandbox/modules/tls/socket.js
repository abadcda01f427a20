// `TLSSocket`: goes on in TLS over a socket that is connected, or will be.
'use strict';

const { tlsOf } = require('internal/access');
const { coded, nativeError } = require('internal/node_errors');
const wire = require('internal/wire');
const { isIP } = require('net/addresses');
const { Socket } = require('net/socket');
const { certificateOf, isCustomCheck } = require('tls/certificate');

function TLSSocket(socket, options) {
  if (!(this instanceof TLSSocket)) return new TLSSocket(socket, options);
  const given = { ...options };
  if (given.isServer) {
    throw coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', 'a TLS server is not available: nothing can connect');
  }
  if (socket && !(socket instanceof Socket)) {
    throw coded(
      Error,
      'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
      'TLS over a stream that is no net.Socket is not available in this sandbox',
    );
  }
  Socket.call(this, { allowHalfOpen: Boolean(socket?.allowHalfOpen), signal: given.signal });
  this._tlsOptions = given;
  this._secureEstablished = false;
  this._securePending = false;
  this._newSessionPending = false;
  this._controlReleased = false;
  this.secureConnecting = true;
  this._SNICallback = null;
  this.servername = null;
  this.alpnProtocol = null;
  this.authorized = false;
  this.authorizationError = null;
  this.encrypted = true;
  for (const [key, value] of [
    ['agreed', undefined],
    ['_underneath', undefined],
    ['_starts', false],
    // Asked by drivers that speak to the handshake itself: what fails it is an error of its own here.
    ['ssl', { verifyError: () => null, getSession: () => undefined }],
  ]) {
    Object.defineProperty(this, key, { value, writable: true, enumerable: false });
  }
  if (socket) over(this, socket);
  return undefined;
}
Object.setPrototypeOf(TLSSocket.prototype, Socket.prototype);
Object.setPrototypeOf(TLSSocket, Socket);

// Takes over the connection of `socket`, now or when it is there.
function over(secured, socket) {
  secured._parent = socket;
  secured.connecting = true;
  const take = () => {
    const handle = socket._release();
    if (handle === null || handle === undefined || secured.destroyed) return;
    secured.remote = handle.remote;
    secured._underneath = handle;
    if (secured._starts) secured._start();
  };
  socket.on('close', () => {
    if (!secured.destroyed) secured.destroy();
  });
  socket.on('error', (error) => secured.destroy(error));
  secured.on('close', () => socket.destroy());
  if (socket.connecting || socket.pending) socket.once('connect', take);
  else take();
}

const methods = {
  _readyEvent: 'secure',
  // Called when the plain connection is there.
  _connected() {
    this.emit('connect');
    this.emit('ready');
    this.connecting = true;
    this._underneath = this._release();
    this._starts = true;
    this._start();
  },
  _start() {
    this._starts = true;
    const handle = this._underneath;
    if (handle === undefined) return;
    this._underneath = undefined;
    const options = this._tlsOptions;
    const name = options.host || this._host || handle.remote?.address || 'localhost';
    const { process } = require('globals/process');
    const rejects = options.rejectUnauthorized ?? process.env.NODE_TLS_REJECT_UNAUTHORIZED !== '0';
    const checksItself = isCustomCheck(options);
    const tls = tlsOf({
      ...options.secureContext?.context,
      ...options,
      ca: options.ca ?? options.secureContext?.context?.ca,
      rejectUnauthorized: rejects,
      servername: options.servername || (isIP(name) > 0 ? undefined : name),
    });
    handle.from = wire.here();
    handle.secure(
      { tls: { ...tls, checkName: !checksItself }, name, protocols: protocolsOf(options.ALPNProtocols) },
      (error, agreed) => {
        if (this.destroyed) {
          handle.destroy();
          return;
        }
        if (error) {
          handle.destroy();
          this.destroy(named(error, name));
          return;
        }
        this._agree(handle, agreed, name);
      },
    );
  },
  _agree(handle, agreed, name) {
    const options = this._tlsOptions;
    this.agreed = agreed;
    this.alpnProtocol = agreed.protocol ?? false;
    this.authorized = agreed.unauthorized === null || agreed.unauthorized === undefined;
    this.authorizationError = agreed.unauthorized ?? null;
    this.servername = false;
    if (this.authorized && isCustomCheck(options)) {
      const refused = options.checkServerIdentity(options.servername || name, this.getPeerCertificate(true));
      if (refused) {
        this.authorized = false;
        this.authorizationError = refused.code || refused.message;
        if (options.rejectUnauthorized !== false) {
          handle.destroy();
          this.destroy(refused);
          return;
        }
      }
    }
    this._secureEstablished = true;
    this.secureConnecting = false;
    this._adoptSilently(handle);
    this.emit('secureConnect');
    this.emit('secure');
    this._listen();
  },
  getPeerCertificate() {
    return certificateOf(this.agreed?.certificate, wire);
  },
  getPeerX509Certificate() {
    return undefined;
  },
  getCertificate() {
    return {};
  },
  getCipher() {
    if (this.agreed === undefined) return undefined;
    const name = this.agreed.version === 'TLSv1.3' ? 'TLS_AES_256_GCM_SHA384' : 'ECDHE-RSA-AES256-GCM-SHA384';
    return { name, standardName: name, version: this.agreed.version };
  },
  getProtocol() {
    return this.agreed?.version ?? null;
  },
  getSession() {
    return undefined;
  },
  getFinished() {
    return undefined;
  },
  getPeerFinished() {
    return undefined;
  },
  getEphemeralKeyInfo() {
    return {};
  },
  isSessionReused() {
    return false;
  },
  setSession() {},
  setServername(name) {
    this._tlsOptions.servername = name;
  },
  setMaxSendFragment() {
    return true;
  },
  disableRenegotiation() {},
  enableTrace() {},
  exportKeyingMaterial() {
    throw coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', 'tlsSocket.exportKeyingMaterial() is not available');
  },
  renegotiate(options, callback) {
    const error = nativeError(Error, 'ERR_TLS_RENEGOTIATE', 'TLS session renegotiation attempt failed');
    if (callback) callback(error);
    return false;
  },
};
for (const key of Object.keys(methods)) {
  Object.defineProperty(TLSSocket.prototype, key, {
    value: methods[key],
    writable: true,
    enumerable: false,
    configurable: true,
  });
}

// A name that does not match carries what was asked for.
function named(error, name) {
  if (error.code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    Object.assign(error, { reason: error.message.replace(/^.*?altnames: /, ''), host: name });
  }
  return error;
}

function protocolsOf(given) {
  if (given === undefined || given === null) return [];
  if (Array.isArray(given)) return given.map(String);
  // Each with its length before it, as on the wire.
  const protocols = [];
  for (let at = 0; at < given.length; at += given[at] + 1) {
    protocols.push(String.fromCharCode(...given.subarray(at + 1, at + 1 + given[at])));
  }
  return protocols;
}

exports.TLSSocket = TLSSocket;
