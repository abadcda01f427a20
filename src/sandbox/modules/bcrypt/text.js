// The text form of salts and hashes, `$2b$10$` + 22 characters of salt + 31 of hash, and the derivation itself.
'use strict';

const tasks = require('internal/tasks');
const wire = require('internal/wire');

const ALPHABET = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

// Bytes as text in bcrypt's own alphabet, without padding.
exports.encode = function encode(bytes) {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const group = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += ALPHABET[(group >> 18) & 63] + ALPHABET[(group >> 12) & 63];
    if (left > 1) text += ALPHABET[(group >> 6) & 63];
    if (left > 2) text += ALPHABET[group & 63];
  }
  return text;
};

// At most `most` bytes of such a text; it ends at the first character that is not of the alphabet.
exports.decode = function decode(text, most) {
  const bytes = [];
  let group = 0;
  let bits = 0;
  for (const character of text) {
    const digit = ALPHABET.indexOf(character);
    if (digit < 0 || bytes.length >= most) break;
    group = ((group << 6) | digit) & 0xfff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((group >> bits) & 255);
    }
  }
  return bytes;
};

exports.costText = (cost) => (cost < 10 ? `0${cost}` : String(cost));

// A fresh salt with this prefix: `$2b$10$` …
exports.freshSalt = (prefix) => prefix + exports.encode(host.randomBytes(16));

// What is hashed: the password and, from `$2a$` on, a NUL that ends it.
function keyOf(password, prefix) {
  const bytes = host.fromBase64(host.base64(typeof password === 'string' ? password.toWellFormed() : password));
  if (prefix.startsWith('$2$')) return bytes;
  const ended = new Uint8Array(bytes.length + 1);
  ended.set(bytes);
  return ended;
}

// The hash of a password; `salt` is `{prefix, cost, bytes}`. Answers `[text, milliseconds]`.
function derive(password, salt, blocking) {
  const bytes = new Uint8Array(16);
  bytes.set(salt.bytes);
  const [hash, elapsedMs] = host.bcrypt(keyOf(password, salt.prefix), bytes, salt.cost, blocking);
  return [salt.prefix + exports.encode(bytes) + exports.encode(host.fromBase64(hash)), elapsedMs];
}

exports.deriveSync = (password, salt) => derive(password, salt, true)[0];

// The same off the main thread: `done(error, text)` comes as an I/O completion.
exports.derive = function deriveLater(password, salt, done) {
  const from = wire.here();
  let error;
  let text;
  let elapsedMs = 0;
  try {
    [text, elapsedMs] = derive(password, salt, false);
  } catch (thrown) {
    error = thrown;
  }
  tasks.later(() => done(error, text), elapsedMs, from.stack);
};
