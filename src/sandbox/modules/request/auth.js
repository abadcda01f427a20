// Who a request of the module `request` says it is: basic, bearer, and the answer to a challenge.
'use strict';

const md5 = (text) => require('crypto').createHash('md5').update(text).digest('hex');

class Auth {
  constructor(request) {
    this.request = request;
    this.hasAuth = false;
    this.sentAuth = false;
  }

  onRequest(user, pass, sendImmediately, bearer) {
    if (bearer === undefined && user === undefined) {
      this.request.emit('error', new Error('no auth mechanism defined'));
      return;
    }
    const header = bearer === undefined ? this.#basic(user, pass, sendImmediately) : this.#bearer(bearer, sendImmediately);
    if (header) this.request.setHeader('authorization', header);
  }

  #basic(user, pass, sendImmediately) {
    if (typeof user !== 'string' || (pass !== undefined && typeof pass !== 'string')) {
      this.request.emit('error', new Error('auth() received invalid user or password'));
    }
    Object.assign(this, { user, pass, hasAuth: true });
    if (!sendImmediately && sendImmediately !== undefined) return undefined;
    this.sentAuth = true;
    return `Basic ${Buffer.from(`${user}:${pass ?? ''}`).toString('base64')}`;
  }

  #bearer(bearer, sendImmediately) {
    Object.assign(this, { bearerToken: bearer, hasAuth: true });
    if (!sendImmediately && sendImmediately !== undefined) return undefined;
    this.sentAuth = true;
    return `Bearer ${(typeof bearer === 'function' ? bearer() : bearer) || ''}`;
  }

  // The header that answers a 401, if there is one to answer with.
  onResponse(response) {
    if (!this.hasAuth || this.sentAuth) return undefined;
    const challenge = response.caseless.get('www-authenticate');
    switch (challenge?.split(' ')[0].toLowerCase()) {
      case 'basic':
        return this.#basic(this.user, this.pass, true);
      case 'bearer':
        return this.#bearer(this.bearerToken, true);
      case 'digest':
        return this.#digest(challenge);
      default:
        return undefined;
    }
  }

  #digest(challenge) {
    const said = {};
    for (const [, key, quoted, plain] of challenge.matchAll(/([a-z\d_-]+)=(?:"([^"]*)"|([a-z\d_-]+))/gi)) said[key] = quoted ?? plain;
    const { method, path } = this.request;
    const qop = /(^|,)\s*auth\s*($|,)/.test(said.qop) && 'auth';
    const nc = qop && '00000001';
    const cnonce = qop && require('crypto').randomUUID().replaceAll('-', '');
    const plain = md5(`${this.user}:${said.realm}:${this.pass}`);
    const first = said.algorithm?.toLowerCase() === 'md5-sess' ? md5(`${plain}:${said.nonce}:${cnonce}`) : plain;
    const second = md5(`${method}:${path}`);
    const response = qop
      ? md5(`${first}:${said.nonce}:${nc}:${cnonce}:${qop}:${second}`)
      : md5(`${first}:${said.nonce}:${second}`);
    const { realm, nonce, algorithm, opaque } = said;
    const parts = { username: this.user, realm, nonce, uri: path, qop, response, nc, cnonce, algorithm, opaque };
    const bare = new Set(['qop', 'nc', 'algorithm']);
    const written = Object.entries(parts)
      .filter(([, value]) => value)
      .map(([key, value]) => (bare.has(key) ? `${key}=${value}` : `${key}="${value}"`));
    this.sentAuth = true;
    return `Digest ${written.join(', ')}`;
  }
}

module.exports = Auth;
