// The encodings of `Buffer`: text to bytes and back.
'use strict';

const { toWellFormed } = String.prototype;
const { fromCharCode } = String;

function ucs2Bytes(text) {
  const bytes = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    bytes[2 * i] = unit & 0xff;
    bytes[2 * i + 1] = unit >> 8;
  }
  return bytes;
}

const CHUNK = 4096;

function ucs2Text(bytes) {
  let text = '';
  for (let start = 0; start + 1 < bytes.length; start += 2 * CHUNK) {
    const units = [];
    const end = Math.min(start + 2 * CHUNK, bytes.length - 1);
    for (let i = start; i < end; i += 2) units[units.length] = bytes[i] | (bytes[i + 1] << 8);
    text += fromCharCode.apply(undefined, units);
  }
  return text;
}

const wellFormed = (text) => toWellFormed.call(text);
const sevenBits = (bytes) => bytes.map((byte) => byte & 0x7f);

const base64Length = (text) => {
  let { length } = text;
  while (length > 0 && text[length - 1] === '=' && text.length - length < 2) length -= 1;
  return Math.floor((length * 3) / 4);
};

const { isWellFormed } = String.prototype;

// The low half of each UTF-16 unit. Native code is given no lone surrogates.
function lowBytes(text) {
  if (isWellFormed.call(text)) return host.fromLatin1(text);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i) & 0xff;
  return bytes;
}

const ENCODINGS = {
  utf8: { bytes: (text) => host.fromUtf8(wellFormed(text)), text: (bytes) => host.utf8(bytes) },
  utf16le: { bytes: ucs2Bytes, text: ucs2Text, length: (text) => text.length * 2 },
  latin1: {
    bytes: lowBytes,
    text: (bytes) => host.latin1(bytes),
    length: (text) => text.length,
  },
  ascii: {
    bytes: lowBytes,
    text: (bytes) => host.latin1(sevenBits(bytes)),
    length: (text) => text.length,
  },
  base64: {
    bytes: (text) => host.fromBase64(wellFormed(text)),
    text: (bytes) => host.base64(bytes),
    length: base64Length,
  },
  base64url: {
    bytes: (text) => host.fromBase64(wellFormed(text)),
    text: (bytes) => host.base64(bytes).replace(/[+/=]/g, (digit) => (digit === '+' ? '-' : digit === '/' ? '_' : '')),
    length: base64Length,
  },
  hex: {
    bytes: (text) => host.fromHex(wellFormed(text)),
    text: (bytes) => host.hex(bytes),
    length: (text) => text.length >>> 1,
  },
};

const ALIASES = new Map([
  ['utf8', 'utf8'],
  ['utf-8', 'utf8'],
  ['ucs2', 'utf16le'],
  ['ucs-2', 'utf16le'],
  ['utf16le', 'utf16le'],
  ['utf-16le', 'utf16le'],
  ['latin1', 'latin1'],
  ['binary', 'latin1'],
  ['ascii', 'ascii'],
  ['base64', 'base64'],
  ['base64url', 'base64url'],
  ['hex', 'hex'],
]);

// The canonical name of an encoding, undefined if there is none of that name.
exports.normalize = (name) =>
  ALIASES.get(name) ?? (typeof name === 'string' ? ALIASES.get(name.toLowerCase()) : undefined);

// `bytes(text)` and `text(bytes)` of an encoding by its name; undefined if there is none of that name.
exports.encoding = function encoding(name) {
  const known = exports.normalize(name);
  return known === undefined ? undefined : ENCODINGS[known];
};

// How many bytes a text takes.
exports.byteLength = (text, { length, bytes }) => (length === undefined ? bytes(text).length : length(text));

// How many of the first `room` bytes of UTF-8 make whole characters.
exports.wholeCharacters = function wholeCharacters(bytes, room) {
  if (bytes.length <= room) return bytes.length;
  let end = room;
  while (end > 0 && (bytes[end] & 0xc0) === 0x80) end -= 1;
  return end;
};
