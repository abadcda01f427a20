// One version of the npm module `mongodb`: what it answers, which classes it has, how it refuses.
'use strict';

const { errors } = require('mongodb/errors');
const { objectId } = require('mongodb/object_id');
const { values } = require('mongodb/values');
const wire = require('internal/wire');

// Without a version, the newest a tenant would be given.
const NEWEST = [6, 20, 0];

const known = new Map();

function build(version) {
  const [major, minor] = version;
  class BSONError extends Error {
    get name() {
      return major === 4 ? 'BSONTypeError' : 'BSONError';
    }
  }
  class BSONTypeError extends TypeError {
    get name() {
      return 'BSONTypeError';
    }
  }
  const fail = (message) => {
    if (major < 4) return new Error(message);
    return major === 4 ? new BSONTypeError(message) : new BSONError(message);
  };
  const bson = { major, ObjectId: objectId(major, fail), ...values(major, fail) };
  bson.cyclic = () => new Error(major < 5 ? 'cyclic dependency detected' : 'Cannot convert circular structure to BSON');
  bson.checkKey = (key) => {
    if (key[0] === '$') throw new Error(`key ${key} must not start with '$'`);
    if (key.includes('.')) throw new Error(`key ${key} must not contain '.'`);
  };
  return {
    major,
    minor,
    version: version.join('.'),
    // Up to version 4 a callback may be given; from 5 on one is silently left alone.
    callbacks: major < 5,
    // From 4.7 on the first operation connects.
    connectsItself: major > 4 || (major === 4 && minor >= 7),
    bson,
    errors: errors(major),
  };
}

// The flavour of a version as a script asks for it: `3.1.4`, `^4.1`, `5`; `undefined` for any.
exports.flavour = function flavour(asked) {
  const numbers = /(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(asked ?? '');
  const version = numbers === null ? NEWEST : numbers.slice(1).map((part) => Number(part ?? 0));
  if (version[0] > 6) version[0] = 6;
  if (version[0] < 2) version[0] = 2;
  const key = version.join('.');
  if (!known.has(key)) known.set(key, build(version));
  return known.get(key);
};

// Runs `work(done, from)` and gives its outcome to the callback, or to a promise. `refusal` is an error that was found
// before anything was asked: each version hands it over in its own way.
exports.perform = function perform(flavour, callback, refusal, work) {
  const from = wire.here();
  const takes = flavour.callbacks && typeof callback === 'function';
  if (refusal !== undefined) {
    if (flavour.major === 4) throw refusal;
    if (!takes) return Promise.reject(refusal);
    callback(refusal);
    return undefined;
  }
  if (takes) {
    const nothing = flavour.major < 4 ? null : undefined;
    const done = (error, value) =>
      error
        ? wire.backTo(from, callback, error, ...(flavour.major < 4 ? [null] : []))
        : wire.backTo(from, callback, nothing, value);
    work(done, from);
    return undefined;
  }
  return new Promise((resolve, reject) => {
    work((error, value) => (error ? reject(error) : resolve(value)), from);
  });
};

// The last argument where it is a function, and the arguments without it.
exports.split = function split(flavour, args) {
  const last = args.at(-1);
  if (!flavour.callbacks || typeof last !== 'function') return [args, undefined];
  return [args.slice(0, -1), last];
};
