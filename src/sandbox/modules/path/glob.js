// `path.matchesGlob`.
'use strict';

const { needString } = require('internal/node_errors');

// One alternative of a pattern, as the text of a regular expression.
function source(pattern, separator) {
  const inside = separator === '/' ? '[^/]' : '[^\\\\/]';
  const between = separator === '/' ? '/' : '[\\\\/]';
  let text = '';
  for (let i = 0; i < pattern.length; i++) {
    const unit = pattern[i];
    if (unit === '*' && pattern[i + 1] === '*') {
      i += 1;
      if (pattern[i + 1] === '/') {
        i += 1;
        text += `(?:(?!\\.)${inside}+${between})*`;
      } else {
        text += `(?:(?!\\.)${inside}+(?:${between}(?!\\.)${inside}+)*)?`;
      }
    } else if (unit === '*') {
      text += `(?!\\.)${inside}*`;
    } else if (unit === '?') {
      text += inside;
    } else if (unit === '/') {
      text += between;
    } else if (unit === '[' && pattern.indexOf(']', i + 2) !== -1) {
      const end = pattern.indexOf(']', i + 2);
      text += `[${pattern
        .slice(i + 1, end)
        .replace(/^!/, '^')
        .replaceAll('\\', '\\\\')}]`;
      i = end;
    } else {
      text += unit.replace(/[\\^$.*+?()[\]{}|]/, '\\$&');
    }
  }
  return text;
}

const MOST_ALTERNATIVES = 1000;

// `a{b,c}` as `ab` and `ac`.
function alternatives(pattern) {
  const done = [];
  const open = [pattern];
  while (open.length > 0 && done.length < MOST_ALTERNATIVES) {
    const next = open.pop();
    const match = /\{([^{}]*,[^{}]*)\}/.exec(next);
    if (match === null) done.push(next);
    else {
      const [before, after] = [next.slice(0, match.index), next.slice(match.index + match[0].length)];
      open.push(...match[1].split(',').map((choice) => before + choice + after));
    }
  }
  return done;
}

exports.matchesGlob = function matchesGlob(path, pattern, windows) {
  needString(path, 'path');
  needString(pattern, 'pattern');
  const separator = windows ? '\\' : '/';
  return alternatives(windows ? pattern.replaceAll('\\', '/') : pattern).some((each) =>
    new RegExp(`^${source(each, separator)}$`, 's').test(path),
  );
};
