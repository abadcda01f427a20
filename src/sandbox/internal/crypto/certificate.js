// X.509 certificates as they are written.
'use strict';

const der = require('internal/crypto/der');
const keys = require('internal/crypto/keys');

const NAMES = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'street',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.42': 'GN',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'emailAddress',
};
const SIGNATURES = {
  '1.2.840.113549.1.1.4': ['rsa', 'md5'],
  '1.2.840.113549.1.1.5': ['rsa', 'sha1'],
  '1.2.840.113549.1.1.11': ['rsa', 'sha256'],
  '1.2.840.113549.1.1.12': ['rsa', 'sha384'],
  '1.2.840.113549.1.1.13': ['rsa', 'sha512'],
  '1.2.840.10045.4.1': ['ec', 'sha1'],
  '1.2.840.10045.4.3.2': ['ec', 'sha256'],
  '1.2.840.10045.4.3.3': ['ec', 'sha384'],
  '1.2.840.10045.4.3.4': ['ec', 'sha512'],
  '1.3.101.112': ['ed25519', undefined],
};
const ALTERNATIVE_NAMES = '2.5.29.17';
const CONSTRAINTS = '2.5.29.19';
const EXTENDED_USE = '2.5.29.37';

function textOf({ tag, content }) {
  if (tag === 30) {
    const units = [];
    for (let i = 0; i + 1 < content.length; i += 2) units.push((content[i] << 8) | content[i + 1]);
    return String.fromCharCode(...units);
  }
  return tag === 12 ? host.utf8(content) : host.latin1(content);
}

// `[[short name, text], …]` in the order they are written.
const nameOf = (item) =>
  item.items.flatMap((set) =>
    set.items.map((pair) => {
      const [type, value] = pair.items;
      return [NAMES[type.oid] ?? type.oid, textOf(value)];
    }),
  );

function timeOf({ tag, content }) {
  const text = host.latin1(content);
  const digits = tag === 23 ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text;
  const [year, month, ...rest] = digits
    .match(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?/)
    .slice(1)
    .map((part) => Number(part ?? 0));
  return new Date(Date.UTC(year, month - 1, ...rest));
}

const ADDRESS = (bytes) => {
  if (bytes.length === 4) return bytes.join('.');
  const groups = [];
  for (let i = 0; i < bytes.length; i += 2) groups.push(((bytes[i] << 8) | bytes[i + 1]).toString(16).toUpperCase());
  return groups.join(':');
};

// `{kind, value}` of each alternative name that has a readable form.
function alternativesOf(bytes) {
  const kinds = { 0x81: 'email', 0x82: 'DNS', 0x86: 'URI' };
  return der.read(bytes).items.flatMap(({ tag, content }) => {
    if (kinds[tag] !== undefined) return [{ kind: kinds[tag], value: host.latin1(content) }];
    return tag === 0x87 ? [{ kind: 'IP Address', value: ADDRESS(content) }] : [];
  });
}

// The parts of a certificate in DER.
exports.read = function read(bytes) {
  const whole = der.read(bytes).need('sequence');
  const [signed, algorithm, signature] = whole.items;
  let parts = signed.items;
  if (parts[0].tag === 0xa0) parts = parts.slice(1);
  const [serial, , issuer, validity, subject, key, ...more] = parts;
  const [from, to] = validity.items.map(timeOf);
  const extensions = new Map();
  for (const extension of more.find((part) => part.tag === 0xa3)?.items[0].items ?? []) {
    const [oid, ...rest] = extension.items;
    extensions.set(oid.oid, rest.at(-1).need('octets').content);
  }
  const names = extensions.get(ALTERNATIVE_NAMES);
  const constraints = extensions.get(CONSTRAINTS);
  const uses = extensions.get(EXTENDED_USE);
  return {
    bytes: whole.whole,
    signed: signed.whole,
    signature: signature.bits,
    signedWith: SIGNATURES[algorithm.items[0].oid],
    serial: serial.need('integer').content,
    issuer: nameOf(issuer),
    issuerBytes: issuer.whole,
    subject: nameOf(subject),
    subjectBytes: subject.whole,
    from,
    to,
    key: keys.readSpki(key.whole),
    alternatives: names === undefined ? undefined : alternativesOf(names),
    isAuthority: constraints !== undefined && der.read(constraints).items[0]?.content[0] === 255,
    uses: uses === undefined ? undefined : der.read(uses).items.map((use) => use.oid),
  };
};
