// `FormData`, and its two forms on the wire.
'use strict';

const { Blob, File, bytesOf } = require('globals/blob');

const custom = Symbol.for('nodejs.util.inspect.custom');

const fewer = (method, needed, got) =>
  new TypeError(
    `FormData.${method}: ${needed} argument${needed > 1 ? 's' : ''} required, but ${got > 0 ? `only ${got}` : got} found.`,
  );

const text = (value) => `${value}`.toWellFormed();

function entry(value, filename) {
  if (!(value instanceof Blob)) return text(value);
  if (value instanceof File && filename === undefined) return value;
  return new File([value], filename === undefined ? 'blob' : text(filename), { type: value.type });
}

class FormData {
  #entries = [];

  constructor(form = undefined) {
    if (form !== undefined) {
      throw new TypeError('FormData constructor: Argument 1 could not be converted to: undefined.');
    }
  }

  append(name, value, filename = undefined) {
    if (arguments.length < 2) throw fewer('append', 2, arguments.length);
    this.#entries.push([text(name), entry(value, filename)]);
  }

  set(name, value, filename = undefined) {
    if (arguments.length < 2) throw fewer('set', 2, arguments.length);
    name = text(name);
    const at = this.#entries.findIndex((each) => each[0] === name);
    if (at === -1) {
      this.append(name, value, filename);
      return;
    }
    this.#entries[at] = [name, entry(value, filename)];
    this.#entries = this.#entries.filter((each, i) => i <= at || each[0] !== name);
  }

  get(name) {
    if (arguments.length < 1) throw fewer('get', 1, 0);
    return this.#entries.find((each) => each[0] === text(name))?.[1] ?? null;
  }

  getAll(name) {
    if (arguments.length < 1) throw fewer('getAll', 1, 0);
    return this.#entries.filter((each) => each[0] === text(name)).map((each) => each[1]);
  }

  has(name) {
    if (arguments.length < 1) throw fewer('has', 1, 0);
    return this.#entries.some((each) => each[0] === text(name));
  }

  delete(name) {
    if (arguments.length < 1) throw fewer('delete', 1, 0);
    this.#entries = this.#entries.filter((each) => each[0] !== text(name));
  }

  forEach(callback, thisArgument = undefined) {
    for (const [name, value] of this.#entries) callback.call(thisArgument, value, name, this);
  }

  *entries() {
    for (const [name, value] of this.#entries) yield [name, value];
  }

  *keys() {
    for (const [name] of this.#entries) yield name;
  }

  *values() {
    for (const [, value] of this.#entries) yield value;
  }

  [custom](depth, options, inspect) {
    const shown = {};
    for (const [name, value] of this.#entries) {
      if (!(name in shown)) shown[name] = value;
      else if (Array.isArray(shown[name])) shown[name].push(value);
      else shown[name] = [shown[name], value];
    }
    return `FormData ${inspect(shown, options)}`;
  }
}
Object.defineProperty(FormData.prototype, Symbol.iterator, {
  value: FormData.prototype.entries,
  writable: true,
  configurable: true,
});
Object.defineProperty(FormData.prototype, Symbol.toStringTag, { value: 'FormData', configurable: true });

const quoted = (name) => name.replace(/\r\n|\r|\n/g, '%0D%0A').replaceAll('"', '%22');

// The parts as `multipart/form-data`: bytes and content type.
exports.multipart = function multipart(form) {
  const { Buffer } = require('globals/buffer');
  const digits = String(Math.floor(host.random() * 1e11)).padStart(12, '0');
  const boundary = `----formdata-undici-${digits}`;
  const chunks = [];
  for (const [name, value] of form) {
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"`;
    if (typeof value === 'string') {
      chunks.push(Buffer.from(`${head}\r\n\r\n${value.replace(/\r?\n|\r/g, '\r\n')}\r\n`));
    } else {
      const type = value.type || 'application/octet-stream';
      chunks.push(Buffer.from(`${head}; filename="${quoted(value.name)}"\r\nContent-Type: ${type}\r\n\r\n`));
      chunks.push(bytesOf(value), Buffer.from('\r\n'));
    }
  }
  chunks.push(Buffer.from(`--${boundary}--\r\n`));
  return { bytes: new Uint8Array(Buffer.concat(chunks)), type: `multipart/form-data; boundary=${boundary}` };
};

// A form from the bytes of a body of this content type; undefined if it is neither kind of form.
exports.parseForm = function parseForm(bytes, contentType) {
  const { Buffer } = require('globals/buffer');
  const form = new FormData();
  if (/^application\/x-www-form-urlencoded/i.test(contentType)) {
    for (const [name, value] of JSON.parse(host.formParse(host.utf8(bytes)))) form.append(name, value);
    return form;
  }
  const boundary = /^multipart\/form-data.*;\s*boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) return undefined;
  const parts = Buffer.from(bytes).latin1Slice().split(`--${boundary}`);
  for (const part of parts.slice(1, -1)) {
    const end = part.indexOf('\r\n\r\n');
    const head = Buffer.from(part.slice(0, end), 'latin1').toString();
    const body = Buffer.from(part.slice(end + 4, -2), 'latin1');
    const name = /name="([^"]*)"/i.exec(head)?.[1] ?? '';
    const filename = /filename="([^"]*)"/i.exec(head)?.[1];
    const type = /content-type:\s*([^\r\n]+)/i.exec(head)?.[1] ?? 'text/plain';
    form.append(name, filename === undefined ? body.toString() : new File([body], filename, { type }));
  }
  return form;
};
exports.FormData = FormData;
