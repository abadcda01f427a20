// `assert.partialDeepStrictEqual`: whether a value holds all that another one holds.
'use strict';

const { deepEqual } = require('internal/deep_equal');
const kinds = require('internal/kinds');

const isObject = (value) => typeof value === 'object' && value !== null;

// Each of `wanted` has one of `held` of its own, in order if `ordered`.
function allFound(held, wanted, ordered, holds) {
  const left = [...held];
  return wanted.every((item) => {
    const at = left.findIndex((each) => holds(each, item));
    if (at === -1) return false;
    left.splice(ordered ? 0 : at, ordered ? at + 1 : 1);
    return true;
  });
}

function holds(actual, expected, seen) {
  if (Object.is(actual, expected)) return true;
  if (!isObject(actual) || !isObject(expected)) return false;
  if (seen.some(([one, two]) => one === actual && two === expected)) return true;
  const inside = (one, two) => holds(one, two, [...seen, [actual, expected]]);
  if (Object.getPrototypeOf(actual) !== Object.getPrototypeOf(expected)) return false;
  if (kinds.isSet(expected)) return kinds.isSet(actual) && allFound([...actual], [...expected], false, inside);
  if (kinds.isMap(expected)) {
    if (!kinds.isMap(actual)) return false;
    return [...expected].every(([key, value]) => actual.has(key) && inside(actual.get(key), value));
  }
  if (Array.isArray(expected)) return Array.isArray(actual) && allFound(actual, expected, true, inside);
  const own = kinds.isDate(expected) || kinds.isRegExp(expected) || kinds.isBoxedPrimitive(expected);
  if (own || kinds.isAnyArrayBuffer(expected) || ArrayBuffer.isView(expected)) return deepEqual(actual, expected, true);
  if (kinds.isError(expected) && (actual.name !== expected.name || actual.message !== expected.message)) return false;
  return Reflect.ownKeys(expected)
    .filter((key) => Object.prototype.propertyIsEnumerable.call(expected, key))
    .every((key) => Object.hasOwn(actual, key) && inside(actual[key], expected[key]));
}

exports.holds = (actual, expected) => holds(actual, expected, []);
