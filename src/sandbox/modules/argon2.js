// The npm module `argon2`, from version 0.3 on.
'use strict';

const { Buffer } = require('globals/buffer');
const { timingSafeEqual } = require('crypto');
const tasks = require('internal/tasks');
const { checkCosts, checkLimits, LIMITS } = require('argon2/costs');
const { deserialize, serialize } = require('argon2/phc');

const TYPES = Object.freeze({ argon2d: 0, argon2i: 1, argon2id: 2 });
const NAMES = Object.keys(TYPES);
const DEFAULTS = {
  hashLength: 32,
  timeCost: 3,
  memoryCost: 65536,
  parallelism: 4,
  type: TYPES.argon2id,
  version: 0x13,
};

// The raw hash, when it is done.
function derive(password, salt, costs) {
  const { hashLength, memoryCost, parallelism, secret, timeCost, type, version, associatedData } = costs;
  const given = [password, salt, secret ?? '', associatedData ?? ''].map((part) => Buffer.from(part));
  return new Promise((resolve, reject) => {
    let made;
    try {
      checkCosts(given[1], costs);
      const numbers = [type, version, memoryCost, timeCost, parallelism, hashLength];
      made = host.argon2(given[0], given[1], numbers, given[2], given[3]);
    } catch (error) {
      tasks.later(() => reject(error));
      return;
    }
    const [key, ms] = made;
    tasks.later(() => resolve(Buffer.from(key)), ms);
  });
}

// Up to version 0.40 the options have limits of their own, the length of the salt is one of them, and `needsRehash`
// does not look at the parallelism.
exports.forVersion = function forVersion(version) {
  const [major, minor] = (/(\d+)(?:\.(\d+))?/.exec(version ?? '0.45') ?? [0, '0', '45']).slice(1).map(Number);
  const isOld = major === 0 && minor < 40;
  const defaults = isOld ? Object.freeze({ ...DEFAULTS, saltLength: 16 }) : DEFAULTS;

  async function hash(password, options = {}) {
    const { raw, salt: given, ...rest } = { ...defaults, ...options };
    checkLimits(rest, isOld);
    const salt = given ?? host.randomBytes(rest.saltLength ?? 16);
    const made = await derive(password, salt, rest);
    if (raw) return made;
    const { associatedData, memoryCost: m, timeCost: t, parallelism: p } = rest;
    const params = isOld ? { m, t, p } : { m, p, t };
    if (associatedData !== undefined && (isOld || associatedData.length > 0)) params.data = Buffer.from(associatedData);
    return serialize({ id: NAMES[rest.type], version: rest.version, params, salt: Buffer.from(salt), hash: made });
  }

  function needsRehash(digest, options = {}) {
    const wanted = { ...defaults, ...options };
    const { version: made, params } = deserialize(digest);
    return (
      Number(made) !== Number(wanted.version) ||
      Number(params.m) !== Number(wanted.memoryCost) ||
      Number(params.t) !== Number(wanted.timeCost) ||
      (!isOld && Number(params.p) !== Number(wanted.parallelism))
    );
  }

  async function verify(digest, password, options = {}) {
    const { id, version: made = 0x10, params, salt, hash: known } = deserialize(digest);
    if (!Object.hasOwn(TYPES, id)) return false;
    const expected = await derive(password, salt, {
      type: TYPES[id],
      version: Number(made),
      memoryCost: Number(params.m),
      timeCost: Number(params.t),
      parallelism: Number(params.p),
      hashLength: known.byteLength,
      secret: options?.secret,
      associatedData: params.data === undefined ? undefined : Buffer.from(params.data, 'base64'),
    });
    return timingSafeEqual(expected, known);
  }

  if (!isOld) return { ...TYPES, hash, needsRehash, verify };
  return { defaults, limits: LIMITS, hash, needsRehash, verify, ...TYPES };
};
