// `Headers`. Names compare without case; the case the script wrote is kept for what is sent.
'use strict';

const custom = Symbol.for('nodejs.util.inspect.custom');

const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const BAD_VALUE = /[\u0000\n\r]/;

const fewer = (method, needed, got) =>
  new TypeError(
    `Headers.${method}: ${needed} argument${needed > 1 ? 's' : ''} required, but ${got > 0 ? `only ${got}` : got} found.`,
  );

function byteString(value) {
  const text = `${value}`;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 255) {
      throw new TypeError(
        `Cannot convert argument to a ByteString because the character at index ${i} has a value of ${code} which is greater than 255.`,
      );
    }
  }
  return text;
}

function checked(method, name, value) {
  name = byteString(name);
  if (!NAME.test(name)) throw new TypeError(`Headers.${method}: "${name}" is an invalid header name.`);
  if (value === undefined) return [name];
  const trimmed = byteString(value).replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
  if (BAD_VALUE.test(trimmed)) throw new TypeError(`Headers.${method}: "${trimmed}" is an invalid header value.`);
  return [name, trimmed];
}

let fieldsOf;

class Headers {
  // By lower-case name: the name as written, and the values.
  #fields = new Map();

  static {
    fieldsOf = (headers) => headers.#fields;
  }

  constructor(init = undefined) {
    if (init === undefined) return;
    if (init === null || (typeof init !== 'object' && typeof init !== 'function')) {
      throw new TypeError(
        'Headers constructor: Argument 1 could not be converted to one of: sequence<sequence<ByteString>>, record<ByteString, ByteString>.',
      );
    }
    if (#fields in init) {
      for (const [key, { name, values }] of init.#fields) this.#fields.set(key, { name, values: [...values] });
    } else if (typeof init[Symbol.iterator] === 'function') {
      for (const pair of init) {
        const both = [...pair];
        if (both.length !== 2) {
          throw new TypeError(`Headers constructor: expected name/value pair to be length 2, found ${both.length}.`);
        }
        this.append(both[0], both[1]);
      }
    } else {
      for (const key of Reflect.ownKeys(init)) {
        if (Object.prototype.propertyIsEnumerable.call(init, key)) this.append(key, init[key]);
      }
    }
  }

  append(name, value) {
    if (arguments.length < 2) throw fewer('append', 2, arguments.length);
    const [field, text] = checked('append', name, `${value}`);
    const known = this.#fields.get(field.toLowerCase());
    if (known === undefined) this.#fields.set(field.toLowerCase(), { name: field, values: [text] });
    else known.values.push(text);
  }

  set(name, value) {
    if (arguments.length < 2) throw fewer('set', 2, arguments.length);
    const [field, text] = checked('set', name, `${value}`);
    this.#fields.set(field.toLowerCase(), { name: field, values: [text] });
  }

  get(name) {
    if (arguments.length < 1) throw fewer('get', 1, 0);
    const key = checked('get', name)[0].toLowerCase();
    return this.#fields.get(key)?.values.join(key === 'cookie' ? '; ' : ', ') ?? null;
  }

  has(name) {
    if (arguments.length < 1) throw fewer('has', 1, 0);
    return this.#fields.has(checked('has', name)[0].toLowerCase());
  }

  delete(name) {
    if (arguments.length < 1) throw fewer('delete', 1, 0);
    this.#fields.delete(checked('delete', name)[0].toLowerCase());
  }

  getSetCookie() {
    return [...(this.#fields.get('set-cookie')?.values ?? [])];
  }

  forEach(callback, thisArgument = undefined) {
    if (typeof callback !== 'function') {
      throw new TypeError("Failed to execute 'forEach' on 'Headers': parameter 1 is not of type 'Function'.");
    }
    for (const [name, value] of this.entries()) callback.call(thisArgument, value, name, this);
  }

  *entries() {
    for (const key of [...this.#fields.keys()].sort()) {
      const { values } = this.#fields.get(key);
      if (key === 'set-cookie') for (const value of values) yield [key, value];
      else yield [key, values.join(key === 'cookie' ? '; ' : ', ')];
    }
  }

  *keys() {
    for (const [name] of this.entries()) yield name;
  }

  *values() {
    for (const [, value] of this.entries()) yield value;
  }

  [custom](depth, options, inspect) {
    const shown = {};
    for (const { name, values } of this.#fields.values()) shown[name] = values.join(', ');
    return `Headers ${inspect(shown, options)}`;
  }
}
Object.defineProperty(Headers.prototype, Symbol.iterator, {
  value: Headers.prototype.entries,
  writable: true,
  configurable: true,
});
Object.defineProperty(Headers.prototype, Symbol.toStringTag, { value: 'Headers', configurable: true });

// Name, as written, and value of every field, in the order of asking.
exports.written = (headers) =>
  [...fieldsOf(headers).values()].flatMap(({ name, values }) =>
    name.toLowerCase() === 'set-cookie' ? values.map((value) => [name, value]) : [[name, values.join(', ')]],
  );
exports.Headers = Headers;
