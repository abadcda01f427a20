// `require('punycode')`: Punycode (RFC 3492) and domain names in it.
'use strict';

const BASE = 36;
const FIRST = 1;
const LAST = 26;
const SKEW = 38;
const DAMP = 700;
const BIAS = 72;
const START = 128;
const MOST = 0x7fffffff;

const fail = (words) => {
  throw new RangeError(words);
};

function adapted(delta, points, first) {
  let k = 0;
  let rest = first ? Math.floor(delta / DAMP) : delta >> 1;
  rest += Math.floor(rest / points);
  for (; rest > ((BASE - FIRST) * LAST) >> 1; k += BASE) rest = Math.floor(rest / (BASE - FIRST));
  return Math.floor(k + ((BASE - FIRST + 1) * rest) / (rest + SKEW));
}

const threshold = (k, bias) => (k <= bias ? FIRST : k >= bias + LAST ? LAST : k - bias);

const digitOf = (code) => {
  if (code >= 0x30 && code < 0x3a) return 26 + (code - 0x30);
  if (code >= 0x41 && code < 0x5b) return code - 0x41;
  if (code >= 0x61 && code < 0x7b) return code - 0x61;
  return BASE;
};
const letterOf = (digit) => String.fromCharCode(digit < 26 ? digit + 97 : digit + 22);

const ucs2 = {
  decode: (text) => Array.from(text, (point) => point.codePointAt(0)),
  encode: (points) => String.fromCodePoint(...points),
};

function decode(input) {
  const basic = Math.max(input.lastIndexOf('-'), 0);
  const output = [];
  for (let i = 0; i < basic; i++) {
    if (input.charCodeAt(i) >= 0x80) fail('Illegal input >= 0x80 (not a basic code point)');
    output.push(input.charCodeAt(i));
  }
  let [n, at, bias] = [START, 0, BIAS];
  for (let index = basic > 0 ? basic + 1 : 0; index < input.length; at++) {
    const before = at;
    for (let weight = 1, k = BASE; ; k += BASE) {
      if (index >= input.length) fail('Invalid input');
      const digit = digitOf(input.charCodeAt(index++));
      if (digit >= BASE) fail('Invalid input');
      if (digit > Math.floor((MOST - at) / weight)) fail('Overflow: input needs wider integers to process');
      at += digit * weight;
      const t = threshold(k, bias);
      if (digit < t) break;
      if (weight > Math.floor(MOST / (BASE - t))) fail('Overflow: input needs wider integers to process');
      weight *= BASE - t;
    }
    const points = output.length + 1;
    bias = adapted(at - before, points, before === 0);
    n += Math.floor(at / points);
    at %= points;
    output.splice(at, 0, n);
  }
  return String.fromCodePoint(...output);
}

function encode(input) {
  const points = ucs2.decode(input);
  const output = points.filter((point) => point < 0x80).map((point) => String.fromCharCode(point));
  const basic = output.length;
  let handled = basic;
  if (basic > 0) output.push('-');
  let [n, delta, bias] = [START, 0, BIAS];
  while (handled < points.length) {
    const next = points.reduce((least, point) => (point >= n && point < least ? point : least), MOST);
    if (next - n > Math.floor((MOST - delta) / (handled + 1))) fail('Overflow: input needs wider integers to process');
    delta += (next - n) * (handled + 1);
    n = next;
    for (const point of points) {
      if (point < n) delta += 1;
      if (point !== n) continue;
      let q = delta;
      for (let k = BASE; ; k += BASE) {
        const t = threshold(k, bias);
        if (q < t) break;
        output.push(letterOf(t + ((q - t) % (BASE - t))));
        q = Math.floor((q - t) / (BASE - t));
      }
      output.push(letterOf(q));
      bias = adapted(delta, handled + 1, handled === basic);
      delta = 0;
      handled += 1;
    }
    delta += 1;
    n += 1;
  }
  return output.join('');
}

function ofLabels(domain, convert) {
  const at = domain.lastIndexOf('@') + 1;
  const labels = domain.slice(at).replace(/[\u3002\uFF0E\uFF61]/g, '.').split('.');
  return domain.slice(0, at) + labels.map(convert).join('.');
}

const toASCII = (domain) =>
  ofLabels(domain, (label) => (/[^\0-\x7F]/.test(label) ? `xn--${encode(label)}` : label));
const toUnicode = (domain) =>
  ofLabels(domain, (label) => (label.startsWith('xn--') ? decode(label.slice(4).toLowerCase()) : label));

Object.assign(exports, { version: '2.1.0', ucs2, decode, encode, toASCII, toUnicode });
