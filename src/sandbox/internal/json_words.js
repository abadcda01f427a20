// What is wrong with a text that is no JSON, in V8's words: the text is read again, up to the first mistake.
'use strict';

const CONTEXT = 10;
const SPECIAL = new Set(['NaN', 'Infinity', 'undefined', '[object Object]']);
const LITERALS = { n: 'null', t: 'true', f: 'false' };
const { fromCharCode } = String;

// The part of the text around a place, quoted.
function excerpt(text, at) {
  if (text.length <= 2 * CONTEXT) return `"${text}"`;
  const start = Math.max(0, at - CONTEXT);
  const end = Math.min(text.length, at + CONTEXT);
  return `${start > 0 ? '...' : ''}"${text.slice(start, end)}"${end < text.length ? '...' : ''}`;
}

class Mistake {
  constructor(at, words) {
    this.at = at;
    this.words = words;
  }
}

const isDigit = (unit) => unit >= 48 && unit <= 57;
const isBlank = (unit) => unit === 32 || unit === 9 || unit === 10 || unit === 13;

// Follows the grammar without keeping a value; a level of nesting is an entry of a list, so that depth costs no stack.
class Reader {
  at = 0;

  constructor(text) {
    this.text = text;
  }

  // Throws at the place reached: in the words for that kind of mistake, or V8's for a character it did not expect.
  wrong(words) {
    const { text, at } = this;
    if (words !== undefined) throw new Mistake(at, words);
    if (at >= text.length) throw new Mistake(at, 'end');
    const unit = text[at];
    if (unit === '"') throw new Mistake(at, 'Unexpected string in JSON');
    if (unit === '-' || isDigit(text.charCodeAt(at))) throw new Mistake(at, 'Unexpected number in JSON');
    throw new Mistake(at, 'token');
  }

  blanks() {
    while (isBlank(this.text.charCodeAt(this.at))) this.at += 1;
    return this.text[this.at];
  }

  string() {
    const { text } = this;
    this.at += 1;
    for (;;) {
      if (this.at >= text.length) throw new Mistake(this.at, 'Unterminated string in JSON');
      const unit = text.charCodeAt(this.at);
      if (unit < 32) throw new Mistake(this.at, 'Bad control character in string literal in JSON');
      if (unit === 34) break;
      if (unit === 92) this.escape();
      else this.at += 1;
    }
    this.at += 1;
  }

  escape() {
    const { text } = this;
    this.at += 1;
    if (this.at >= text.length) this.wrong();
    if (text[this.at] === 'u') {
      for (let i = 0; i < 4; i++) {
        this.at += 1;
        if (!/[\da-fA-F]/.test(text[this.at] ?? '')) throw new Mistake(this.at, 'Bad Unicode escape in JSON');
      }
    } else if (!'"\\/bfnrt'.includes(text[this.at])) {
      throw new Mistake(this.at, 'Bad escaped character in JSON');
    }
    this.at += 1;
  }

  digits(words) {
    if (!isDigit(this.text.charCodeAt(this.at))) throw new Mistake(this.at, words);
    while (isDigit(this.text.charCodeAt(this.at))) this.at += 1;
  }

  number() {
    const { text } = this;
    if (text[this.at] === '-') {
      this.at += 1;
      if (!isDigit(text.charCodeAt(this.at))) throw new Mistake(this.at, 'No number after minus sign in JSON');
    }
    if (text[this.at] === '0') {
      this.at += 1;
      if (isDigit(text.charCodeAt(this.at))) this.wrong();
    } else {
      this.digits();
    }
    if (text[this.at] === '.') {
      this.at += 1;
      this.digits('Unterminated fractional number in JSON');
    }
    if (text[this.at] === 'e' || text[this.at] === 'E') {
      this.at += 1;
      if (text[this.at] === '+' || text[this.at] === '-') this.at += 1;
      this.digits('Exponent part is missing a number in JSON');
    }
  }

  literal(word) {
    for (let i = 0; i < word.length; i++, this.at++) if (this.text[this.at] !== word[i]) this.wrong();
  }

