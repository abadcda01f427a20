// What is wrong with a text that is no JSON, in V8's words.
'use strict';

const stack = require('internal/stack');

const CONTEXT = 10;
const SPECIAL = new Set(['NaN', 'Infinity', 'undefined', '[object Object]']);

// The part of the text around a place, quoted.
function excerpt(text, at) {
  if (text.length <= 2 * CONTEXT) return `"${text}"`;
  const start = Math.max(0, at - CONTEXT);
  const end = Math.min(text.length, at + CONTEXT);
  return `${start > 0 ? '...' : ''}"${text.slice(start, end)}"${end < text.length ? '...' : ''}`;
}

// The index in `text` of a place the engine gives in lines and bytes.
function indexOf(text, { line, column }) {
  let start = 0;
  for (let i = 1; i < line; i++) start = text.indexOf('\n', start) + 1;
  let index = start;
  for (let bytes = 1; bytes < column && index < text.length; index++) {
    const code = text.charCodeAt(index);
    // A surrogate pair takes four bytes.
    bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3;
  }
  return index;
}

const LITERALS = ['null', 'true', 'false'];

// V8 reads a literal letter by letter and complains about the first wrong one.
function firstWrong(text, at) {
  for (const literal of LITERALS) {
    let length = 0;
    while (length < literal.length && text[at + length] === literal[length]) length += 1;
    if (length > 0) return at + length;
  }
  return at;
}

// The engine's message in other words; undefined leaves it.
exports.complaint = function complaint(message, text) {
  const { line, column } = stack.input;
  const index = indexOf(text, stack.input);
  if (/^unexpected token: '|^Unexpected token '.*' in JSON/s.test(message)) {
    if (SPECIAL.has(text)) return `"${text}" is not valid JSON`;
    const at = firstWrong(text, index);
    if (at >= text.length) return 'Unexpected end of JSON input';
    return `Unexpected token '${String.fromCodePoint(text.codePointAt(at))}', ${excerpt(text, at)} is not valid JSON`;
  }
  if (message === 'unexpected data at the end') {
    return `Unexpected non-whitespace character after JSON at position ${index} (line ${line} column ${column})`;
  }
  return undefined;
};
