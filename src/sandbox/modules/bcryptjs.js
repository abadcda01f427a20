// The npm module `bcryptjs` (in JavaScript): strings only, `$2y$` too, and errors in words of its own.
'use strict';

const text = require('bcrypt/text');
const wire = require('internal/wire');

const DEFAULT_COST = 10;
const HASH_LENGTH = 60;

const illegal = (...values) => new Error(`Illegal arguments: ${values.map((value) => typeof value).join(', ')}`);

// Reads a salt or a hash as `{prefix, cost, bytes}`.
function read(salt) {
  if (!salt.startsWith('$2')) throw new Error(`Invalid salt version: ${salt.slice(0, 2)}`);
  let offset = 3;
  if (salt[2] !== '$') {
    if (!'aby'.includes(salt[2] ?? ' ') || salt[3] !== '$')
      throw new Error(`Invalid salt revision: ${salt.slice(2, 4)}`);
    offset = 4;
  }
  if (salt.charAt(offset + 2) > '$') throw new Error('Missing salt rounds');
  const cost = parseInt(salt[offset], 10) * 10 + parseInt(salt[offset + 1], 10);
  if (cost < 4 || cost > 31) throw new Error(`Illegal number of rounds (4-31): ${cost}`);
  const bytes = text.decode(salt.slice(offset + 3, offset + 25), 16);
  if (bytes.length !== 16) throw new Error(`Illegal salt length: ${bytes.length} != 16`);
  return { prefix: `${salt.slice(0, offset)}${text.costText(cost)}$`, cost, bytes };
}

// Answers through `callback`, or through a promise if there is none.
function answer(callback, work) {
  if (!callback) {
    return new Promise((resolve, reject) => work((error, value) => (error ? reject(error) : resolve(value))));
  }
  if (typeof callback !== 'function') throw new Error(`Illegal callback: ${typeof callback}`);
  work(callback);
  return undefined;
}

// The same work, its errors given to `done`.
function attempt(done, work) {
  try {
    work();
  } catch (error) {
    wire.soon(wire.here(), done, error);
  }
}

// Version 3 writes `$2b$`, the ones before `$2a$`.
exports.forVersion = function forVersion(version) {
  const major = parseInt(/\d+/.exec(version ?? '3')?.[0] ?? '3', 10);
  const prefix = major >= 3 ? '$2b$' : '$2a$';

  function genSaltSync(rounds) {
    const wanted = rounds || DEFAULT_COST;
    if (typeof wanted !== 'number') throw illegal(rounds, undefined);
    return text.freshSalt(`${prefix}${text.costText(Math.min(31, Math.max(4, wanted)))}$`);
  }

  function genSalt(...args) {
    const callback = args.find((value) => typeof value === 'function');
    const rounds = typeof args[0] === 'function' || args[0] === undefined ? DEFAULT_COST : args[0];
    if (typeof rounds !== 'number') throw new Error(`illegal arguments: ${typeof rounds}`);
    return answer(callback, (done) => attempt(done, () => wire.soon(wire.here(), done, null, genSaltSync(rounds))));
  }

  function hashSync(password, salt = DEFAULT_COST) {
    const chosen = typeof salt === 'number' ? genSaltSync(salt) : salt;
    if (typeof password !== 'string' || typeof chosen !== 'string') throw illegal(password, chosen);
    return text.deriveSync(password, read(chosen));
  }

  function hash(password, salt, callback) {
    return answer(callback, (done) =>
      attempt(done, () => {
        if (typeof password !== 'string' || (typeof salt !== 'string' && typeof salt !== 'number')) {
          throw illegal(password, salt);
        }
        const chosen = read(typeof salt === 'number' ? genSaltSync(salt) : salt);
        text.derive(password, chosen, (error, made) => (error ? done(error) : done(null, made)));
      }),
    );
  }

  function compareSync(password, known) {
    if (typeof password !== 'string' || typeof known !== 'string') throw illegal(password, known);
    return known.length === HASH_LENGTH && text.deriveSync(password, read(known)) === known;
  }

  function compare(password, known, callback) {
    return answer(callback, (done) =>
      attempt(done, () => {
        if (typeof password !== 'string' || typeof known !== 'string') throw illegal(password, known);
        if (known.length !== HASH_LENGTH) wire.soon(wire.here(), done, null, false);
        else text.derive(password, read(known), (error, made) => (error ? done(error) : done(null, made === known)));
      }),
    );
  }

  function getRounds(known) {
    if (typeof known !== 'string') throw illegal(known);
    return parseInt(known.split('$')[2], 10);
  }

  function getSalt(known) {
    if (typeof known !== 'string') throw illegal(known);
    if (known.length !== HASH_LENGTH) throw new Error(`Illegal hash length: ${known.length} != ${HASH_LENGTH}`);
    return known.slice(0, 29);
  }

  const made = {
    setRandomFallback() {},
    genSaltSync,
    genSalt,
    hashSync,
    hash,
    compareSync,
    compare,
    getRounds,
    getSalt,
    encodeBase64: (bytes, length) => text.encode(bytes.slice(0, length)),
    decodeBase64: (value, length) => text.decode(value, length),
  };
  if (major >= 3) {
    made.truncates = (password) => {
      if (typeof password !== 'string') throw illegal(password);
      return unescape(encodeURIComponent(password.toWellFormed())).length > 72;
    };
    made.default = made;
  }
  return made;
};
