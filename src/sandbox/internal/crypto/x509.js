// `X509Certificate`.
'use strict';

const { Buffer } = require('globals/buffer');
const { bytesOf, same, toNumber } = require('internal/crypto/bytes');
const { read } = require('internal/crypto/certificate');
const { KeyObject, made, material } = require('internal/crypto/key_object');
const { exportKey } = require('internal/crypto/export_key');
const keys = require('internal/crypto/keys');
const { opensslError, opensslLine } = require('internal/crypto/openssl_error');
const { FIELD_BYTES, opensslCurve } = require('internal/crypto/oids');
const pem = require('internal/crypto/pem');
const signatures = require('internal/crypto/signatures');
const { invalidArgType, invalidArgValue, needString } = require('internal/node_errors');

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (number) => String(number).padStart(2, '0');

// As OpenSSL prints times: `Mar  1 12:00:00 2026 GMT`.
const printed = (date) =>
  `${MONTHS[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)} ${two(date.getUTCHours())}:` +
  `${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} ${date.getUTCFullYear()} GMT`;

const escaped = (text) => text.replace(/[,+"\\<>;]/g, '\\$&');
const lines = (name) => name.map(([type, value]) => `${type}=${escaped(value)}`).join('\n');
const fingerprint = (hash, bytes) => host.hex(host.hash(hash, bytes)).toUpperCase().match(/../g).join(':');

const certificates = new WeakMap();

function parsed(input) {
  const bytes = bytesOf(input, 'buffer', undefined, ['string', 'Buffer', 'TypedArray', 'DataView']);
  const block = pem.read(host.latin1(bytes), (label) => /^(TRUSTED |X509 )?CERTIFICATE$/.test(label));
  try {
    return read(block?.bytes ?? bytes);
  } catch (error) {
    if (error.notHere) throw error;
    if (block === undefined) throw opensslError(0x0480006c, 'no start line');
    throw opensslError(0x0688010a, 'nested asn1 error', [opensslLine(0x068000a8, 'wrong tag')]);
  }
}

// A pattern may have `*` as its first label, and partly there.
function fits(pattern, name) {
  const [wanted, given] = [pattern.toLowerCase(), name.toLowerCase()];
  if (wanted === given) return true;
  const [first, ...rest] = wanted.split('.');
  const [label, ...others] = given.split('.');
  if (!first.includes('*') || rest.length < 2 || rest.join('.') !== others.join('.')) return false;
  const [before, after] = first.split('*');
  return (
    label.length >= first.length - 1 && label.startsWith(before) && label.endsWith(after) && !label.startsWith('xn--')
  );
}

// A key as sockets describe the one of their peer.
function legacyKey(key) {
  if (key.n !== undefined) {
    const bits = toNumber(key.n).toString(2).length;
    const modulus = host.hex(key.n).toUpperCase();
    const exponent = `0x${toNumber(key.e).toString(16)}`;
    return { modulus, bits, exponent, pubkey: exportKey(key, { type: 'spki', format: 'der' }, false) };
  }
  if (key.type !== 'ec') return {};
  const nistCurve = key.curve.startsWith('P-') ? { nistCurve: key.curve } : {};
  const bits = key.curve === 'P-521' ? 521 : FIELD_BYTES[key.curve] * 8;
  return { bits, pubkey: Buffer.from(key.point), asn1Curve: opensslCurve(key.curve), ...nistCurve };
}

class X509Certificate {
  constructor(input) {
    const { CryptoKey } = require('internal/crypto/crypto_key');
    if (input instanceof KeyObject || input instanceof CryptoKey) {
      throw invalidArgType('buffer', ['string', 'Buffer', 'TypedArray', 'DataView'], input);
    }
    certificates.set(this, parsed(input));
  }

  get subject() {
    return lines(certificates.get(this).subject) || undefined;
  }

  get subjectAltName() {
    const { alternatives } = certificates.get(this);
    return alternatives
      ?.map(({ kind, value }) => `${kind}:${/[",\\]/.test(value) ? JSON.stringify(value) : value}`)
      .join(', ');
  }

  get issuer() {
    return lines(certificates.get(this).issuer) || undefined;
  }

  get infoAccess() {
    return undefined;
  }

  get validFrom() {
    return printed(certificates.get(this).from);
  }

  get validTo() {
    return printed(certificates.get(this).to);
  }

  get validFromDate() {
    return new Date(certificates.get(this).from);
  }

  get validToDate() {
    return new Date(certificates.get(this).to);
  }

  get fingerprint() {
    return fingerprint('sha1', certificates.get(this).bytes);
  }

  get fingerprint256() {
    return fingerprint('sha256', certificates.get(this).bytes);
  }

  get fingerprint512() {
    return fingerprint('sha512', certificates.get(this).bytes);
  }

  get keyUsage() {
    const { uses } = certificates.get(this);
    return uses && [...uses];
  }

  get extKeyUsage() {
    return this.keyUsage;
  }

  get serialNumber() {
    const hex = host
      .hex(certificates.get(this).serial)
      .toUpperCase()
      .replace(/^(00)+(?=..)/, '');
    return hex;
  }

  get raw() {
    return Buffer.from(certificates.get(this).bytes);
  }

  get publicKey() {
    return made('public', certificates.get(this).key);
  }

  get ca() {
    return certificates.get(this).isAuthority;
  }

  toString() {
    return pem.write('CERTIFICATE', certificates.get(this).bytes);
  }

  toJSON() {
    return this.toString();
  }

  checkHost(name, { subject = 'default' } = {}) {
    needString(name, 'name');
    if (!['default', 'always', 'never'].includes(subject)) throw invalidArgValue('options.subject', subject);
    const certificate = certificates.get(this);
    const hosts = (certificate.alternatives ?? []).filter(({ kind }) => kind === 'DNS').map(({ value }) => value);
    const common = certificate.subject.filter(([type]) => type === 'CN').map(([, value]) => value);
    const asked = subject === 'always' || (subject === 'default' && hosts.length === 0) ? [...hosts, ...common] : hosts;
    return asked.find((pattern) => fits(pattern, name));
  }

  checkEmail(email, { subject = 'default' } = {}) {
    needString(email, 'email');
    const certificate = certificates.get(this);
    const known = (certificate.alternatives ?? []).filter(({ kind }) => kind === 'email').map(({ value }) => value);
    const own = certificate.subject.filter(([type]) => type === 'emailAddress').map(([, value]) => value);
    const asked = subject === 'always' || (subject === 'default' && known.length === 0) ? [...known, ...own] : known;
    return asked.includes(email) ? email : undefined;
  }

  checkIP(ip) {
    needString(ip, 'ip');
    const known = (certificates.get(this).alternatives ?? []).filter(({ kind }) => kind === 'IP Address');
    return known.some(({ value }) => value.toLowerCase() === ip.toLowerCase()) ? ip : undefined;
  }

  checkIssued(other) {
    if (!(other instanceof X509Certificate)) throw invalidArgType('otherCert', 'X509Certificate', other);
    return same(certificates.get(this).issuerBytes, certificates.get(other).subjectBytes);
  }

  checkPrivateKey(key) {
    if (!(key instanceof KeyObject)) throw invalidArgType('pkey', 'KeyObject', key);
    if (key.type !== 'private') throw invalidArgValue('pkey', key);
    return same(keys.writeSpki(keys.publicOf(material(key))), keys.writeSpki(certificates.get(this).key));
  }

  verify(key) {
    if (!(key instanceof KeyObject)) throw invalidArgType('pkey', 'KeyObject', key);
    if (key.type !== 'public') throw invalidArgValue('pkey', key);
    const { signature, signed, signedWith } = certificates.get(this);
    const numbers = material(key);
    if (signedWith === undefined) throw new Error('this kind of signature is not built into this sandbox');
    return signedWith[0] === numbers.type && signatures.verify(numbers, signedWith[1], signed, signature, {});
  }

  toLegacyObject() {
    const { alternatives, key, issuer, subject, uses } = certificates.get(this);
    const object = (name) => Object.assign(Object.create(null), Object.fromEntries(name));
    return {
      subject: object(subject),
      issuer: object(issuer),
      ...(alternatives === undefined ? {} : { subjectaltname: this.subjectAltName }),
      ca: this.ca,
      ...legacyKey(key),
      valid_from: this.validFrom,
      valid_to: this.validTo,
      fingerprint: this.fingerprint,
      fingerprint256: this.fingerprint256,
      fingerprint512: this.fingerprint512,
      ...(uses === undefined ? {} : { ext_key_usage: this.keyUsage }),
      serialNumber: this.serialNumber,
      raw: this.raw,
    };
  }
}
Object.defineProperty(X509Certificate.prototype, Symbol.toStringTag, { value: 'X509Certificate', configurable: true });

exports.X509Certificate = X509Certificate;
