// `AxiosHeaders`: names keep the case they were first written in and are found in any.
'use strict';

const sameName = (a, b) => a.toLowerCase() === b.toLowerCase();

class AxiosHeaders {
  constructor(given) {
    this.set(given);
  }

  #key(name) {
    return Object.keys(this).find((key) => sameName(key, String(name)));
  }

  // `set(name, value, rewrite)` or `set(headers, rewrite)`; `rewrite` false leaves what is there.
  set(name, value, rewrite) {
    if (name === undefined || name === null) return this;
    if (typeof name === 'object') {
      const pairs =
        typeof name.entries === 'function' && !(name instanceof AxiosHeaders) ? name.entries() : Object.entries(name);
      for (const [key, one] of pairs) this.set(key, one, value);
      return this;
    }
    const key = this.#key(name);
    if (key !== undefined && this[key] !== undefined && this[key] !== false && rewrite === false) return this;
    if (key === undefined && value === undefined) return this;
    this[key ?? String(name).trim()] =
      value === false || value === null || value === undefined || Array.isArray(value) ? value : String(value);
    return this;
  }

  get(name, parser) {
    const value = this[this.#key(name) ?? ''];
    if (value === undefined || parser === undefined) return value;
    return parser instanceof RegExp ? parser.exec(value) : parser === true ? value : parser(value, name);
  }

  has(name) {
    const key = this.#key(name);
    return key !== undefined && this[key] !== undefined;
  }

  delete(names) {
    let deleted = false;
    for (const name of [names].flat()) {
      const key = this.#key(name);
      if (key !== undefined) deleted = delete this[key];
    }
    return deleted;
  }

  clear() {
    for (const key of Object.keys(this)) delete this[key];
    return true;
  }

  normalize() {
    return this;
  }

  concat(...others) {
    return AxiosHeaders.concat(this, ...others);
  }

  toJSON() {
    return Object.fromEntries(
      Object.entries(this).filter(([, value]) => value !== undefined && value !== null && value !== false),
    );
  }

  toString() {
    return Object.entries(this.toJSON())
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n');
  }

  entries() {
    return Object.entries(this.toJSON());
  }

  [Symbol.iterator]() {
    return this.entries()[Symbol.iterator]();
  }

  get [Symbol.toStringTag]() {
    return 'AxiosHeaders';
  }

  getSetCookie() {
    return this.get('set-cookie') ?? [];
  }

  static from(given) {
    return given instanceof AxiosHeaders ? given : new AxiosHeaders(given);
  }

  static concat(first, ...others) {
    const all = new AxiosHeaders(first);
    for (const other of others) all.set(other);
    return all;
  }
}

for (const name of ['Content-Type', 'Content-Length', 'Accept', 'Accept-Encoding', 'User-Agent', 'Authorization']) {
  const suffix = name.replaceAll('-', '');
  for (const [prefix, call] of [
    [
      'get',
      function get(parser) {
        return this.get(name, parser);
      },
    ],
    [
      'set',
      function set(value, rewrite) {
        return this.set(name, value, rewrite);
      },
    ],
    [
      'has',
      function has() {
        return this.has(name);
      },
    ],
  ]) {
    Object.defineProperty(AxiosHeaders.prototype, prefix + suffix, { value: call, configurable: true, writable: true });
  }
}

module.exports = AxiosHeaders;
