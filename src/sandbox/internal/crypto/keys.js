// Keys as numbers, read from and written as the structures of PKCS #1, PKCS #8, SEC 1 and X.509.
//
// A key is `{type, …}`: RSA has `n`, `e` and, if private, `d`, `p`, `q`, `dp`, `dq`, `qi`; EC has `curve`, `point` and
// `d`; the keys of Curve25519 `point` and `d`. All are big-endian bytes.
'use strict';

const { fromNumber, padded, toNumber } = require('internal/crypto/bytes');
const der = require('internal/crypto/der');
const { FIELD_BYTES, nameOf, oidOf } = require('internal/crypto/oids');

const OKP = new Set(['ed25519', 'x25519']);
const NOT_HERE = new Set(['ed448', 'x448', 'dsa', 'dh']);

function notHere(type) {
  const error = new Error(`keys of type ${type} are not built into this sandbox`);
  error.notHere = true;
  return error;
}

function rsaPrivate(item) {
  const [, n, e, d, p, q, dp, dq, qi] = item.need('sequence').items.map((number) => number.number);
  if (qi === undefined) throw new SyntaxError('an RSA key has nine numbers');
  return { type: 'rsa', n, e, d, p, q, dp, dq, qi };
}

function rsaPublic(item) {
  const [n, e] = item.need('sequence').items.map((number) => number.number);
  if (e === undefined) throw new SyntaxError('a public RSA key has two numbers');
  return { type: 'rsa', n, e };
}

function ecPublic(curve, bytes) {
  const point = host.ecPoint(curve, bytes, false);
  if (point === undefined) throw new SyntaxError('the point is not on its curve');
  return { type: 'ec', curve, point };
}

function ecPrivate(item, known) {
  const [, scalar, ...more] = item.need('sequence').items;
  const named = more.find((part) => part.tag === 0xa0);
  const curve = known ?? nameOf(named?.items[0].oid);
  if (FIELD_BYTES[curve] === undefined) throw notHere('ec on another curve');
  const d = padded(scalar.need('octets').content, FIELD_BYTES[curve]);
  const point = host.ecPublic(curve, d, false);
  if (point === undefined) throw new SyntaxError('the number is no key of its curve');
  return { type: 'ec', curve, point, d };
}

function curveIn(parameters) {
  const curve = parameters?.tag === 6 ? nameOf(parameters.oid) : undefined;
  if (FIELD_BYTES[curve] === undefined) throw notHere('ec on another curve');
  return curve;
}

function pssParameters(item) {
  const found = { hashAlgorithm: 'sha1', mgf1HashAlgorithm: 'sha1', saltLength: 20 };
  for (const part of item.items) {
    const [inner] = part.items;
    if (part.tag === 0xa0) found.hashAlgorithm = nameOf(inner.items[0].oid);
    if (part.tag === 0xa1) found.mgf1HashAlgorithm = nameOf(inner.items[1].items[0].oid);
    if (part.tag === 0xa2) found.saltLength = inner.small;
  }
  return found;
}

// The key in `{algorithm, parameters}`; `bytes` are its own structure.
function inside(algorithm, bytes, isPrivate) {
  const [oid, parameters] = algorithm.need('sequence').items;
  const type = nameOf(oid.oid);
  if (type === 'rsa' || type === 'rsa-pss') {
    const key = (isPrivate ? rsaPrivate : rsaPublic)(der.read(bytes));
    const pss = type === 'rsa-pss' && parameters?.items.length > 0 ? pssParameters(parameters) : undefined;
    return { ...key, type, pss };
  }
  if (type === 'ec') {
    const curve = curveIn(parameters);
    return isPrivate ? ecPrivate(der.read(bytes), curve) : ecPublic(curve, bytes);
  }
  if (OKP.has(type))
    return isPrivate ? okpPrivate(type, der.read(bytes).need('octets').content) : okpPublic(type, bytes);
  if (NOT_HERE.has(type)) throw notHere(type);
  throw new SyntaxError(`keys of ${oid.oid} are not known`);
}

