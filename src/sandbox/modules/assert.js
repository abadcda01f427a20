// `require('assert')`.
'use strict';

const { AssertionError } = require('assert/assertion_error');
const { doesNotReject, doesNotThrow, rejects, throws } = require('assert/thrown');
const { deepEqual: equalInside } = require('internal/deep_equal');
const { inspect } = require('internal/inspect');
const kinds = require('internal/kinds');
const { coded, invalidArgType } = require('internal/node_errors');

function fail(given, actual, expected, operator) {
  if (given instanceof Error) throw given;
  throw new AssertionError({ message: given, actual, expected, operator });
}

// Fails in the given words of ours.
function failWith(words, message, actual, expected, operator) {
  if (message instanceof Error) throw message;
  const error = new AssertionError({ message: message || words, actual, expected, operator });
  error.generatedMessage = !message;
  throw error;
}

function truthy(args) {
  const [value, message] = args;
  if (value) return;
  if (args.length === 0) failWith('No value argument passed to `assert.ok()`', undefined, value, true, '==');
  if (message !== undefined && message !== null) fail(message, value, true, '==');
  const shown = inspect(value, { depth: 1000, maxArrayLength: Infinity, sorted: true, getters: true });
  failWith(`The expression evaluated to a falsy value: ${shown}`, undefined, value, true, '==');
}

function ok(...args) {
  truthy(args);
}

// One comparison: `holds(actual, expected)` decides, `operator` names it in messages.
function comparison(name, operator, holds) {
  return {
    [name](actual, expected, message) {
      if (arguments.length < 2) {
        throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "actual" and "expected" arguments must be specified');
      }
      if (!holds(actual, expected)) fail(message, actual, expected, operator);
    },
  }[name];
}

const looselySame = (one, two) => one == two || (Number.isNaN(one) && Number.isNaN(two));

const equal = comparison('equal', '==', looselySame);
const notEqual = comparison('notEqual', '!=', (one, two) => !looselySame(one, two));
const deepEqual = comparison('deepEqual', 'deepEqual', (one, two) => equalInside(one, two, false));
const notDeepEqual = comparison('notDeepEqual', 'notDeepEqual', (one, two) => !equalInside(one, two, false));
const strictEqual = comparison('strictEqual', 'strictEqual', Object.is);
const notStrictEqual = comparison('notStrictEqual', 'notStrictEqual', (one, two) => !Object.is(one, two));
const deepStrictEqual = comparison('deepStrictEqual', 'deepStrictEqual', (one, two) => equalInside(one, two, true));
const notDeepStrictEqual = comparison(
  'notDeepStrictEqual',
  'notDeepStrictEqual',
  (one, two) => !equalInside(one, two, true),
);
const partialDeepStrictEqual = comparison('partialDeepStrictEqual', 'partialDeepStrictEqual', (one, two) =>
  require('assert/partial').holds(one, two),
);

function matching(operator, wanted, words) {
  return {
    [operator](string, regexp, message) {
      if (!kinds.isRegExp(regexp)) throw invalidArgType('regexp', 'RegExp', regexp);
      if (typeof string !== 'string') {
        const type = `The "string" argument must be of type string. Received type ${typeof string} (${inspect(string)})`;
        failWith(type, message, string, regexp, operator);
      }
      if (regexp.test(string) === wanted) return;
      const text = `${words} ${inspect(regexp)}. Input:\n\n${inspect(string)}\n`;
      failWith(text, message, string, regexp, operator);
    },
  }[operator];
}

const shared = {
  fail(message = 'Failed') {
    const given = arguments.length > 0;
    if (message instanceof Error) throw message;
    const error = new AssertionError({ message, operator: 'fail' });
    error.generatedMessage = !given;
    throw error;
  },
  AssertionError,
  ok,
  equal,
  notEqual,
  deepEqual,
  notDeepEqual,
  deepStrictEqual,
  notDeepStrictEqual,
  strictEqual,
  notStrictEqual,
  partialDeepStrictEqual,
  throws,
  rejects,
  doesNotThrow,
  doesNotReject,
  ifError(value) {
    if (value === null || value === undefined) return;
    let words;
    if (typeof value === 'object' && typeof value.message === 'string') {
      words = value.message.length === 0 && value.constructor ? value.constructor.name : value.message;
    } else {
      words = inspect(value);
    }
    fail(`ifError got unwanted exception: ${words}`, value, null, 'ifError');
  },
  match: matching('match', true, 'The input did not match the regular expression'),
  doesNotMatch: matching('doesNotMatch', false, 'The input was expected to not match the regular expression'),
};

const assert = Object.assign(function ok(...args) {
  truthy(args);
}, shared);
assert.strict = Object.assign(
  function strict(...args) {
    truthy(args);
  },
  shared,
  { equal: strictEqual, notEqual: notStrictEqual, deepEqual: deepStrictEqual, notDeepEqual: notDeepStrictEqual },
);
assert.strict.strict = assert.strict;

module.exports = assert;
