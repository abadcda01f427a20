// The npm module `bcrypt` (the native one): `$2a$` and `$2b$` hashes, strings or Buffers, callbacks or promises.
'use strict';

const text = require('bcrypt/text');
const wire = require('internal/wire');

const SALT = /^\$(2[ab]?)\$(\d\d)\$(.{22})/s;
const INVALID_SALT = 'Invalid salt. Salt must be in the form of: $Vers$log2(NumRounds)$saltvalue';
const HASH_TYPES = 'data must be a string or Buffer and salt must either be a salt string or a number of rounds';

const isBuffer = (value) =>
  typeof value === 'object' && value !== null && (globalThis.Buffer?.isBuffer?.(value) ?? value instanceof Uint8Array);
const isData = (value) => typeof value === 'string' || isBuffer(value);

// A salt or a hash read as a salt; `undefined` if it is neither.
function read(salt) {
  const found = SALT.exec(salt);
  if (found === null) return undefined;
  const cost = Number(found[2]);
  if (cost < 4 || cost > 31) return undefined;
  return { prefix: `$${found[1]}$${found[2]}$`, cost, bytes: text.decode(found[3], 16) };
}

// Answers through `callback`, or through a promise if there is none. `work(done)` may throw.
function answer(callback, work) {
  if (callback) {
    if (typeof callback !== 'function')
      return Promise.reject(new Error('cb must be a function or null to return a Promise'));
    const from = wire.here();
    try {
      work(callback);
    } catch (error) {
      wire.soon(from, callback, error);
    }
    return undefined;
  }
  return new Promise((resolve, reject) => work((error, value) => (error ? reject(error) : resolve(value))));
}

// A function where a value is expected is the callback of a call with too few arguments.
function misplaced(message, ...values) {
  const callback = values.find((value) => typeof value === 'function');
  if (callback !== undefined) wire.soon(wire.here(), callback, new Error(message));
  return callback !== undefined;
}

function saltPrefix(rounds, minor) {
  if (rounds && typeof rounds !== 'number') throw new Error('rounds must be a number');
  const version = minor || 'b';
  if (version !== 'a' && version !== 'b') throw new Error('minor must be either "a" or "b"');
  // To the native code a negative number is an enormous one.
  const wanted = Math.trunc(rounds || 10);
  const cost = wanted < 0 ? 31 : Math.min(31, Math.max(4, wanted));
  return `$2${version}$${text.costText(cost)}$`;
}

function genSaltSync(rounds, minor) {
  return text.freshSalt(saltPrefix(rounds, minor));
}

function genSalt(rounds, minor, cb) {
  const callback = [rounds, minor, cb].find((value) => typeof value === 'function') ?? cb;
  const given = [rounds, minor].map((value) => (typeof value === 'function' ? undefined : value));
  return answer(callback, (done) => {
    const prefix = saltPrefix(...given);
    wire.soon(wire.here(), done, undefined, text.freshSalt(prefix));
  });
}

// The salt a hash is made with, `salt` being a salt or a cost.
function checkedSalt(data, salt) {
  if (data === undefined || data === null || salt === undefined || salt === null) {
    throw new Error('data and salt arguments required');
  }
  if (!isData(data) || (typeof salt !== 'string' && typeof salt !== 'number')) throw new Error(HASH_TYPES);
  // The native code reads a negative cost as an enormous one and refuses it.
  const found = salt < 0 ? undefined : read(typeof salt === 'number' ? genSaltSync(salt) : salt);
  if (found === undefined) throw new Error(INVALID_SALT);
  return found;
}

function hashSync(data, salt) {
  return text.deriveSync(data, checkedSalt(data, salt));
}

function hash(data, salt, cb) {
  if (misplaced(HASH_TYPES, data, salt)) return undefined;
  return answer(cb, (done) => text.derive(data, checkedSalt(data, salt), done));
}

function checkedHash(data, known, message) {
  if (data === undefined || data === null || known === undefined || known === null) {
    throw new Error('data and hash arguments required');
  }
  if (!isData(data) || typeof known !== 'string') throw new Error(message);
  return read(known);
}

function compareSync(data, known) {
  const salt = checkedHash(data, known, 'data must be a string or Buffer and hash must be a string');
  return salt !== undefined && text.deriveSync(data, salt) === known;
}

function compare(data, known, cb) {
  if (misplaced('data and hash arguments required', data, known)) return undefined;
  return answer(cb, (done) => {
    const salt = checkedHash(data, known, 'data and hash must be strings');
    if (salt === undefined) wire.soon(wire.here(), done, undefined, false);
    else text.derive(data, salt, (error, made) => (error ? done(error) : done(undefined, made === known)));
  });
}

function getRounds(known) {
  if (known === undefined || known === null) throw new Error('hash argument required');
  if (typeof known !== 'string') throw new Error('hash must be a string');
  const rounds = Number(/^\$2.?\$(\d+)/.exec(known)?.[1] ?? 0);
  if (rounds === 0) throw new Error('invalid hash provided');
  return rounds;
}

Object.assign(exports, { genSaltSync, genSalt, hashSync, hash, compareSync, compare, getRounds });
