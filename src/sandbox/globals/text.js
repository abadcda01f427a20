// `TextEncoder` and `TextDecoder`.
'use strict';

const { coded, invalidArgType } = require('internal/node_errors');
const { wholeCharacters } = require('internal/encodings');

const utf8 = (text) => host.fromUtf8(`${text}`.toWellFormed());

exports.TextEncoder = class TextEncoder {
  get encoding() {
    return 'utf-8';
  }

  encode(input = '') {
    return utf8(input);
  }

  encodeInto(source, target) {
    if (typeof source !== 'string') throw invalidArgType('src', 'string', source);
    const bytes = utf8(source);
    const written = wholeCharacters(bytes, target.length);
    target.set(bytes.subarray(0, written));
    return { read: host.utf8(bytes.subarray(0, written)).length, written };
  }
};

function bytesOf(input) {
  if (input === undefined) return new Uint8Array(0);
  if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  try {
    return new Uint8Array(ArrayBuffer.prototype.slice.call(input, 0));
  } catch {
    throw coded(
      TypeError,
      'ERR_INVALID_ARG_TYPE',
      'The "list" argument must be an instance of SharedArrayBuffer, ArrayBuffer or ArrayBufferView.',
    );
  }
}

exports.TextDecoder = class TextDecoder {
  #encoding;
  #fatal;
  #ignoreBOM;
  // Everything since the last call without `stream`, and how much of its text was handed out.
  #held = new Uint8Array(0);
  #given = 0;

  constructor(label = 'utf-8', options = {}) {
    if (options !== null && typeof options !== 'object') throw invalidArgType('options', 'object', options);
    const name = host.encodingName(`${label}`);
    if (name === undefined) {
      throw coded(RangeError, 'ERR_ENCODING_NOT_SUPPORTED', `The "${label}" encoding is not supported`);
    }
    this.#encoding = name;
    this.#fatal = Boolean(options?.fatal);
    this.#ignoreBOM = Boolean(options?.ignoreBOM);
  }

  get encoding() {
    return this.#encoding;
  }

  get fatal() {
    return this.#fatal;
  }

  get ignoreBOM() {
    return this.#ignoreBOM;
  }

  decode(input = undefined, options = {}) {
    const fresh = bytesOf(input);
    const stream = Boolean(options?.stream);
    let bytes = fresh;
    if (this.#held.length > 0) {
      bytes = new Uint8Array(this.#held.length + fresh.length);
      bytes.set(this.#held);
      bytes.set(fresh, this.#held.length);
    }
    const given = this.#given;
    const text = host.decodeText(this.#encoding, bytes, this.#fatal, this.#ignoreBOM, !stream);
    this.#held = stream && text !== undefined ? bytes.slice() : new Uint8Array(0);
    this.#given = stream && text !== undefined ? text.length : 0;
    if (text === undefined) {
      throw coded(
        TypeError,
        'ERR_ENCODING_INVALID_ENCODED_DATA',
        `The encoded data was not valid for encoding ${this.#encoding}`,
      );
    }
    return text.slice(given);
  }
};

for (const { prototype } of [exports.TextEncoder, exports.TextDecoder]) {
  Object.defineProperty(prototype, Symbol.toStringTag, { value: prototype.constructor.name, configurable: true });
}
