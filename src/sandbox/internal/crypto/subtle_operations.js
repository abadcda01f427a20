// What `subtle` does with keys: signatures, ciphers, derivations. All give bytes.
'use strict';

const { concat, same } = require('internal/crypto/bytes');
const { keyObjectOf } = require('internal/crypto/crypto_key');
const { shared } = require('internal/crypto/ecdh');
const { material } = require('internal/crypto/key_object');
const { opensslError } = require('internal/crypto/openssl_error');
const rsa = require('internal/crypto/rsa');
const signatures = require('internal/crypto/signatures');
const { hashName } = require('internal/crypto/subtle_algorithms');

const fail = (message) => new DOMException(message, 'OperationError');
const numbersOf = (key) => material(keyObjectOf(key));

// The failure of a computation, which the standard does not explain.
function failed(cause) {
  const error = fail('The operation failed for an operation-specific reason');
  Object.defineProperty(error, 'cause', { value: cause, configurable: true, writable: true });
  return error;
}

const attempt = (run) => {
  try {
    return run();
  } catch (error) {
    throw failed(error);
  }
};

// What a signature is made with.
function scheme(algorithm, key) {
  const name = hashName(algorithm.hash ?? key.algorithm.hash ?? {});
  switch (algorithm.name) {
    case 'RSA-PSS':
      return [name, { padding: rsa.PADDINGS.PSS, saltLength: algorithm.saltLength }];
    case 'ECDSA':
      return [name, { dsaEncoding: 'ieee-p1363' }];
    case 'Ed25519':
      return [undefined, {}];
    default:
      return [name, { padding: rsa.PADDINGS.PKCS1 }];
  }
}

exports.sign = function sign(algorithm, key, bytes) {
  if (algorithm.name === 'HMAC') return host.hmac(hashName(key.algorithm.hash), numbersOf(key), bytes);
  const [name, options] = scheme(algorithm, key);
  return attempt(() => signatures.sign(numbersOf(key), name, bytes, options));
};

exports.verify = function verify(algorithm, key, signature, bytes) {
  if (algorithm.name === 'HMAC') return same(exports.sign(algorithm, key, bytes), signature);
  const [name, options] = scheme(algorithm, key);
  return attempt(() => signatures.verify(numbersOf(key), name, bytes, signature, options));
};

function cbc(encrypting, { iv }, key, bytes) {
  if (iv.length !== 16) throw fail('algorithm.iv must contain exactly 16 bytes');
  if (encrypting) {
    const extra = 16 - (bytes.length % 16);
    return host.blocks('aes', 'cbc', true, key, iv, concat(bytes, new Uint8Array(extra).fill(extra)));
  }
  if (bytes.length === 0 || bytes.length % 16 !== 0) throw failed(opensslError(0x1c80006b, 'wrong final block length'));
  const made = host.blocks('aes', 'cbc', false, key, iv, bytes);
  const extra = made.at(-1);
  if (extra === 0 || extra > 16 || made.subarray(-extra).some((byte) => byte !== extra)) {
    throw failed(opensslError(0x1c800064, 'bad decrypt'));
  }
  return made.subarray(0, made.length - extra);
}

function ctr({ counter, length }, key, bytes) {
  if (counter.length !== 16) throw fail('algorithm.counter must contain exactly 16 bytes');
  if (!(length > 0 && length <= 128)) throw fail('AES-CTR algorithm.length must be between 1 and 128');
  if (length < 32 && Math.ceil(bytes.length / 16) > 2 ** length) throw fail('The counter would wrap around');
  // Only the last bits count; where they wrap around within this text, the rest of the block stays.
  const value = counter.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
  const left = (1n << BigInt(length)) - (value & ((1n << BigInt(length)) - 1n));
  const first = Number(left < BigInt(bytes.length) ? left : BigInt(bytes.length)) * 16;
  const head = host.keystream('aes', 'ctr', key, counter, 0, bytes.subarray(0, first));
  if (first >= bytes.length) return head;
  const start = (value >> BigInt(length)) << BigInt(length);
  const wrapped = host.fromHex(start.toString(16).padStart(32, '0'));
  return concat(head, host.keystream('aes', 'ctr', key, wrapped, 0, bytes.subarray(first)));
}

function gcm(encrypting, { iv, additionalData, tagLength = 128 }, key, bytes) {
  if (![32, 64, 96, 104, 112, 120, 128].includes(tagLength))
    throw fail(`${tagLength} is not a valid AES-GCM tag length`);
  const size = tagLength / 8;
  const known = additionalData ?? new Uint8Array(0);
  const seal = (text) => host.seal('gcm', key, iv, known, text, size);
  if (encrypting) return seal(bytes);
  if (bytes.length < size) throw fail('The provided data is too small.');
  const text = seal(bytes.subarray(0, -size)).subarray(0, bytes.length - size);
  if (!same(seal(text).subarray(text.length), bytes.subarray(-size))) throw failed(new Error('Cipher job failed'));
  return text;
}

