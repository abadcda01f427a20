// `require('buffer')`.
'use strict';

const file = require('globals/buffer');
const { atob, btoa } = require('globals/base64');
const { normalize } = require('internal/encodings');
const kinds = require('internal/kinds');
const { invalidArgType } = require('internal/node_errors');

const { Buffer } = file;

const bytesOf = (input) => {
  if (kinds.isAnyArrayBuffer(input)) return new Uint8Array(input);
  if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  throw invalidArgType('input', ['ArrayBuffer', 'Buffer', 'TypedArray'], input);
};

exports.Buffer = Buffer;
exports.SlowBuffer = function SlowBuffer(length) {
  return Buffer.allocUnsafeSlow(+length || 0);
};
const TRANSCODED = new Set(['utf8', 'utf16le', 'latin1', 'ascii']);

exports.transcode = function transcode(source, from, to) {
  if (!kinds.isUint8Array(source)) throw invalidArgType('source', ['Buffer', 'Uint8Array'], source);
  if (source.length === 0) return Buffer.alloc(0);
  const [one, two] = [normalize(from), normalize(to)];
  if (!TRANSCODED.has(one) || !TRANSCODED.has(two)) {
    const error = new Error('Unable to transcode Buffer [U_ILLEGAL_ARGUMENT_ERROR]');
    throw Object.assign(error, { code: 'U_ILLEGAL_ARGUMENT_ERROR', errno: 1 });
  }
  const text = Buffer.from(source).toString(one);
  if (two === 'utf8' || two === 'utf16le') return Buffer.from(text, two);
  // What the narrow encoding lacks becomes a question mark.
  const most = two === 'ascii' ? 127 : 255;
  return Buffer.from([...text].map((character) => (character.codePointAt(0) > most ? '?' : character)).join(''), two);
};
exports.resolveObjectURL = () => undefined;
for (const name of ['Blob', 'File']) {
  Object.defineProperty(exports, name, {
    get: () => require('globals/blob')[name],
    enumerable: true,
    configurable: true,
  });
}
exports.isUtf8 = (input) => host.isUtf8(bytesOf(input));
exports.isAscii = (input) => bytesOf(input).every((byte) => byte < 128);
exports.kMaxLength = Number.MAX_SAFE_INTEGER;
exports.kStringMaxLength = 536870888;
exports.btoa = btoa;
exports.atob = atob;
exports.constants = { MAX_LENGTH: Number.MAX_SAFE_INTEGER, MAX_STRING_LENGTH: 536870888 };
Object.defineProperty(exports, 'INSPECT_MAX_BYTES', {
  get: () => file.INSPECT_MAX_BYTES,
  set(value) {
    file.INSPECT_MAX_BYTES = value;
  },
  enumerable: true,
  configurable: true,
});
