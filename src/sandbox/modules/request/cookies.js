// Cookie jars of the module `request`: what a server set is sent back to it.
'use strict';

class Cookie {
  constructor(text) {
    const [pair, ...attributes] = String(text).split(';').map((part) => part.trim());
    const equals = pair.indexOf('=');
    this.key = equals < 0 ? '' : pair.slice(0, equals);
    this.value = equals < 0 ? pair : pair.slice(equals + 1);
    for (const attribute of attributes) {
      const [name, value = ''] = attribute.split('=');
      if (name.toLowerCase() === 'domain') this.domain = value.replace(/^\./, '').toLowerCase();
      if (name.toLowerCase() === 'path') this.path = value;
      if (name.toLowerCase() === 'secure') this.secure = true;
      if (name.toLowerCase() === 'max-age') this.ends = Date.now() + Number(value) * 1000;
      if (name.toLowerCase() === 'expires') this.ends ??= new Date(value).getTime();
    }
  }

  cookieString() {
    return `${this.key}=${this.value}`;
  }

  toString() {
    return this.cookieString();
  }
}

class Jar {
  #cookies = [];

  setCookie(given, address) {
    const cookie = typeof given === 'object' && given !== null ? given : new Cookie(given);
    const url = new URL(address);
    cookie.domain ??= url.hostname;
    cookie.path = cookie.path?.startsWith('/') ? cookie.path : '/';
    this.#cookies = this.#cookies.filter(
      (known) => known.key !== cookie.key || known.domain !== cookie.domain || known.path !== cookie.path,
    );
    this.#cookies.push(cookie);
    return cookie;
  }

  getCookies(address) {
    const url = new URL(address);
    return this.#cookies.filter(
      ({ domain, path, secure, ends }) =>
        (url.hostname === domain || url.hostname.endsWith(`.${domain}`)) &&
        url.pathname.startsWith(path) &&
        (!secure || url.protocol === 'https:') &&
        !(ends <= Date.now()),
    );
  }

  getCookieString(address) {
    return this.getCookies(address).map((cookie) => cookie.cookieString()).join('; ');
  }
}

// `request.jar()`.
exports.jar = () => new Jar();
// `request.cookie('name=value')`.
exports.cookie = (text) => new Cookie(text);
// The jar of `jar: true`.
exports.common = new Jar();
