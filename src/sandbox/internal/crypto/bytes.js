// What a script hands to `crypto` as bytes, and what it gets back.
'use strict';

const { Buffer } = require('globals/buffer');
const { encoding } = require('internal/encodings');
const kinds = require('internal/kinds');
const { invalidArgType } = require('internal/node_errors');

const VIEWS = ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'];

// The bytes of a view or a buffer, undefined for anything else. They are the script's own memory.
exports.viewed = function viewed(value) {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (kinds.isAnyArrayBuffer(value)) return new Uint8Array(value);
  return undefined;
};

// A string in the encoding `name` (UTF-8 by default), or the bytes themselves.
exports.bytesOf = function bytesOf(value, argument, name, expected = ['string', ...VIEWS]) {
  if (typeof value === 'string') {
    return (encoding(name === undefined || name === 'buffer' ? 'utf8' : name) ?? encoding('utf8')).bytes(value);
  }
  const bytes = exports.viewed(value);
  if (bytes === undefined) throw invalidArgType(argument, expected, value);
  return bytes;
};

// The same memory as a Buffer.
exports.buffer = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

// Bytes as the script wants them: a Buffer, or text in an encoding.
exports.output = function output(bytes, name) {
  const buffer = exports.buffer(bytes);
  const known = name === undefined || name === null || name === 'buffer' ? undefined : encoding(name);
  return known === undefined ? buffer : known.text(buffer);
};

exports.concat = (...parts) => Buffer.concat(parts);

exports.same = (one, two) => one.length === two.length && one.every((byte, i) => byte === two[i]);

// Big-endian numbers.
exports.toNumber = (bytes) => (bytes.length === 0 ? 0n : BigInt(`0x${host.hex(bytes)}`));

exports.fromNumber = function fromNumber(number, length) {
  let hex = number.toString(16);
  if (hex.length % 2 === 1) hex = `0${hex}`;
  return exports.padded(host.fromHex(hex), length);
};

// Zeros in front, up to `length` bytes; zeros that are too many go away.
exports.padded = function padded(bytes, length) {
  const short = exports.trimmed(bytes);
  if (length === undefined) return short;
  const whole = new Uint8Array(length);
  whole.set(short, length - short.length);
  return whole;
};

exports.trimmed = function trimmed(bytes) {
  let from = 0;
  while (from < bytes.length && bytes[from] === 0) from += 1;
  return bytes.subarray(from);
};

exports.xor = (one, two) => one.map((byte, i) => byte ^ two[i]);
