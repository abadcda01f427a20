// `require('assert')`. Differences are shown as both values, not as a diff.
'use strict';

const { inspect } = require('internal/inspect');
const { deepEqual } = require('internal/deep_equal');
const { entitle, invalidArgType, needFunction } = require('internal/node_errors');

class AssertionError extends Error {
  constructor({ message, actual, expected, operator }) {
    super(message);
    const properties = { generatedMessage: false, code: 'ERR_ASSERTION', actual, expected, operator, diff: 'simple' };
    Object.assign(this, properties);
    Object.defineProperty(this, 'name', { value: 'AssertionError', writable: true, configurable: true });
    entitle(this);
  }
}

function fail(message, generated, actual, expected, operator) {
  if (message instanceof Error) throw message;
  const error = new AssertionError({ message: message ?? generated, actual, expected, operator });
  error.generatedMessage = message === undefined;
  throw error;
}

const shown = (value) => inspect(value, { depth: 1000, maxArrayLength: Infinity, sorted: true, getters: true });
const block = (value) => inspect(value, { depth: 1000, compact: false, maxArrayLength: Infinity, sorted: true });

function ok(value, message) {
  if (arguments.length === 0) fail(undefined, 'No value argument passed to `assert.ok()`', value, true, '==');
  if (!value) fail(message, `The expression evaluated to a falsy value: ${shown(value)}`, value, true, '==');
}

function different(actual, expected) {
  return `\n\n${shown(actual)} !== ${shown(expected)}\n`;
}

const plain = {
  equal(actual, expected, message) {
    const same = actual == expected || (Number.isNaN(actual) && Number.isNaN(expected));
    if (!same) fail(message, `${shown(actual)} == ${shown(expected)}`, actual, expected, '==');
  },
  notEqual(actual, expected, message) {
    const same = actual == expected || (Number.isNaN(actual) && Number.isNaN(expected));
    if (same) fail(message, `${shown(actual)} != ${shown(expected)}`, actual, expected, '!=');
  },
  deepEqual(actual, expected, message) {
    if (deepEqual(actual, expected, false)) return;
    const text = `Expected values to be loosely deep-equal:\n\n${block(actual)}\n\nshould loosely deep-equal\n\n${block(expected)}`;
    fail(message, text, actual, expected, 'deepEqual');
  },
  notDeepEqual(actual, expected, message) {
    if (!deepEqual(actual, expected, false)) return;
    const text = `Expected "actual" not to be loosely deep-equal to:\n\n${block(expected)}`;
    fail(message, text, actual, expected, 'notDeepEqual');
  },
};

const strictly = {
  strictEqual(actual, expected, message) {
    if (Object.is(actual, expected)) return;
    const text = `Expected values to be strictly equal:${different(actual, expected)}`;
    fail(message, text, actual, expected, 'strictEqual');
  },
  notStrictEqual(actual, expected, message) {
    if (!Object.is(actual, expected)) return;
    fail(
      message,
      `Expected "actual" to be strictly unequal to: ${shown(expected)}`,
      actual,
      expected,
      'notStrictEqual',
    );
  },
  deepStrictEqual(actual, expected, message) {
    if (deepEqual(actual, expected, true)) return;
    const text = `Expected values to be strictly deep-equal:\n\n${block(actual)}\n\nshould strictly deep-equal\n\n${block(expected)}`;
    fail(message, text, actual, expected, 'deepStrictEqual');
  },
  notDeepStrictEqual(actual, expected, message) {
    if (!deepEqual(actual, expected, true)) return;
    const text = `Expected "actual" not to be strictly deep-equal to:\n\n${block(expected)}\n`;
    fail(message, text, actual, expected, 'notDeepStrictEqual');
  },
};

