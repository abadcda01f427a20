// Searching, comparing and swapping the bytes of a `Buffer`.
'use strict';

const { encoding } = require('internal/encodings');
const { coded, invalidArgType } = require('internal/node_errors');
const kinds = require('internal/kinds');

// An encoding by its name, or Node's error.
function known(name) {
  const found = encoding(name);
  if (found === undefined) throw coded(TypeError, 'ERR_UNKNOWN_ENCODING', `Unknown encoding: ${name}`);
  return found;
}
exports.known = known;

const orUtf8 = (name) => (typeof name !== 'string' || name === '' ? 'utf8' : name);
exports.orUtf8 = orUtf8;

exports.compareBytes = function compareBytes(one, two) {
  const length = Math.min(one.length, two.length);
  for (let i = 0; i < length; i++) {
    if (one[i] !== two[i]) return one[i] < two[i] ? -1 : 1;
  }
  return Math.sign(one.length - two.length);
};

// Where `needle` first stands at or after `start`, or last at or before it.
exports.find = function find(buffer, needle, start, forward, name) {
  if (typeof start === 'string') {
    name = start;
    start = undefined;
  }
  start = Number(start);
  if (Number.isNaN(start)) start = forward ? 0 : buffer.length;
  start = Math.trunc(start);
  if (start < 0) start += buffer.length;
  if (start < 0) {
    if (!forward) return -1;
    start = 0;
  }
  if (typeof needle === 'number') needle = [needle & 0xff];
  else if (typeof needle === 'string') needle = known(orUtf8(name)).bytes(needle);
  else if (!kinds.isUint8Array(needle))
    throw invalidArgType('value', ['number', 'string', 'Buffer', 'Uint8Array'], needle);
  const last = buffer.length - needle.length;
  if (needle.length === 0) return Math.min(start, buffer.length);
  const step = forward ? 1 : -1;
  for (let at = forward ? start : Math.min(start, last); at >= 0 && at <= last; at += step) {
    let i = 0;
    while (i < needle.length && buffer[at + i] === needle[i]) i += 1;
    if (i === needle.length) return at;
  }
  return -1;
};

exports.swap = function swap(buffer, size) {
  if (buffer.length % size !== 0) {
    throw coded(RangeError, 'ERR_INVALID_BUFFER_SIZE', `Buffer size must be a multiple of ${8 * size}-bits`);
  }
  for (let start = 0; start < buffer.length; start += size) buffer.subarray(start, start + size).reverse();
  return buffer;
};
