// `Blob` and `File`.
'use strict';

const { coded, received } = require('internal/node_errors');
const { streamOf } = require('internal/body_stream');

const custom = Symbol.for('nodejs.util.inspect.custom');

let bytesOf;

function bytesOfPart(part) {
  if (typeof part === 'object' && part !== null) {
    if (part instanceof Blob) return bytesOf(part);
    if (ArrayBuffer.isView(part)) return new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
    if (part instanceof ArrayBuffer) return new Uint8Array(part);
  }
  return host.fromUtf8(`${part}`.toWellFormed());
}

class Blob {
  #bytes;
  #type;

  static {
    bytesOf = (blob) => blob.#bytes;
  }

  constructor(sources = [], options = {}) {
    if (sources === null || typeof sources !== 'object' || typeof sources[Symbol.iterator] !== 'function') {
      throw coded(
        TypeError,
        'ERR_INVALID_ARG_TYPE',
        `The "sources" argument must be a sequence.${received(sources)}`,
      );
    }
    const { endings = 'transparent' } = options ?? {};
    if (endings !== 'transparent' && endings !== 'native') {
      throw coded(
        TypeError,
        'ERR_INVALID_ARG_VALUE',
        `The property 'options.endings' is invalid. Received ${require('internal/inspect').inspect(endings)}`,
      );
    }
    const unix = (part) => (endings === 'native' && typeof part === 'string' ? part.replace(/\r\n?/g, '\n') : part);
    const parts = [...sources].map((part) => bytesOfPart(unix(part)));
    this.#bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      this.#bytes.set(part, at);
      at += part.length;
    }
    const type = `${options?.type ?? ''}`;
    this.#type = /[^\u0020-\u007e]/.test(type) ? '' : type.toLowerCase();
  }

  get size() {
    return this.#bytes.length;
  }

  get type() {
    return this.#type;
  }

  slice(start = 0, end = this.size, type = '') {
    return new Blob([this.#bytes.slice(start, end)], { type });
  }

  async arrayBuffer() {
    return this.#bytes.slice().buffer;
  }

  async bytes() {
    return this.#bytes.slice();
  }

  async text() {
    return host.decodeText('utf-8', this.#bytes, false, false, true);
  }

  stream() {
    return streamOf(this.#bytes.slice());
  }

  [custom](depth, options, inspect) {
    if (typeof depth === 'number' && depth < 0) return this;
    return `Blob ${inspect({ size: this.size, type: this.type }, options)}`;
  }
}

class File extends Blob {
  #name;
  #lastModified;

  constructor(sources, name, options = {}) {
    if (arguments.length < 2) {
      throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "fileBits" and "fileName" arguments must be specified');
    }
    super(sources, options);
    this.#name = `${name}`.toWellFormed();
    this.#lastModified = options?.lastModified === undefined ? Date.now() : Number(options.lastModified) || 0;
  }

  get name() {
    return this.#name;
  }

  get lastModified() {
    return this.#lastModified;
  }

  [custom](depth, options, inspect) {
    if (typeof depth === 'number' && depth < 0) return this;
    const { size, type, name, lastModified } = this;
    return `File ${inspect({ size, type, name, lastModified }, options)}`;
  }
}

for (const Class of [Blob, File]) {
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
}

exports.bytesOf = bytesOf;
exports.Blob = Blob;
exports.File = File;
