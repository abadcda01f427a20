// The algorithms of JSON Web Signatures, and which keys they go with.
'use strict';

const { Buffer } = require('globals/buffer');
const crypto = require('crypto');

const NAME = /^(RS|PS|ES|HS)(256|384|512)$|^(none)$/;
const ES_BYTES = { 256: 32, 384: 48, 512: 66 };
const PSS = { padding: 6, saltLength: -1 };

const unknown = (algorithm) =>
  new TypeError(
    `"${algorithm}" is not a valid algorithm.\n  Supported algorithms are:\n  "HS256", "HS384", "HS512", "RS256", ` +
      '"RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512" and "none".',
  );

const isText = (key) => typeof key === 'string' || Buffer.isBuffer(key);

function needSecret(key) {
  const isObject = typeof key === 'object' && key !== null && key.type === 'secret' && typeof key.export === 'function';
  if (!isText(key) && !isObject) throw new TypeError('secret must be a string or bufferor a KeyObject');
}

function needSigner(key) {
  if (!isText(key) && typeof key !== 'object') {
    throw new TypeError('key must be a string, a buffer or an object');
  }
}

function needVerifier(key) {
  const isObject =
    typeof key === 'object' &&
    key !== null &&
    typeof key.type === 'string' &&
    typeof key.asymmetricKeyType === 'string' &&
    typeof key.export === 'function';
  if (!isText(key) && !isObject) throw new TypeError('key must be a string or a buffer or a KeyObject');
}

// What a key is given with: PSS needs its settings, ECDSA signatures are r and s here.
const withKey = (kind, key) => {
  if (kind === 'PS') return { key, ...PSS };
  if (kind === 'ES') return { key, dsaEncoding: 'ieee-p1363' };
  return key;
};

function needLength(signature, bits) {
  const size = 2 * ES_BYTES[bits];
  if (signature.length === size) return;
  throw new TypeError(`"ES${bits}" signatures must be "${size}" bytes, saw "${signature.length}"`);
}

// r and s as long as the algorithm says, whatever the curve of the key.
function widened(signature, size) {
  const half = signature.length / 2;
  if (half > ES_BYTES[512]) throw new Error('Could not find expected "seq"');
  const wide = Buffer.alloc(2 * size);
  for (const [at, name] of ['r', 's'].entries()) {
    const number = signature.subarray(at * half, (at + 1) * half);
    const short = number.subarray(
      Math.max(
        0,
        number.findIndex((byte) => byte !== 0),
      ),
    );
    if (short.length > size) {
      throw new Error(`"${name}" specified length of "${short.length}", max of "${size + 1}" is acceptable`);
    }
    wide.set(short, (at + 1) * size - short.length);
  }
  return wide;
}

// `{sign(text, key), verify(text, signature, key)}`; signatures are texts in base64url.
exports.algorithm = function algorithm(name) {
  const found = NAME.exec(name);
  if (found === null) throw unknown(name);
  const [, kind, bits] = found;
  if (kind === undefined) return { sign: () => '', verify: (text, signature) => signature === '' };
  if (kind === 'HS') {
    const sign = (text, key) => {
      needSecret(key);
      return crypto.createHmac(`sha${bits}`, key).update(text).digest('base64url');
    };
    return {
      sign,
      verify(text, signature, key) {
        const [given, made] = [Buffer.from(signature), Buffer.from(sign(text, key))];
        return given.length === made.length && crypto.timingSafeEqual(given, made);
      },
    };
  }
  return {
    sign(text, key) {
      needSigner(key);
      const signature = crypto.createSign(`RSA-SHA${bits}`).update(text).sign(withKey(kind, key));
      return (kind === 'ES' ? widened(signature, ES_BYTES[bits]) : signature).toString('base64url');
    },
    verify(text, signature, key) {
      const bytes = Buffer.from(signature, 'base64');
      if (kind === 'ES') needLength(bytes, bits);
      needVerifier(key);
      return crypto.createVerify(`RSA-SHA${bits}`).update(text).verify(withKey(kind, key), bytes);
    },
  };
};

const FITTING = {
  ec: ['ES256', 'ES384', 'ES512'],
  rsa: ['RS256', 'PS256', 'RS384', 'PS384', 'RS512', 'PS512'],
  'rsa-pss': ['PS256', 'PS384', 'PS512'],
};
const CURVES = { ES256: 'prime256v1', ES384: 'secp384r1', ES512: 'secp521r1' };

// Refuses a key that does not go with the algorithm; version 9 asks before it signs or verifies.
exports.needFitting = function needFitting(name, key) {
  const type = key?.asymmetricKeyType;
  if (!name || !type) return;
  const fitting = FITTING[type];
  if (fitting === undefined) throw new Error(`Unknown key type "${type}".`);
  if (!fitting.includes(name)) {
    throw new Error(`"alg" parameter for "${type}" key type must be one of: ${fitting.join(', ')}.`);
  }
  const details = key.asymmetricKeyDetails;
  if (type === 'ec' && details.namedCurve !== CURVES[name]) {
    throw new Error(`"alg" parameter "${name}" requires curve "${CURVES[name]}".`);
  }
  if (type !== 'rsa-pss') return;
  const bits = parseInt(name.slice(-3), 10);
  const { hashAlgorithm, mgf1HashAlgorithm, saltLength } = details;
  if (hashAlgorithm !== `sha${bits}` || mgf1HashAlgorithm !== hashAlgorithm) {
    throw new Error(
      `Invalid key for this operation, its RSA-PSS parameters do not meet the requirements of "alg" ${name}.`,
    );
  }
  if (saltLength !== undefined && saltLength > bits >> 3) {
    throw new Error(
      `Invalid key for this operation, its RSA-PSS parameter saltLength does not meet the requirements of "alg" ${name}.`,
    );
  }
};

// The key object version 9 makes of what it was given; undefined if nothing can be made of it.
exports.keyObject = function keyObject(key, create) {
  if (key instanceof crypto.KeyObject) return key;
  try {
    return create(key);
  } catch {
    try {
      return crypto.createSecretKey(typeof key === 'string' ? Buffer.from(key) : key);
    } catch {
      return undefined;
    }
  }
};
