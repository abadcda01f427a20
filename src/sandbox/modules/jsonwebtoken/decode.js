// `decode`: what a token says, whoever made it.
'use strict';

const { Buffer } = require('globals/buffer');

const { parse } = JSON;
const TOKEN = /^[a-zA-Z0-9\-_]+?\.[a-zA-Z0-9\-_]+?\.([a-zA-Z0-9\-_]+)?$/;

function textOf(token) {
  if (typeof token === 'string') return token;
  return typeof token === 'number' || Buffer.isBuffer(token) ? token.toString() : JSON.stringify(token);
}

function headerOf(text) {
  try {
    return parse(Buffer.from(text, 'base64').toString('binary'));
  } catch {
    return undefined;
  }
}

exports.decode = function decode(token, options) {
  const text = textOf(token);
  if (!TOKEN.test(text)) return null;
  const [head, body, signature] = text.split('.');
  const header = headerOf(head);
  if (!header) return null;
  let payload = Buffer.from(body, 'base64').toString('utf8');
  if (header.typ === 'JWT' || options?.json) payload = parse(payload);
  if (typeof payload === 'string') {
    try {
      const value = parse(payload);
      if (value !== null && typeof value === 'object') payload = value;
    } catch {
      // A payload need not be JSON.
    }
  }
  return options?.complete === true ? { header, payload, signature } : payload;
};

exports.textOf = textOf;