function okpPrivate(type, d) {
  const point = type === 'ed25519' ? host.ed25519Public(d) : host.x25519Public(d);
  if (point === undefined) throw new SyntaxError('a key has 32 bytes');
  return { type, point, d };
}

function okpPublic(type, point) {
  if (point.length !== 32) throw new SyntaxError('a key has 32 bytes');
  return { type, point };
}

exports.readPkcs1Private = (bytes) => rsaPrivate(der.read(bytes));
exports.readPkcs1Public = (bytes) => rsaPublic(der.read(bytes));
exports.readSec1 = (bytes) => ecPrivate(der.read(bytes));
exports.readPkcs8 = function readPkcs8(bytes) {
  const [version, algorithm, key] = der.read(bytes).need('sequence').items;
  version.need('integer');
  return inside(algorithm, key.need('octets').content, true);
};
exports.readSpki = function readSpki(bytes) {
  const [algorithm, key] = der.read(bytes).need('sequence').items;
  return inside(algorithm, key.bits, false);
};
Object.assign(exports, { ecPublic, okpPrivate, okpPublic, pssParameters });

// The numbers that follow from the others.
exports.rsaFrom = function rsaFrom({ n, e, d, p, q }) {
  const [P, Q, D] = [p, q, d].map(toNumber);
  const dp = fromNumber(D % (P - 1n));
  const dq = fromNumber(D % (Q - 1n));
  const qi = host.modPow(fromNumber(Q % P), fromNumber(P - 2n), p);
  return { type: 'rsa', n, e, d, p, q, dp, dq, qi: padded(qi) };
};

function algorithmOf(key) {
  switch (key.type) {
    case 'rsa':
      return der.sequence(der.oid(oidOf('rsa')), der.nothing());
    case 'rsa-pss':
      return der.sequence(der.oid(oidOf('rsa-pss')), ...(key.pss === undefined ? [] : [writePss(key.pss)]));
    case 'ec':
      return der.sequence(der.oid(oidOf('ec')), der.oid(oidOf(key.curve)));
    default:
      return der.sequence(der.oid(oidOf(key.type)));
  }
}

function writePss({ hashAlgorithm, mgf1HashAlgorithm, saltLength }) {
  const hash = (name) => der.sequence(der.oid(oidOf(name)), der.nothing());
  const parts = [];
  if (hashAlgorithm !== 'sha1') parts.push(der.tagged(0xa0, hash(hashAlgorithm)));
  if (mgf1HashAlgorithm !== 'sha1') {
    parts.push(der.tagged(0xa1, der.sequence(der.oid(oidOf('mgf1')), hash(mgf1HashAlgorithm))));
  }
  if (saltLength !== 20) parts.push(der.tagged(0xa2, der.integer(fromNumber(BigInt(saltLength)))));
  return der.sequence(...parts);
}

exports.writePkcs1Private = ({ n, e, d, p, q, dp, dq, qi }) =>
  der.sequence(der.integer(0), ...[n, e, d, p, q, dp, dq, qi].map(der.integer));
exports.writePkcs1Public = ({ n, e }) => der.sequence(der.integer(n), der.integer(e));
exports.writeSec1 = ({ curve, d, point }, named = true) =>
  der.sequence(
    der.integer(1),
    der.octets(d),
    ...(named ? [der.tagged(0xa0, der.oid(oidOf(curve)))] : []),
    der.tagged(0xa1, der.bits(point)),
  );

exports.writePkcs8 = function writePkcs8(key) {
  const own =
    key.n !== undefined
      ? exports.writePkcs1Private(key)
      : key.type === 'ec'
        ? exports.writeSec1(key, false)
        : der.octets(key.d);
  return der.sequence(der.integer(0), algorithmOf(key), der.octets(own));
};

exports.writeSpki = (key) =>
  der.sequence(algorithmOf(key), der.bits(key.n === undefined ? key.point : exports.writePkcs1Public(key)));

// The public half.
exports.publicOf = function publicOf({ type, n, e, pss, curve, point }) {
  if (n !== undefined) return { type, n, e, pss };
  return type === 'ec' ? { type, curve, point } : { type, point };
};
