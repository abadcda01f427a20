// `AssertionError` and its messages.
'use strict';

const { inspect } = require('internal/inspect');
const { entitle, invalidArgType } = require('internal/node_errors');
const { shortestEdit } = require('util/diff');

const SAYS = {
  deepStrictEqual: 'Expected values to be strictly deep-equal:',
  partialDeepStrictEqual: 'Expected values to be partially and strictly deep-equal:',
  strictEqual: 'Expected values to be strictly equal:',
  strictEqualObject: 'Expected "actual" to be reference-equal to "expected":',
  deepEqual: 'Expected values to be loosely deep-equal:',
  notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
  notStrictEqual: 'Expected "actual" to be strictly unequal to:',
  notStrictEqualObject: 'Expected "actual" not to be reference-equal to "expected":',
  notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
  notIdentical: 'Values have same structure but are not reference-equal:',
  notDeepEqualUnequal: 'Expected values not to be loosely deep-equal:',
};
// Two values this short stand on one line.
const SHORT = 12;
// Equal lines shown before the rest of them is left out.
const CONTEXT = 5;
const MOST_LINES = 50;
// Beyond this the diff is not looked for: it takes memory with the square of its length.
const MOST_EDITS = 2000;

const shown = (value) =>
  inspect(value, {
    compact: false,
    customInspect: false,
    depth: 1000,
    maxArrayLength: Infinity,
    showHidden: false,
    showProxy: false,
    sorted: true,
    getters: true,
    breakLength: Infinity,
  });

const isObject = (value) => typeof value === 'object' && value !== null;
const bothAre = (test, one, two) => test(one) && test(two);
const isFunction = (value) => typeof value === 'function';

// The diff as lines: `+` for what only `actual` has, `-` for what only `expected` has.
function printed(edit) {
  const lines = [];
  let skipped = false;
  let same = 0;
  edit.forEach(([kind, text], i) => {
    if (kind !== 0 && i > 0 && edit[i - 1][0] === 0) {
      // Leaving out one or two lines would save nothing.
      if (same === CONTEXT + 1) lines.push(`  ${edit[i - 1][1]}`);
      else if (same === CONTEXT + 2) lines.push(`  ${edit[i - 2][1]}`, `  ${edit[i - 1][1]}`);
      else if (same > CONTEXT + 2) {
        lines.push('...', `  ${edit[i - 1][1]}`);
        skipped = true;
      }
      same = 0;
    }
    if (kind === 1) lines.push(`+ ${text}`);
    else if (kind === -1) lines.push(`- ${text}`);
    else {
      if (same < CONTEXT) lines.push(`  ${text}`);
      same += 1;
    }
  });
  return { text: `\n${lines.join('\n').trimEnd()}`, skipped };
}

// Lines that differ in a comma at the end are the same: one value only has more to follow.
function compared(actual, expected, objects) {
  const same = objects ? (a, b) => a === b || `${a},` === b || a === `${b},` : (a, b) => a === b;
  return shortestEdit(actual, expected, MOST_EDITS, same, (a, b) => (objects && !a.endsWith(',') ? b : a));
}

// `given`: the words of the script, which stand above the difference.
function difference(actual, expected, operator, given) {
  if (operator === 'strictEqual' && (bothAre(isObject, actual, expected) || bothAre(isFunction, actual, expected))) {
    operator = 'strictEqualObject';
  }
  const [one, two] = [shown(actual), shown(expected)];
  const [left, right] = [one.split('\n'), two.split('\n')];
  let header = '+ actual - expected';
  let text;
  let skipped = false;
  if (left.length === 1 && right.length === 1 && !(isObject(actual) && isObject(expected))) {
    const quotes = (typeof actual === 'string' ? 2 : 0) + (typeof expected === 'string' ? 2 : 0);
    if (one.length + two.length - quotes <= SHORT && (actual !== 0 || expected !== 0))
      [text, header] = [`${one} !== ${two}`, ''];
    else text = `\n+ ${one}\n- ${two}`;
  } else if (one === two) {
    operator = 'notIdentical';
    header = '';
    skipped = left.length > MOST_LINES;
    text = skipped ? `${left.slice(0, MOST_LINES).join('\n')}\n...}` : left.join('\n');
  } else {
    const edit = compared(left, right, isObject(actual)) ?? [
      ...left.map((line) => [1, line]),
      ...right.map((line) => [-1, line]),
    ];
    ({ text, skipped } = printed(edit));
  }
  return `${given ?? SAYS[operator]}\n${header}${skipped ? '\n... Skipped lines' : ''}\n${text}\n`;
}

function unequal(actual, operator) {
  const object = operator === 'notStrictEqual' && (isObject(actual) || isFunction(actual));
  const base = SAYS[object ? 'notStrictEqualObject' : operator];
  const lines = shown(actual).split('\n');
  if (lines.length > MOST_LINES) {
    lines[46] = '...';
    lines.length = 47;
  }
  if (lines.length === 1) return `${base}${lines[0].length > 5 ? '\n\n' : ' '}${lines[0]}`;
  return `${base}\n\n${lines.join('\n')}\n`;
}

const cut = (text, most) => (text.length > most ? `${text.slice(0, most - 3)}...` : text);

function words(actual, expected, operator, given) {
  if (operator === 'deepStrictEqual' || operator === 'strictEqual' || operator === 'partialDeepStrictEqual') {
    return difference(actual, expected, operator, given);
  }
  if (given !== undefined) return given;
  if (operator === 'notDeepStrictEqual' || operator === 'notStrictEqual') return unequal(actual, operator);
  const [one, two] = [shown(actual), shown(expected)];
  if (operator === 'notDeepEqual' && one === two) return cut(`${SAYS.notDeepEqual}\n\n${one}`, 1024);
  const [left, right] = [cut(one, 512), cut(two, 512)];
  if (operator === 'deepEqual') return `${SAYS.deepEqual}\n\n${left}\n\nshould loosely deep-equal\n\n${right}`;
  if (operator === 'notDeepEqual') {
    return `${SAYS.notDeepEqualUnequal}\n\n${left}\n\nshould not loosely deep-equal\n\n${right}`;
  }
  return `${left} ${operator} ${right}`;
}

const isErrorObject = (value) => isObject(value) && 'stack' in value && value instanceof Error;

// An error without its stack: where it was made is no difference.
function withoutStack(error) {
  const copy = Object.assign(Object.create(Object.getPrototypeOf(error)), error);
  Object.defineProperty(copy, 'message', { value: error.message });
  if (Object.hasOwn(error, 'cause')) Object.defineProperty(copy, 'cause', { value: error.cause });
  return copy;
}

class AssertionError extends Error {
  constructor(options) {
    if (typeof options !== 'object' || options === null) throw invalidArgType('options', 'object', options);
    const { message, actual, expected, operator } = options;
    const given = message !== undefined && message !== null;
    const errors = isErrorObject(actual) && isErrorObject(expected);
    const pair = errors ? [withoutStack(actual), withoutStack(expected)] : [actual, expected];
    super(words(...pair, operator, given ? String(message) : undefined));
    const properties = { generatedMessage: !given, code: 'ERR_ASSERTION', actual, expected, operator, diff: 'simple' };
    Object.assign(this, properties);
    Object.defineProperty(this, 'name', { value: 'AssertionError', writable: true, configurable: true });
    entitle(this);
  }
}

exports.AssertionError = AssertionError;
