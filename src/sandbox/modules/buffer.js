// `require('buffer')`.
'use strict';

const file = require('globals/buffer');
const { atob, btoa } = require('globals/base64');
const kinds = require('internal/kinds');
const { invalidArgType } = require('internal/node_errors');

const { Buffer } = file;

const bytesOf = (input) => {
  if (kinds.isArrayBuffer(input)) return new Uint8Array(input);
  if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  throw invalidArgType('input', ['ArrayBuffer', 'Buffer', 'TypedArray'], input);
};

exports.Buffer = Buffer;
exports.SlowBuffer = function SlowBuffer(length) {
  return Buffer.allocUnsafeSlow(+length || 0);
};
exports.transcode = (source, from, to) => Buffer.from(Buffer.from(source).toString(from), to);
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
