// `Headers` of the module `node-fetch`: names keep their letters, values are lists.
'use strict';

const NO_NAME = /[^\^_`a-zA-Z\-0-9!#$%&'*+.|~]/;
const NO_VALUE = /[^\t\x20-\x7e\x80-\xff]/;

const named = (given) => {
  const name = `${given}`;
  if (NO_NAME.test(name) || name === '') throw new TypeError(`${name} is not a legal HTTP header name`);
  return name;
};

const valued = (given) => {
  const value = `${given}`;
  if (NO_VALUE.test(value)) throw new TypeError(`${value} is not a legal HTTP header value`);
  return value;
};

class Headers {
  #lists = Object.create(null);

  constructor(init = undefined) {
    if (init instanceof Headers) {
      this.#lists = Object.fromEntries(Object.entries(init.raw()).map(([name, values]) => [name, [...values]]));
      return;
    }
    if (init === undefined || init === null) return;
    if (typeof init !== 'object') throw new TypeError('Provided initializer must be an object');
    const iterator = init[Symbol.iterator];
    if (iterator === undefined || iterator === null) {
      for (const key of Object.keys(init)) this.set(key, init[key]);
      return;
    }
    if (typeof iterator !== 'function') throw new TypeError('Header pairs must be iterable');
    for (const pair of init) {
      if (typeof pair !== 'object' || typeof pair[Symbol.iterator] !== 'function') {
        throw new TypeError('Each header pair must be iterable');
      }
      const [name, value, ...more] = pair;
      if (value === undefined || more.length > 0) throw new TypeError('Each header pair must be a name/value tuple');
      this.append(name, value);
    }
  }

  // What a server sent; what is no header is passed over.
  static of(received) {
    const headers = new Headers();
    for (const [name, values] of Object.entries(received)) {
      const fit = [values].flat().filter((value) => !NO_VALUE.test(value));
      if (!NO_NAME.test(name) && fit.length > 0) headers.#lists[name] = fit;
    }
    return headers;
  }

  #known(name) {
    const wanted = named(name).toLowerCase();
    return Object.keys(this.#lists).find((key) => key.toLowerCase() === wanted);
  }

  get(name) {
    const known = this.#known(name);
    return known === undefined ? null : this.#lists[known].join(', ');
  }

  forEach(callback, self = undefined) {
    for (const [name, value] of this) callback.call(self, value, name, this);
  }

  set(name, value) {
    const text = valued(value);
    this.#lists[this.#known(name) ?? `${name}`] = [text];
  }

  append(name, value) {
    const text = valued(value);
    const known = this.#known(name);
    if (known === undefined) this.#lists[`${name}`] = [text];
    else this.#lists[known].push(text);
  }

  has(name) {
    return this.#known(name) !== undefined;
  }

  delete(name) {
    const known = this.#known(name);
    if (known !== undefined) delete this.#lists[known];
  }

  raw() {
    return this.#lists;
  }

  *keys() {
    for (const [name] of this) yield name;
  }

  *values() {
    for (const [, value] of this) yield value;
  }

  *entries() {
    for (const name of Object.keys(this.#lists).sort()) yield [name.toLowerCase(), this.#lists[name].join(', ')];
  }

  [Symbol.iterator]() {
    return this.entries();
  }
}

Object.defineProperty(Headers.prototype, Symbol.toStringTag, { value: 'Headers', configurable: true });
for (const name of ['get', 'forEach', 'set', 'append', 'has', 'delete', 'keys', 'values', 'entries']) {
  Object.defineProperty(Headers.prototype, name, { enumerable: true });
}

module.exports = Headers;
