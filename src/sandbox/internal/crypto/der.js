// ASN.1 in its distinguished encoding: read into items, written from parts.
'use strict';

const { concat, trimmed } = require('internal/crypto/bytes');

const TAGS = { integer: 2, bits: 3, octets: 4, nothing: 5, oid: 6, utf8: 12, sequence: 48, set: 49 };

class Item {
  constructor(tag, content, whole) {
    this.tag = tag;
    this.content = content;
    this.whole = whole;
  }

  get items() {
    const items = [];
    for (let at = 0; at < this.content.length;) {
      const item = read(this.content, at);
      items.push(item);
      at += item.whole.length;
    }
    return items;
  }

  need(tag) {
    if (this.tag !== (TAGS[tag] ?? tag)) throw new SyntaxError(`expected the tag ${TAGS[tag] ?? tag}, not ${this.tag}`);
    return this;
  }

  // A number without the zero that keeps it positive.
  get number() {
    return trimmed(this.need('integer').content);
  }

  get small() {
    return this.number.reduce((value, byte) => value * 256 + byte, 0);
  }

  get oid() {
    const { content } = this.need('oid');
    const numbers = [];
    let number = 0;
    for (const byte of content) {
      number = number * 128 + (byte & 127);
      if (byte < 128) {
        numbers.push(number);
        number = 0;
      }
    }
    const first = Math.min(2, Math.floor((numbers[0] ?? 0) / 40));
    return [first, (numbers[0] ?? 0) - 40 * first, ...numbers.slice(1)].join('.');
  }

  // The bytes of a bit string that has no bits over.
  get bits() {
    return this.need('bits').content.subarray(1);
  }
}

function read(bytes, at = 0) {
  const tag = bytes[at];
  let length = bytes[at + 1];
  let from = at + 2;
  if (length === undefined) throw new SyntaxError('the text ends in the middle');
  if (length > 127) {
    const count = length & 127;
    if (count === 0 || count > 4) throw new SyntaxError('a length of no known form');
    length = 0;
    for (const byte of bytes.subarray(from, from + count)) length = length * 256 + byte;
    from += count;
  }
  if (from + length > bytes.length) throw new SyntaxError('the text ends in the middle');
  return new Item(tag, bytes.subarray(from, from + length), bytes.subarray(at, from + length));
}

exports.read = read;

function tagged(tag, ...parts) {
  const content = concat(...parts);
  const { length } = content;
  const head = [TAGS[tag] ?? tag];
  if (length < 128) head.push(length);
  else {
    const bytes = [];
    for (let left = length; left > 0; left = Math.floor(left / 256)) bytes.unshift(left % 256);
    head.push(128 + bytes.length, ...bytes);
  }
  return concat(new Uint8Array(head), content);
}

exports.tagged = tagged;
exports.sequence = (...parts) => tagged('sequence', ...parts);
exports.octets = (bytes) => tagged('octets', bytes);
exports.bits = (bytes) => tagged('bits', new Uint8Array(1), bytes);
exports.nothing = () => tagged('nothing');

exports.integer = function integer(value) {
  const bytes = typeof value === 'number' ? new Uint8Array([value]) : trimmed(value);
  return tagged('integer', bytes.length === 0 || bytes[0] > 127 ? new Uint8Array(1) : new Uint8Array(0), bytes);
};

exports.oid = function oid(text) {
  const [first, second, ...rest] = text.split('.').map(Number);
  const bytes = [];
  for (const number of [first * 40 + second, ...rest]) {
    const digits = [number % 128];
    for (let left = Math.floor(number / 128); left > 0; left = Math.floor(left / 128))
      digits.unshift(128 + (left % 128));
    bytes.push(...digits);
  }
  return tagged('oid', new Uint8Array(bytes));
};