// Whether a thrown value is the expected one: a class, a pattern, a predicate or properties.
function isExpected(thrown, expected, message) {
  if (expected === undefined) return;
  if (expected instanceof RegExp) {
    if (!expected.test(String(thrown))) {
      fail(
        message,
        `The input did not match the regular expression ${expected}. Input:\n\n${shown(String(thrown))}\n`,
        thrown,
        expected,
        'throws',
      );
    }
  } else if (typeof expected === 'function') {
    if (expected.prototype !== undefined && thrown instanceof expected) return;
    if (Object.prototype.isPrototypeOf.call(Error, expected) || expected === Error) {
      const text = `The error is expected to be an instance of "${expected.name}". Received "${thrown?.constructor?.name}"`;
      fail(message, `${text}\n\nError message:\n\n${thrown?.message}`, thrown, expected, 'throws');
    }
    if (expected(thrown) !== true) {
      fail(message, 'The validation function is expected to return "true". Received false', thrown, expected, 'throws');
    }
  } else {
    for (const key of Object.keys(expected)) {
      const matches =
        expected[key] instanceof RegExp && typeof thrown?.[key] === 'string'
          ? expected[key].test(thrown[key])
          : deepEqual(thrown?.[key], expected[key], true);
      if (!matches)
        fail(
          message,
          `Expected values to be strictly deep-equal: property '${key}' differs`,
          thrown,
          expected,
          'throws',
        );
    }
  }
}

const missing = (expected, message, kind, operator) => {
  const name = typeof expected === 'function' && expected.name ? ` (${expected.name})` : '';
  const own = typeof message === 'string' ? `: ${message}` : '.';
  fail(
    message instanceof Error ? message : undefined,
    `Missing expected ${kind}${name}${own}`,
    undefined,
    expected,
    operator,
  );
};
const unwanted = (error, message, kind, operator) =>
  fail(
    undefined,
    `Got unwanted ${kind}${message ? `: ${message}` : '.'}\nActual message: "${error?.message}"`,
    error,
    undefined,
    operator,
  );

const throwing = {
  throws(run, expected, message) {
    needFunction(run, 'fn');
    if (typeof expected === 'string') [expected, message] = [undefined, expected];
    try {
      run();
    } catch (thrown) {
      isExpected(thrown, expected, message);
      return;
    }
    missing(expected, message, 'exception', 'throws');
  },
  doesNotThrow(run, expected, message) {
    needFunction(run, 'fn');
    try {
      run();
    } catch (thrown) {
      unwanted(thrown, typeof expected === 'string' ? expected : message, 'exception', 'doesNotThrow');
    }
  },
  async rejects(promise, expected, message) {
    try {
      await (typeof promise === 'function' ? promise() : promise);
    } catch (thrown) {
      isExpected(thrown, expected, message);
      return;
    }
    missing(expected, message, 'rejection', 'rejects');
  },
  async doesNotReject(promise, expected, message) {
    try {
      await (typeof promise === 'function' ? promise() : promise);
    } catch (thrown) {
      unwanted(thrown, typeof expected === 'string' ? expected : message, 'rejection', 'doesNotReject');
    }
  },
};

const rest = {
  ok,
  AssertionError,
  fail: (message = undefined) => fail(message, 'Failed', undefined, undefined, 'fail'),
  ifError(value) {
    if (value === null || value === undefined) return;
    const text = typeof value?.message === 'string' ? value.message || value.constructor?.name : shown(value);
    fail(undefined, `ifError got unwanted exception: ${text}`, value, null, 'ifError');
  },
  match(text, pattern, message) {
    if (!(pattern instanceof RegExp)) throw invalidArgType('regexp', 'RegExp', pattern);
    if (typeof text === 'string' && pattern.test(text)) return;
    fail(
      message,
      `The input did not match the regular expression ${pattern}. Input:\n\n${shown(text)}\n`,
      text,
      pattern,
      'match',
    );
  },
  doesNotMatch(text, pattern, message) {
    if (!(pattern instanceof RegExp)) throw invalidArgType('regexp', 'RegExp', pattern);
    if (typeof text !== 'string' || !pattern.test(text)) return;
    fail(
      message,
      `The input was expected to not match the regular expression ${pattern}. Input:\n\n${shown(text)}\n`,
      text,
      pattern,
      'doesNotMatch',
    );
  },
};

function assert(...args) {
  ok(...args);
}
function strict(...args) {
  ok(...args);
}
Object.assign(assert, rest, plain, strictly, throwing);
Object.assign(strict, rest, plain, strictly, throwing, {
  equal: strictly.strictEqual,
  notEqual: strictly.notStrictEqual,
  deepEqual: strictly.deepStrictEqual,
  notDeepEqual: strictly.notDeepStrictEqual,
});
assert.strict = strict;
strict.strict = strict;

module.exports = assert;
