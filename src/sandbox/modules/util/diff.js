// `util.diff`, and the shortest way from one list to another that it and `assert` show.
'use strict';

const { invalidArgType } = require('internal/node_errors');

// Entries `[kind, value]`, kind 1 for what only `actual` has, -1 for what only `expected` has, 0 for what both have;
// the shortest edit by the greedy algorithm of Myers. Undefined if it takes more than `most` steps. `same` compares,
// `common` picks what is shown of two that are the same.
exports.shortestEdit = function shortestEdit(
  actual,
  expected,
  most = Infinity,
  same = (one, two) => one === two,
  common = (one) => one,
) {
  const [n, m] = [actual.length, expected.length];
  const offset = Math.min(n + m, most) + 1;
  const reach = new Int32Array(2 * offset + 1);
  const trace = [];
  for (let depth = 0; depth < offset; depth++) {
    trace.push(reach.slice());
    for (let k = -depth; k <= depth; k += 2) {
      const down = k === -depth || (k !== depth && reach[offset + k - 1] < reach[offset + k + 1]);
      let x = down ? reach[offset + k + 1] : reach[offset + k - 1] + 1;
      let y = x - k;
      while (x < n && y < m && same(actual[x], expected[y])) {
        x += 1;
        y += 1;
      }
      reach[offset + k] = x;
      if (x >= n && y >= m) return walkedBack(trace, offset, actual, expected, common);
    }
  }
  return undefined;
};

function walkedBack(trace, offset, actual, expected, common) {
  const result = [];
  let x = actual.length;
  let y = expected.length;
  for (let depth = trace.length - 1; depth >= 0; depth--) {
    const reach = trace[depth];
    const k = x - y;
    const down = k === -depth || (k !== depth && reach[offset + k - 1] < reach[offset + k + 1]);
    const before = down ? k + 1 : k - 1;
    const startX = reach[offset + before];
    const startY = startX - before;
    while (x > startX && y > startY) {
      x -= 1;
      y -= 1;
      result.push([0, common(actual[x], expected[y])]);
    }
    if (depth > 0) {
      if (down) {
        y -= 1;
        result.push([-1, expected[y]]);
      } else {
        x -= 1;
        result.push([1, actual[x]]);
      }
    }
  }
  return result.reverse();
}

function listed(value, name) {
  if (typeof value === 'string') return value.split('');
  if (!Array.isArray(value)) throw invalidArgType(name, ['string', 'Array'], value);
  value.forEach((item, i) => {
    if (typeof item !== 'string') throw invalidArgType(`${name}[${i}]`, 'string', item);
  });
  return value;
}

// What there is to remember of an edit grows with the square of its length.
const MOST = 4000;

exports.diff = function diff(actual, expected) {
  if (actual === expected) return [];
  const edit = exports.shortestEdit(listed(actual, 'actual'), listed(expected, 'expected'), MOST);
  if (edit === undefined) throw new RangeError(`util.diff: the two differ in more than ${MOST} places`);
  return edit;
};
