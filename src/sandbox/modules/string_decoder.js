// `require('string_decoder')`: text from chunks that may end within a character.
'use strict';

const { Buffer } = require('globals/buffer');
const { normalize } = require('internal/encodings');
const { coded, invalidArgType } = require('internal/node_errors');

// How many bytes at the end belong to a character that is not complete.
const INCOMPLETE = {
  utf8(bytes) {
    for (let back = 1; back <= Math.min(3, bytes.length); back++) {
      const byte = bytes[bytes.length - back];
      if ((byte & 0xc0) === 0x80) continue;
      const length = byte >= 0xf0 && byte < 0xf8 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 1;
      return byte < 0xf8 && length > back ? back : 0;
    }
    return 0;
  },
  utf16le(bytes) {
    const odd = bytes.length % 2;
    const high = bytes.length - odd >= 2 ? bytes[bytes.length - odd - 1] : 0;
    return high >= 0xd8 && high <= 0xdb ? odd + 2 : odd;
  },
  base64: (bytes) => bytes.length % 3,
  base64url: (bytes) => bytes.length % 3,
};

class StringDecoder {
  #held = Buffer.alloc(0);

  constructor(encoding) {
    this.encoding = normalize(encoding ?? 'utf8');
    if (this.encoding === undefined) throw coded(TypeError, 'ERR_UNKNOWN_ENCODING', `Unknown encoding: ${encoding}`);
  }

  write(chunk) {
    if (typeof chunk === 'string') return chunk;
    if (!ArrayBuffer.isView(chunk)) throw invalidArgType('buf', ['Buffer', 'TypedArray', 'DataView'], chunk);
    const bytes = Buffer.concat([this.#held, new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength)]);
    const left = INCOMPLETE[this.encoding]?.(bytes) ?? 0;
    this.#held = bytes.subarray(bytes.length - left);
    return bytes.toString(this.encoding, 0, bytes.length - left);
  }

  end(chunk) {
    const text = chunk === undefined ? '' : this.write(chunk);
    const rest = this.#held.toString(this.encoding);
    this.#held = Buffer.alloc(0);
    return text + rest;
  }

  get lastNeed() {
    return this.#held.length;
  }
}

exports.StringDecoder = StringDecoder;
