// Deep equality, strict and loose, of `util.isDeepStrictEqual` and `assert`.
'use strict';

const kinds = require('internal/kinds');

const same = (one, two, strict) => {
  if (strict) return Object.is(one, two);
  return one == two || (Number.isNaN(one) && Number.isNaN(two));
};
const isObject = (value) => typeof value === 'object' && value !== null;

const keysOf = (value) => [
  ...Object.keys(value),
  ...Object.getOwnPropertySymbols(value).filter((key) => Object.prototype.propertyIsEnumerable.call(value, key)),
];

function equalSets(one, two, strict, seen) {
  if (one.size !== two.size) return false;
  const left = [...two].filter((member) => !one.has(member));
  return [...one].every((member) => {
    if (two.has(member)) return true;
    const at = left.findIndex((other) => equal(member, other, strict, seen));
    if (at !== -1) left.splice(at, 1);
    return at !== -1;
  });
}

function equalMaps(one, two, strict, seen) {
  if (one.size !== two.size) return false;
  const left = [...two.keys()].filter((key) => !one.has(key));
  return [...one].every(([key, value]) => {
    if (two.has(key)) return equal(value, two.get(key), strict, seen);
    const at = left.findIndex((other) => equal(key, other, strict, seen) && equal(value, two.get(other), strict, seen));
    if (at !== -1) left.splice(at, 1);
    return at !== -1;
  });
}

function equalInside(one, two, strict, seen) {
  const tag = (value) => Object.prototype.toString.call(value);
  if (strict && Object.getPrototypeOf(one) !== Object.getPrototypeOf(two)) return false;
  if (tag(one) !== tag(two) || Array.isArray(one) !== Array.isArray(two)) return false;
  if (Array.isArray(one) && one.length !== two.length) return false;
  if (kinds.isDate(one) && one.getTime() !== two.getTime()) return false;
  if (kinds.isRegExp(one) && (String(one) !== String(two) || one.lastIndex !== two.lastIndex)) return false;
  if (kinds.isError(one) && (one.message !== two.message || one.name !== two.name)) return false;
  if (kinds.isBoxedPrimitive(one) && !Object.is(one.valueOf(), two.valueOf())) return false;
  if (kinds.isAnyArrayBuffer(one)) return equal(new Uint8Array(one), new Uint8Array(two), strict, seen);
  if (ArrayBuffer.isView(one) && one.byteLength !== two.byteLength) return false;
  const keys = keysOf(one);
  if (keys.length !== keysOf(two).length) return false;
  if (!keys.every((key) => Object.prototype.propertyIsEnumerable.call(two, key))) return false;
  if (kinds.isSet(one) && !equalSets(one, two, strict, seen)) return false;
  if (kinds.isMap(one) && !equalMaps(one, two, strict, seen)) return false;
  return keys.every((key) => equal(one[key], two[key], strict, seen));
}

function equal(one, two, strict, seen) {
  if (one === two && one !== 0) return true;
  if (!isObject(one) || !isObject(two)) return !isObject(one) && !isObject(two) && same(one, two, strict);
  // Inside a cycle, what is being compared counts as equal.
  if (seen.some(([left, right]) => left === one && right === two)) return true;
  seen.push([one, two]);
  const result = equalInside(one, two, strict, seen);
  seen.pop();
  return result;
}

exports.deepEqual = (one, two, strict) => equal(one, two, strict, []);
