// `createDiffieHellman` and the groups that have a name.
'use strict';

const { Buffer } = require('globals/buffer');
const { bytesOf, fromNumber, output, padded, toNumber, viewed } = require('internal/crypto/bytes');
const { coded, invalidArgType, nativeError, needString } = require('internal/node_errors');

// The primes of the named groups are made of the digits of pi: bits, and what has to be added to make them prime.
const GROUPS = {
  modp5: [1536n, 741804n],
  modp14: [2048n, 124476n],
  modp15: [3072n, 1690314n],
  modp16: [4096n, 240904n],
  modp17: [6144n, 929484n],
  modp18: [8192n, 4743158n],
};

// pi, scaled by 2^bits, by Machin's formula.
function pi(bits) {
  const guard = 64n;
  const one = 1n << (bits + guard);
  const arctangent = (x) => {
    let power = one / x;
    let sum = power;
    for (let k = 3n; power !== 0n; k += 2n) {
      power /= -x * x;
      sum += power / k;
    }
    return sum;
  };
  return (4n * (4n * arctangent(5n) - arctangent(239n))) >> guard;
}

function primeOf(name) {
  const [bits, more] = GROUPS[name];
  return fromNumber((1n << bits) - (1n << (bits - 64n)) - 1n + (1n << 64n) * (pi(bits - 130n) + more));
}

const states = new WeakMap();
const noKey = (which) =>
  nativeError(Error, 'ERR_CRYPTO_INVALID_STATE', `No ${which} key - did you forget to generate one?`);

const methods = {
  generateKeys(encoding) {
    const state = states.get(this);
    state.secret ??= host.randomBytes(Math.min(state.prime.length, 64));
    state.open = host.modPow(state.generator, state.secret, state.prime);
    return output(state.open.slice(), encoding);
  },
  computeSecret(key, inputEncoding, outputEncoding) {
    const { prime, secret } = states.get(this);
    const bytes = bytesOf(key, 'otherPublicKey', inputEncoding);
    if (secret === undefined) throw noKey('private');
    const other = toNumber(bytes);
    const tooBig = other >= toNumber(prime) - 1n;
    if (other <= 1n || tooBig) {
      const text = `Supplied key is too ${tooBig ? 'large' : 'small'}`;
      throw nativeError(RangeError, 'ERR_CRYPTO_INVALID_KEYLEN', text);
    }
    return output(host.modPow(padded(bytes), secret, prime), outputEncoding);
  },
  getPrime(encoding) {
    return output(states.get(this).prime.slice(), encoding);
  },
  getGenerator(encoding) {
    return output(states.get(this).generator.slice(), encoding);
  },
  getPublicKey(encoding) {
    const { open } = states.get(this);
    if (open === undefined) throw noKey('public');
    return output(open.slice(), encoding);
  },
  getPrivateKey(encoding) {
    const { secret } = states.get(this);
    if (secret === undefined) throw noKey('private');
    return output(secret.slice(), encoding);
  },
};

const setters = {
  setPublicKey(key, encoding) {
    states.get(this).open = bytesOf(key, 'key', encoding).slice();
    return this;
  },
  setPrivateKey(key, encoding) {
    states.get(this).secret = bytesOf(key, 'key', encoding).slice();
    return this;
  },
};

function equip(Class, ...sources) {
  for (const [name, value] of sources.flatMap(Object.entries)) {
    Object.defineProperty(Class.prototype, name, { value, writable: true, configurable: true, enumerable: true });
  }
  Object.defineProperty(Class.prototype, 'verifyError', { get: () => 0, configurable: true, enumerable: true });
}

function DiffieHellman(sizeOrKey, keyEncoding, generator, generatorEncoding) {
  if (!(this instanceof DiffieHellman)) return new DiffieHellman(sizeOrKey, keyEncoding, generator, generatorEncoding);
  if (typeof sizeOrKey === 'number') {
    throw new Error('loginscope makes no primes for Diffie-Hellman: give one, or use a named group such as modp14');
  }
  if (typeof sizeOrKey !== 'string' && viewed(sizeOrKey) === undefined) {
    throw coded(
      TypeError,
      'ERR_INVALID_ARG_TYPE',
      invalidArgType('sizeOrKey', ['number', 'string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], sizeOrKey)
        .message,
    );
  }
  if (typeof keyEncoding !== 'string' || !Buffer.isEncoding(keyEncoding)) {
    if (keyEncoding !== 'buffer' && keyEncoding !== undefined)
      [generator, generatorEncoding, keyEncoding] = [keyEncoding, generator];
  }
  const prime = bytesOf(sizeOrKey, 'sizeOrKey', keyEncoding).slice();
  const base =
    generator === undefined || generator === null
      ? new Uint8Array([2])
      : typeof generator === 'number'
        ? fromNumber(BigInt(generator))
        : bytesOf(generator, 'generator', generatorEncoding).slice();
  if (host.modPow(base, new Uint8Array([1]), prime) === undefined) {
    throw new Error('loginscope takes odd primes of at most 8192 bits for Diffie-Hellman');
  }
  states.set(this, { prime, generator: base });
}
equip(DiffieHellman, methods, setters);

function DiffieHellmanGroup(name) {
  if (!(this instanceof DiffieHellmanGroup)) return new DiffieHellmanGroup(name);
  needString(name, 'group');
  if (!Object.hasOwn(GROUPS, name.toLowerCase())) {
    throw nativeError(Error, 'ERR_CRYPTO_UNKNOWN_DH_GROUP', 'Unknown DH group');
  }
  states.set(this, { prime: primeOf(name.toLowerCase()), generator: new Uint8Array([2]) });
}
equip(DiffieHellmanGroup, methods);

Object.assign(exports, { DiffieHellman, DiffieHellmanGroup });
exports.createDiffieHellman = (...args) => new DiffieHellman(...args);
exports.createDiffieHellmanGroup = (name) => new DiffieHellmanGroup(name);
exports.getDiffieHellman = exports.createDiffieHellmanGroup;