function crypt(encrypting, algorithm, key, bytes) {
  const own = numbersOf(key);
  switch (algorithm.name) {
    case 'AES-CBC':
      return cbc(encrypting, algorithm, own, bytes);
    case 'AES-CTR':
      return ctr(algorithm, own, bytes);
    case 'AES-GCM':
      return gcm(encrypting, algorithm, own, bytes);
    default: {
      const label = algorithm.label ?? new Uint8Array(0);
      const given = { padding: rsa.PADDINGS.OAEP, name: hashName(key.algorithm.hash), label };
      return attempt(() => (encrypting ? rsa.encrypt : rsa.decrypt)(own, bytes, given));
    }
  }
}

exports.encrypt = (algorithm, key, bytes) => crypt(true, algorithm, key, bytes);
exports.decrypt = (algorithm, key, bytes) => crypt(false, algorithm, key, bytes);

const FIRST = new Uint8Array(8).fill(0xa6);

const step = (block, number) => block.map((byte, i) => byte ^ Number((BigInt(number) >> BigInt(8 * (7 - i))) & 255n));

// A key inside a key (RFC 3394).
exports.wrap = function wrap(key, bytes) {
  if (bytes.length % 8 !== 0 || bytes.length < 16) throw failed(new Error('the text is no multiple of 8 bytes'));
  const own = numbersOf(key);
  const parts = Array.from({ length: bytes.length / 8 }, (_, i) => bytes.slice(8 * i, 8 * i + 8));
  let front = FIRST;
  for (let round = 0; round < 6; round++) {
    for (let i = 0; i < parts.length; i++) {
      const made = host.blocks('aes', 'ecb', true, own, new Uint8Array(0), concat(front, parts[i]));
      front = step(made.slice(0, 8), parts.length * round + i + 1);
      parts[i] = made.slice(8);
    }
  }
  return concat(front, ...parts);
};

exports.unwrap = function unwrap(key, bytes) {
  const own = numbersOf(key);
  const count = bytes.length / 8 - 1;
  if (!Number.isInteger(count) || count < 2) throw failed(new Error('the text is no wrapped key'));
  let front = bytes.slice(0, 8);
  const parts = Array.from({ length: count }, (_, i) => bytes.slice(8 * (i + 1), 8 * (i + 2)));
  for (let round = 5; round >= 0; round--) {
    for (let i = count - 1; i >= 0; i--) {
      const text = concat(step(front, count * round + i + 1), parts[i]);
      const made = host.blocks('aes', 'ecb', false, own, new Uint8Array(0), text);
      front = made.slice(0, 8);
      parts[i] = made.slice(8);
    }
  }
  if (!same(front, FIRST)) throw failed(new Error('Cipher job failed'));
  return concat(...parts);
};

// `[bytes, milliseconds]`; `length` in bits, null for as many as there are.
exports.derive = function derive(algorithm, key, length) {
  const { name, salt, info, iterations } = algorithm;
  if (name === 'ECDH' || name === 'X25519') return agreed(algorithm, key, length);
  if (length === null) throw fail('length cannot be null');
  if (length % 8 !== 0) throw fail('length must be a multiple of 8');
  const own = numbersOf(key);
  const hash = hashName(algorithm.hash);
  if (name === 'HKDF') {
    const { hkdfSync } = require('internal/crypto/derive');
    return [attempt(() => new Uint8Array(hkdfSync(hash, own, salt, info, length / 8))), 0];
  }
  if (iterations === 0) throw fail('iterations cannot be zero');
  if (length === 0) return [new Uint8Array(0), 0];
  return attempt(() => host.pbkdf2(hash, own, salt, iterations, length / 8));
};

function agreed({ name, public: theirs }, key, length) {
  const { CryptoKey } = require('internal/crypto/crypto_key');
  if (!(theirs instanceof CryptoKey) || theirs.type !== 'public') {
    throw new DOMException('algorithm.public must be a public key', 'InvalidAccessError');
  }
  if (theirs.algorithm.name !== name) throw new DOMException('Keys must be of the same type', 'InvalidAccessError');
  if (theirs.algorithm.namedCurve !== key.algorithm.namedCurve) {
    throw new DOMException('Named curve mismatch', 'InvalidAccessError');
  }
  const secret = shared(numbersOf(key), numbersOf(theirs));
  if (secret === undefined) throw failed(new Error('the public key leads nowhere'));
  if (length === null) return [secret, 0];
  const bytes = Math.ceil(length / 8);
  if (bytes > secret.length) throw fail('derived bit length is too small');
  const made = secret.slice(0, bytes);
  if (length % 8 !== 0) made[bytes - 1] &= 255 << (8 - (length % 8));
  return [made, 0];
}