  // A value without what it holds; true if something is to follow inside it.
  opened(unit) {
    if (unit === '"') this.string();
    else if (unit === '-' || isDigit(this.text.charCodeAt(this.at))) this.number();
    else if (Object.hasOwn(LITERALS, unit ?? '')) this.literal(LITERALS[unit]);
    else if (unit === '{' || unit === '[') return true;
    else this.wrong();
    return false;
  }

  key(words) {
    if (this.blanks() !== '"') this.wrong(words);
    this.string();
    if (this.blanks() !== ':') this.wrong("Expected ':' after property name in JSON");
    this.at += 1;
  }

  all() {
    const open = [];
    for (;;) {
      const unit = this.blanks();
      let inside = this.opened(unit);
      if (inside) {
        this.at += 1;
        const end = unit === '{' ? '}' : ']';
        if (this.blanks() === end) {
          this.at += 1;
          inside = false;
        } else {
          open.push(end);
          if (end === '}') this.key("Expected property name or '}' in JSON");
        }
      }
      if (inside) continue;
      for (;;) {
        const next = this.blanks();
        if (open.length === 0) {
          if (next !== undefined) this.wrong('Unexpected non-whitespace character after JSON');
          return;
        }
        const end = open.at(-1);
        if (next === ',') {
          this.at += 1;
          if (end === '}') this.key('Expected double-quoted property name in JSON');
          break;
        }
        if (next !== end)
          this.wrong(`Expected ',' or '${end}' after ${end === '}' ? 'property value' : 'array element'} in JSON`);
        this.at += 1;
        open.pop();
      }
    }
  }
}

function place(text, at) {
  let line = 1;
  let start = 0;
  for (let i = text.indexOf('\n'); i !== -1 && i < at; i = text.indexOf('\n', i + 1)) {
    line += 1;
    start = i + 1;
  }
  return `position ${at} (line ${line} column ${at - start + 1})`;
}

// What V8 says of `text`; undefined if nothing is wrong with it.
exports.complaint = function complaint(text) {
  try {
    new Reader(text).all();
  } catch (mistake) {
    if (!(mistake instanceof Mistake)) throw mistake;
    const { at, words } = mistake;
    if (words === 'end') return 'Unexpected end of JSON input';
    if (words !== 'token') return `${words} at ${place(text, at)}`;
    if (SPECIAL.has(text)) return `"${text}" is not valid JSON`;
    return `Unexpected token '${fromCharCode(text.charCodeAt(at))}', ${excerpt(text, at)} is not valid JSON`;
  }
  return undefined;
};

const nameOf = (value) => {
  const name = value.constructor?.name;
  return typeof name === 'string' && name !== ''
    ? `object with constructor '${name}'`
    : "object with constructor 'Object'";
};
const step = (key, list) => (list ? `index ${key}` : `property '${key}'`);

// The way round in a structure that holds itself, as V8 draws it; undefined if there is none.
exports.circle = function circle(value) {
  const path = [];
  const done = new Set();
  const search = (object, key, list) => {
    const known = path.findIndex((each) => each.object === object);
    if (known !== -1) {
      const way = path.slice(known);
      const lines = [`\n    --> starting at ${nameOf(way[0].object)}`];
      const rest = way.slice(1).map((each) => `\n    |     ${step(each.key, each.list)} -> ${nameOf(each.object)}`);
      // A long way is drawn with its middle left out.
      if (rest.length > 3) lines.push(rest[0], rest[1], '\n    |     ...', rest.at(-1));
      else lines.push(...rest);
      return `${lines.join('')}\n    --- ${step(key, list)} closes the circle`;
    }
    if (done.has(object) || path.length > 500) return undefined;
    path.push({ object, key, list });
    const array = Array.isArray(object);
    for (const inner of Object.keys(object)) {
      const descriptor = Object.getOwnPropertyDescriptor(object, inner);
      const held = descriptor?.value;
      if (typeof held !== 'object' || held === null) continue;
      const found = search(held, inner, array);
      if (found !== undefined) return found;
    }
    path.pop();
    done.add(object);
    return undefined;
  };
  return typeof value === 'object' && value !== null ? search(value, '', false) : undefined;
};
