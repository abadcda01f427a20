// `assert.throws`, `rejects` and their opposites.
'use strict';

const { AssertionError } = require('assert/assertion_error');
const { deepEqual } = require('internal/deep_equal');
const { inspect } = require('internal/inspect');
const kinds = require('internal/kinds');
const { coded, invalidArgType, invalidArgValue, needFunction } = require('internal/node_errors');

const NOTHING = Symbol('nothing was thrown');
const EXPECTED = ['Object', 'Error', 'Function', 'RegExp'];

function fail(operator, message, actual, expected, generated = false) {
  if (message instanceof Error) throw message;
  const error = new AssertionError({ message, actual, expected, operator });
  error.generatedMessage = generated;
  throw error;
}

// The properties that are compared, as one object for the message.
function picked(object, keys, actual) {
  const comparison = new (class Comparison {})();
  for (const key of keys) {
    if (!(key in object)) continue;
    const matches = actual !== undefined && typeof actual[key] === 'string' && kinds.isRegExp(object[key]);
    comparison[key] = matches && object[key].test(actual[key]) ? actual[key] : object[key];
  }
  return comparison;
}

function compareProperties(thrown, expected, message, operator) {
  const keys = Object.keys(expected);
  if (expected instanceof Error) keys.push('name', 'message');
  else if (keys.length === 0) throw invalidArgValue('error', expected, 'may not be an empty object');
  for (const key of keys) {
    if (typeof thrown[key] === 'string' && kinds.isRegExp(expected[key]) && expected[key].test(thrown[key])) continue;
    if (key in thrown && deepEqual(thrown[key], expected[key], true)) continue;
    if (message) fail(operator, message, thrown, expected);
    const error = new AssertionError({
      actual: picked(thrown, keys),
      expected: picked(expected, keys, thrown),
      operator: 'deepStrictEqual',
    });
    throw Object.assign(error, { actual: thrown, expected, operator });
  }
}

// Whether a thrown value is the expected one: a class, a pattern, a predicate or properties.
function checkExpected(thrown, expected, message, operator) {
  let words;
  if (typeof expected !== 'function') {
    if (kinds.isRegExp(expected)) {
      const text = String(thrown);
      if (expected.test(text)) return;
      words = `The input did not match the regular expression ${inspect(expected)}. Input:\n\n${inspect(text)}\n`;
    } else if (typeof thrown !== 'object' || thrown === null) {
      const error = new AssertionError({ message, actual: thrown, expected, operator: 'deepStrictEqual' });
      throw Object.assign(error, { operator });
    } else {
      compareProperties(thrown, expected, message, operator);
      return;
    }
  } else if (expected.prototype !== undefined && thrown instanceof expected) {
    return;
  } else if (Object.prototype.isPrototypeOf.call(Error, expected)) {
    const isError = kinds.isError(thrown);
    const got = isError ? thrown.name : inspect(thrown, { depth: -1 });
    words = `The error is expected to be an instance of "${expected.name}". Received "${got}"`;
    if (isError) words += `\n\nError message:\n\n${thrown.message}`;
  } else {
    const result = Reflect.apply(expected, {}, [thrown]);
    if (result === true) return;
    const name = expected.name ? `"${expected.name}" ` : '';
    words = `The ${name}validation function is expected to return "true". Received ${inspect(result)}`;
    if (kinds.isError(thrown)) words += `\n\nCaught error:\n\n${thrown}`;
  }
  fail(operator, message || words, thrown, expected, !message);
}

const ambiguous = (what) =>
  coded(TypeError, 'ERR_AMBIGUOUS_ARGUMENT', `The "error/message" argument is ambiguous. ${what}`);

function expectError(operator, kind, thrown, ...rest) {
  let [error, message] = rest;
  if (typeof error === 'string') {
    if (rest.length === 2) throw invalidArgType('error', EXPECTED, error);
    if (typeof thrown === 'object' && thrown !== null) {
      if (thrown.message === error) throw ambiguous(`The error message "${error}" is identical to the message.`);
    } else if (thrown === error) {
      throw ambiguous(`The error "${error}" is identical to the message.`);
    }
    [error, message] = [undefined, error];
  } else if (error !== undefined && error !== null && typeof error !== 'object' && typeof error !== 'function') {
    throw invalidArgType('error', EXPECTED, error);
  }
  if (thrown === NOTHING) {
    const name = error?.name ? ` (${error.name})` : '';
    if (message instanceof Error) throw message;
    fail(operator, `Missing expected ${kind}${name}${message ? `: ${message}` : '.'}`, undefined, error);
  }
  if (error) checkExpected(thrown, error, message, operator);
}

function isUnwanted(thrown, expected) {
  if (!expected) return true;
  if (typeof expected !== 'function') {
    if (kinds.isRegExp(expected)) return expected.test(String(thrown));
    throw invalidArgType('expected', ['Function', 'RegExp'], expected);
  }
  if (expected.prototype !== undefined && thrown instanceof expected) return true;
  if (Object.prototype.isPrototypeOf.call(Error, expected)) return false;
  return Reflect.apply(expected, {}, [thrown]) === true;
}

function expectNone(operator, kind, thrown, error, message) {
  if (thrown === NOTHING) return;
  if (typeof error === 'string') [error, message] = [undefined, error];
  if (!isUnwanted(thrown, error)) throw thrown;
  const details = message ? `: ${message}` : '.';
  fail(operator, `Got unwanted ${kind}${details}\nActual message: "${thrown?.message}"`, thrown, error);
}

function thrownBy(run) {
  needFunction(run, 'fn');
  try {
    run();
  } catch (thrown) {
    return thrown;
  }
  return NOTHING;
}

const isPromise = (value) =>
  kinds.isPromise(value) ||
  (value !== null &&
    typeof value === 'object' &&
    typeof value.then === 'function' &&
    typeof value.catch === 'function');

async function reasonOf(given) {
  let promise = given;
  if (typeof given === 'function') {
    promise = given();
    if (!isPromise(promise)) {
      const got =
        promise?.constructor?.name && typeof promise === 'object'
          ? `an instance of ${promise.constructor.name}`
          : `type ${typeof promise}`;
      const shown = typeof promise === 'object' ? got : `${got} (${inspect(promise)})`;
      throw coded(
        TypeError,
        'ERR_INVALID_RETURN_VALUE',
        `Expected instance of Promise to be returned from the "promiseFn" function but got ${shown}.`,
      );
    }
  } else if (!isPromise(given)) {
    throw invalidArgType('promiseFn', ['Function', 'Promise'], given);
  }
  try {
    await promise;
  } catch (reason) {
    return reason;
  }
  return NOTHING;
}

exports.throws = function throws(run, ...rest) {
  expectError('throws', 'exception', thrownBy(run), ...rest);
};
exports.doesNotThrow = function doesNotThrow(run, ...rest) {
  expectNone('doesNotThrow', 'exception', thrownBy(run), ...rest);
};
exports.rejects = async function rejects(promise, ...rest) {
  expectError('rejects', 'rejection', await reasonOf(promise), ...rest);
};
exports.doesNotReject = async function doesNotReject(promise, ...rest) {
  expectNone('doesNotReject', 'rejection', await reasonOf(promise), ...rest);
};
