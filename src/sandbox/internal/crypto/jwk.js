// Keys as JSON Web Keys.
'use strict';

const { padded } = require('internal/crypto/bytes');
const keys = require('internal/crypto/keys');
const { FIELD_BYTES } = require('internal/crypto/oids');
const { coded, invalidArgType, nativeError } = require('internal/node_errors');
const { inspect } = require('internal/inspect');

const OKP = { Ed25519: 'ed25519', X25519: 'x25519' };
const CURVES = ['P-256', 'secp256k1', 'P-384', 'P-521'];

const text = (bytes) => host.base64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
const bytes = (value) => host.fromBase64(value);

exports.write = function write(key) {
  const isPrivate = key.d !== undefined;
  if (key.type === 'rsa') {
    const names = isPrivate ? ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'] : ['n', 'e'];
    return { kty: 'RSA', ...Object.fromEntries(names.map((name) => [name, text(key[name])])) };
  }
  if (key.type === 'ec') {
    const size = FIELD_BYTES[key.curve];
    const jwk = {
      kty: 'EC',
      x: text(key.point.slice(1, 1 + size)),
      y: text(key.point.slice(1 + size)),
      crv: key.curve,
    };
    return isPrivate ? { ...jwk, d: text(key.d) } : jwk;
  }
  if (key.type === 'rsa-pss') {
    throw coded(Error, 'ERR_CRYPTO_JWK_UNSUPPORTED_KEY_TYPE', 'Unsupported JWK Key Type.');
  }
  const crv = Object.keys(OKP).find((name) => OKP[name] === key.type);
  return isPrivate ? { crv, d: text(key.d), x: text(key.point), kty: 'OKP' } : { crv, x: text(key.point), kty: 'OKP' };
};

const needString = (jwk, name) => {
  if (typeof jwk[name] !== 'string') throw invalidArgType(`key.${name}`, 'string', jwk[name]);
  return bytes(jwk[name]);
};

const oneOf = (name, values, value) =>
  coded(
    TypeError,
    'ERR_INVALID_ARG_VALUE',
    `The property 'key.${name}' must be one of: ${values.map((one) => `'${one}'`).join(', ')}. Received ${inspect(value)}`,
  );

const invalid = (what) => nativeError(TypeError, 'ERR_CRYPTO_INVALID_JWK', what);

// `wantsPrivate`: whether a private half must be there; one that is there and not wanted is left out.
exports.read = function read(jwk, wantsPrivate) {
  if (typeof jwk !== 'object' || jwk === null) throw invalidArgType('key.key', 'object', jwk);
  switch (jwk.kty) {
    case 'RSA':
      return rsa(jwk, wantsPrivate);
    case 'EC':
      return ec(jwk, wantsPrivate);
    case 'OKP':
      return okp(jwk, wantsPrivate);
    default:
      throw oneOf('kty', ['RSA', 'EC', 'OKP'], jwk.kty);
  }
};

function rsa(jwk, wantsPrivate) {
  const names = wantsPrivate ? ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'] : ['n', 'e'];
  const key = { type: 'rsa' };
  for (const name of names) key[name] = padded(needString(jwk, name));
  if (key.n.length === 0 || key.e.length === 0) throw invalid('Invalid JWK RSA key');
  return key;
}

function ec(jwk, wantsPrivate) {
  if (!CURVES.includes(jwk.crv)) throw oneOf('crv', CURVES, jwk.crv);
  const x = needString(jwk, 'x');
  const y = needString(jwk, 'y');
  const d = wantsPrivate ? needString(jwk, 'd') : undefined;
  const size = FIELD_BYTES[jwk.crv];
  const whole = new Uint8Array(1 + 2 * size);
  whole[0] = 4;
  if (x.length > size || y.length > size) throw invalid('Invalid JWK EC key');
  whole.set(padded(x, size), 1);
  whole.set(padded(y, size), 1 + size);
  const point = host.ecPoint(jwk.crv, whole, false);
  if (point === undefined) throw invalid('Invalid JWK EC key');
  const key = { type: 'ec', curve: jwk.crv, point };
  if (d !== undefined) key.d = padded(d, size);
  return key;
}

function okp(jwk, wantsPrivate) {
  const curves = ['Ed25519', 'Ed448', 'X25519', 'X448'];
  if (!curves.includes(jwk.crv)) throw oneOf('crv', curves, jwk.crv);
  const x = needString(jwk, 'x');
  const d = wantsPrivate ? needString(jwk, 'd') : undefined;
  const type = OKP[jwk.crv];
  if (type === undefined) throw new Error(`keys of type ${jwk.crv} are not built into this sandbox`);
  if ((d ?? x).length !== 32) throw coded(TypeError, 'ERR_CRYPTO_INVALID_JWK', 'Invalid JWK data');
  return d === undefined ? keys.okpPublic(type, x) : keys.okpPrivate(type, d);
}
