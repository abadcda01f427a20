// `require('querystring')`.
'use strict';

const { coded } = require('internal/node_errors');

exports.escape = function escape(value) {
  if (typeof value !== 'string') value = typeof value === 'object' ? String(value) : `${value}`;
  if (!value.isWellFormed()) throw coded(URIError, 'ERR_INVALID_URI', 'URI malformed');
  return encodeURIComponent(value);
};

exports.unescapeBuffer = function unescapeBuffer(value) {
  const { Buffer } = require('globals/buffer');
  const source = Buffer.from(`${value}`);
  const bytes = [];
  for (let i = 0; i < source.length; i++) {
    const digits = source.latin1Slice(i + 1, i + 3);
    if (source[i] === 0x25 && /^[0-9a-f]{2}$/i.test(digits)) {
      bytes.push(Number.parseInt(digits, 16));
      i += 2;
    } else {
      bytes.push(source[i]);
    }
  }
  return Buffer.from(bytes);
};

exports.unescape = function unescape(value) {
  try {
    return decodeURIComponent(value);
  } catch {
    return exports.unescapeBuffer(value).toString();
  }
};

const plain = (value) => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? `${value}` : '';
  return typeof value === 'bigint' || typeof value === 'boolean' ? `${value}` : '';
};

exports.stringify = exports.encode = function stringify(object, separator, equals, options) {
  if (object === null || typeof object !== 'object') return '';
  const encode = typeof options?.encodeURIComponent === 'function' ? options.encodeURIComponent : exports.escape;
  const fields = [];
  for (const key of Object.keys(object)) {
    const name = encode(plain(key)) + (equals || '=');
    const value = object[key];
    if (Array.isArray(value)) for (const each of value) fields.push(name + encode(plain(each)));
    else fields.push(name + encode(plain(value)));
  }
  return fields.join(separator || '&');
};

exports.parse = exports.decode = function parse(text, separator, equals, options) {
  const object = Object.create(null);
  if (typeof text !== 'string' || text.length === 0) return object;
  const mark = equals ? `${equals}` : '=';
  const most = typeof options?.maxKeys === 'number' ? options.maxKeys : 1000;
  const custom = typeof options?.decodeURIComponent === 'function' ? options.decodeURIComponent : undefined;
  const decode = (part) => {
    part = part.replaceAll('+', custom === undefined ? ' ' : '%20');
    try {
      return (custom ?? exports.unescape)(part);
    } catch {
      return exports.unescape(part);
    }
  };
  let fields = text.split(separator ? `${separator}` : '&').filter((field) => field !== '');
  if (most > 0) fields = fields.slice(0, most);
  for (const field of fields) {
    const at = field.indexOf(mark);
    const name = decode(at === -1 ? field : field.slice(0, at));
    const value = at === -1 ? '' : decode(field.slice(at + mark.length));
    if (!(name in object)) object[name] = value;
    else if (Array.isArray(object[name])) object[name].push(value);
    else object[name] = [object[name], value];
  }
  return object;
};
