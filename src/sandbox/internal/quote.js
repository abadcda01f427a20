// Strings and property keys as source text, the way Node shows them.
'use strict';

const SPECIAL =
  /[\u0000-\u001f'\\\u007f-\u009f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const SPECIAL_UNQUOTED =
  /[\u0000-\u001f\\\u007f-\u009f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const NAMED = new Map([
  ['\b', '\\b'],
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\f', '\\f'],
  ['\r', '\\r'],
  ['\\', '\\\\'],
  ["'", "\\'"],
]);

function escaped(unit) {
  const named = NAMED.get(unit);
  if (named !== undefined) return named;
  const code = unit.charCodeAt(0);
  const hex = code.toString(16);
  return code < 0x100 ? `\\x${hex.toUpperCase().padStart(2, '0')}` : `\\u${hex}`;
}

// A quoted string: single quotes if it can be, so that the fewest characters need escaping.
exports.quote = function quote(text) {
  let mark = "'";
  if (text.includes("'")) {
    if (!text.includes('"')) mark = '"';
    else if (!text.includes('`') && !text.includes('${')) mark = '`';
  }
  const special = mark === "'" ? SPECIAL : SPECIAL_UNQUOTED;
  if (!special.test(text)) return mark + text + mark;
  return mark + text.replace(new RegExp(special.source, 'g'), escaped) + mark;
};

const IDENTIFIER = /^[a-zA-Z_][a-zA-Z_0-9]*$/;

exports.symbolKey = (key) => `[${String(key).replace(new RegExp(SPECIAL_UNQUOTED.source, 'g'), escaped)}]`;

exports.propertyKey = function propertyKey(key) {
  if (typeof key === 'symbol') return exports.symbolKey(key);
  if (key === '__proto__') return "['__proto__']";
  return IDENTIFIER.test(key) ? key : exports.quote(key);
};
