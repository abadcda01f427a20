// The text form of a hash: `$argon2id$v=19$m=65536,t=3,p=4$salt$hash`.
'use strict';

const { Buffer } = require('globals/buffer');

const NAME = /^[a-z0-9-]{1,32}$/;
const VALUE = /^[a-zA-Z0-9/+.-]+$/;
const BASE64 = /^([a-zA-Z0-9/+.-]+|)$/;

const text = (bytes) => host.base64(bytes).replace(/=+$/, '');

exports.serialize = function serialize({ id, version, params, salt, hash }) {
  const shown = Object.entries(params).map(
    ([name, value]) => `${name}=${Buffer.isBuffer(value) ? text(value) : value}`,
  );
  return `$${id}$v=${version}$${shown.join(',')}$${text(salt)}$${text(hash)}`;
};

const refuse = (words) => {
  throw new TypeError(words);
};

exports.deserialize = function deserialize(digest) {
  if (typeof digest !== 'string' || digest === '') refuse('pchstr must be a non-empty string');
  if (digest[0] !== '$') refuse('pchstr must contain a $ as first char');
  const fields = digest.split('$').slice(1);
  const most = /^v=\d+$/.test(fields[1] ?? '') ? 5 : 4;
  if (fields.length > most) refuse(`pchstr contains too many fileds: ${fields.length}/${most}`);
  const id = fields.shift();
  if (!NAME.test(id)) refuse(`id must satisfy ${NAME}`);
  const found = { id };
  if (/^v=\d+$/.test(fields[0] ?? '')) found.version = parseInt(fields.shift().slice(2), 10);
  const bytes = [];
  if (BASE64.test(fields.at(-1) ?? '=')) {
    bytes.unshift(Buffer.from(fields.pop(), 'base64'));
    if (fields.length > 0 && BASE64.test(fields.at(-1))) bytes.unshift(Buffer.from(fields.pop(), 'base64'));
  }
  if (fields.length > 0) {
    const params = fields
      .pop()
      .split(',')
      .map((pair) => pair.split(/=(.*)/s).slice(0, 2));
    for (const [name] of params) if (!NAME.test(name)) refuse(`params names must satisfy ${NAME}`);
    for (const [, value] of params) if (!VALUE.test(value ?? '')) refuse(`params values must satisfy ${VALUE}`);
    const asNumber = (value) => (/^((-)?[1-9]\d*|0)$/.test(value) ? parseInt(value, 10) : value);
    found.params = Object.fromEntries(params.map(([name, value]) => [name, asNumber(value)]));
  }
  if (fields.length > 0) refuse(`pchstr contains unrecognized fileds: ${fields}`);
  const [salt, hash] = bytes;
  if (salt !== undefined) found.salt = salt;
  if (hash !== undefined) found.hash = hash;
  return found;
};
