// PEM: the armour around keys and certificates, and the old way to encrypt what is in it.
'use strict';

const { buffer, bytesOf, concat } = require('internal/crypto/bytes');

const ARMOUR = /-----BEGIN ([A-Z0-9 ]+)-----\s*?\n([\s\S]*?)-----END \1-----/;

// `{label, headers, bytes}` of the first block with a label that `wanted` takes; undefined if there is none.
exports.read = function read(text, wanted = () => true) {
  for (let rest = text; ;) {
    const found = ARMOUR.exec(rest);
    if (found === null) return undefined;
    rest = rest.slice(found.index + found[0].length);
    if (!wanted(found[1])) continue;
    const headers = {};
    let body = found[2];
    for (let header; (header = /^\s*([A-Za-z0-9-]+): *([^\n]*)\r?\n/.exec(body)) !== null;) {
      headers[header[1]] = header[2].trim();
      body = body.slice(header[0].length);
    }
    if (/[^A-Za-z0-9+/=\s]/.test(body)) return undefined;
    return { label: found[1], headers, bytes: host.fromBase64(body.replace(/\s+/g, '')) };
  }
};

exports.write = function write(label, bytes, headers = '') {
  const lines = host.base64(bytes).match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${headers}${lines.join('\n')}\n-----END ${label}-----\n`;
};

const CIPHERS = {
  'AES-128-CBC': ['aes', 16],
  'AES-192-CBC': ['aes', 24],
  'AES-256-CBC': ['aes', 32],
  'DES-EDE3-CBC': ['des', 24],
};

// One MD5 chain over passphrase and salt, as OpenSSL made keys before there were standards.
function keyFrom(passphrase, salt, length) {
  let key = buffer(new Uint8Array(0));
  for (let last = key; key.length < length;) {
    last = host.hash('md5', concat(last, passphrase, salt.subarray(0, 8)));
    key = concat(key, last);
  }
  return key.subarray(0, length);
}

exports.isEncrypted = ({ headers }) => /ENCRYPTED/.test(headers['Proc-Type'] ?? '');

// The bytes of an encrypted block; undefined if the passphrase is not the one.
exports.decrypt = function decrypt({ headers, bytes }, passphrase) {
  const [name, hex] = (headers['DEK-Info'] ?? '').split(',');
  const cipher = CIPHERS[name?.toUpperCase()];
  if (cipher === undefined) return undefined;
  const iv = host.fromHex(hex ?? '');
  const key = keyFrom(bytesOf(passphrase, 'passphrase'), iv, cipher[1]);
  const made = host.blocks(cipher[0], 'cbc', false, key, iv, bytes);
  const extra = made?.at(-1);
  return extra > 0 && extra <= iv.length ? made.subarray(0, made.length - extra) : undefined;
};

exports.encrypt = function encrypt(label, bytes, name, passphrase) {
  const cipher = CIPHERS[name.toUpperCase()];
  if (cipher === undefined) return undefined;
  const size = cipher[0] === 'des' ? 8 : 16;
  const iv = host.randomBytes(size);
  const extra = size - (bytes.length % size);
  const padded = concat(bytes, new Uint8Array(extra).fill(extra));
  const made = host.blocks(
    cipher[0],
    'cbc',
    true,
    keyFrom(bytesOf(passphrase, 'passphrase'), iv, cipher[1]),
    iv,
    padded,
  );
  const dek = `${name.toUpperCase()},${host.hex(iv).toUpperCase()}`;
  return exports.write(label, made, `Proc-Type: 4,ENCRYPTED\nDEK-Info: ${dek}\n\n`);
};
