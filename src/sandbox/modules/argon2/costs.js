// What `argon2` allows its costs to be, and what it says of others.
'use strict';

const assert = require('assert');

exports.LIMITS = Object.freeze({
  hashLength: { min: 4, max: 2 ** 32 - 1 },
  memoryCost: { min: 1024, max: 2 ** 32 - 1 },
  timeCost: { min: 2, max: 2 ** 32 - 1 },
  parallelism: { min: 1, max: 2 ** 24 - 1 },
});

const TOO_LARGE = {
  hashLength: [2 ** 32 - 1, 'Hash length'],
  memoryCost: [2 ** 32 - 1, 'Memory cost'],
  timeCost: [2 ** 32 - 1, 'Time cost'],
  parallelism: [2 ** 24 - 1, 'Parallelism'],
};

// What the module checks itself.
exports.checkLimits = function checkLimits(costs, isOld) {
  if (isOld) {
    for (const [name, { min, max }] of Object.entries(exports.LIMITS)) {
      assert(min <= costs[name] && costs[name] <= max, `Invalid ${name}, must be between ${min} and ${max}.`);
    }
    return;
  }
  for (const [name, [most, words]] of Object.entries(TOO_LARGE)) {
    if (costs[name] > most) throw new RangeError(`${words} is too large`);
  }
};

// What the native library refuses, in its order.
exports.checkCosts = function checkCosts(salt, { hashLength, memoryCost, parallelism, timeCost }) {
  const refuse = (text) => {
    throw new Error(text);
  };
  if (hashLength < 4) refuse('Output is too short');
  if (salt.length < 8) refuse('Salt is too short');
  if (memoryCost < 8) refuse('Memory cost is too small');
  if (memoryCost < 8 * parallelism) refuse('Memory cost is too small');
  if (timeCost < 1) refuse('Time cost is too small');
  if (parallelism < 1) refuse('Too few lanes');
};
