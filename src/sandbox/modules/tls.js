// `require('tls')`: connections to servers over TLS.
'use strict';

const { usual } = require('internal/access');
const { refusedServer } = require('http/server');
const { readArguments } = require('net/connecting');
const { checkServerIdentity, unsupported } = require('tls/certificate');
const { TLSSocket } = require('tls/socket');

class SecureContext {
  constructor(options) {
    if (options.pfx !== undefined) throw unsupported('a certificate in the form PFX');
    const { ca, cert, key } = options;
    Object.defineProperty(this, 'context', { value: { ca, cert, key }, enumerable: false });
  }
}

function createSecureContext(options) {
  return new SecureContext(options ?? {});
}

function connect(...args) {
  let [options, callback] = readArguments(args);
  const more = args.find((one, i) => i > 0 && one !== null && typeof one === 'object');
  options = { ...options, ...more };
  if (options.pfx !== undefined) throw unsupported('a certificate in the form PFX');
  const secured = new TLSSocket(options.socket, options);
  if (callback !== undefined) secured.once('secureConnect', callback);
  if (options.timeout) secured.setTimeout(options.timeout);
  if (options.socket) secured._start();
  else secured.connect(options);
  return secured;
}

Object.assign(exports, {
  CLIENT_RENEG_LIMIT: 3,
  CLIENT_RENEG_WINDOW: 600,
  DEFAULT_CIPHERS:
    'TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256:ECDHE-RSA-AES128-GCM-SHA256:' +
    'ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES256-GCM-SHA384:' +
    'HIGH:!aNULL:!eNULL:!EXPORT:!DES:!RC4:!MD5:!PSK:!SRP:!CAMELLIA',
  DEFAULT_ECDH_CURVE: 'auto',
  DEFAULT_MIN_VERSION: 'TLSv1.2',
  DEFAULT_MAX_VERSION: 'TLSv1.3',
  getCiphers: () => ['tls_aes_128_gcm_sha256', 'tls_aes_256_gcm_sha384', 'tls_chacha20_poly1305_sha256'],
  // The authorities trusted anyway, as one entry.
  rootCertificates: Object.freeze([usual]),
  convertALPNProtocols(protocols, out) {
    const { Buffer } = require('globals/buffer');
    out.ALPNProtocols = Buffer.concat(
      protocols.map((protocol) => Buffer.concat([Buffer.from([protocol.length]), Buffer.from(protocol)])),
    );
  },
  checkServerIdentity,
  createSecureContext,
  SecureContext,
  TLSSocket,
  ...refusedServer('tls'),
  connect,
});
