// SQL text with values put in, as the MySQL drivers do it on the client; and the same statement with its
// placeholders kept, for the store and for the reader.
'use strict';

const ESCAPED = {
  '\0': '\\0',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\x1a': '\\Z',
  '"': '\\"',
  "'": "\\'",
  '\\': '\\\\',
};
const SPECIAL = /[\0\b\t\n\r\x1a"'\\]/g;
const QUOTED = /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`[^`]*`|\/\*[^]*?\*\/|--[ \t][^\n]*|#[^\n]*/g;

const quote = (text) => `'${String(text).replace(SPECIAL, (found) => ESCAPED[found])}'`;

// Two digits at least.
const pad = (number, width = 2) => String(number).padStart(width, '0');

const ZONE = /^([+-])(\d\d):?(\d\d)?$/;

// A date as MySQL writes it; `zone` is 'local', 'Z' or '+02:00'.
function dateText(date, zone = 'local') {
  if (Number.isNaN(date.getTime())) return undefined;
  let at = date;
  if (zone === 'local') {
    at = new Date(date.getTime() - date.getTimezoneOffset() * 60000);
  } else {
    const offset = ZONE.exec(zone);
    const minutes = offset === null ? 0 : Number(offset[2]) * 60 + Number(offset[3] ?? 0);
    at = new Date(date.getTime() + (offset?.[1] === '-' ? -minutes : minutes) * 60000);
  }
  const day = `${pad(at.getUTCFullYear(), 4)}-${pad(at.getUTCMonth() + 1)}-${pad(at.getUTCDate())}`;
  const time = `${pad(at.getUTCHours())}:${pad(at.getUTCMinutes())}:${pad(at.getUTCSeconds())}`;
  return `${day} ${time}.${pad(at.getUTCMilliseconds(), 3)}`;
}

const isBuffer = (value) => value instanceof Uint8Array;
const hex = (bytes) => Array.from(bytes, (byte) => pad(byte.toString(16))).join('');

function escapeId(value, forbidQualified = false) {
  if (Array.isArray(value)) return value.map((one) => escapeId(one, forbidQualified)).join(', ');
  const doubled = `\`${String(value).replaceAll('`', '``')}\``;
  return forbidQualified ? doubled : doubled.replaceAll('.', '`.`');
}

// Something that stands for itself in SQL.
function raw(sql) {
  if (typeof sql !== 'string') throw new TypeError('argument sql must be a string');
  return { toSqlString: () => sql };
}

// The differences between the modules: `sqlstring` (mysql) and `sql-escaper` (mysql2).
const FLAVOURS = {
  mysql: { quotesCount: false, bigint: quote, asAssignments: () => true },
  mysql2: {
    quotesCount: true,
    bigint: String,
    asAssignments: (before) =>
      /(?:\bSET|\bKEY\s+UPDATE|,)\s*$/i.test(before) &&
      /\b(?:SET|KEY\s+UPDATE)\b(?!.*\b(?:WHERE|VALUES|FROM)\b)/is.test(before),
  },
};

// One value in a statement. `leaf(value, text)` gives what stands for a plain value.
function written(value, options, leaf, before, nested = false) {
  const { zone, stringifyObjects, flavour } = options;
  if (value === undefined || value === null) return leaf(null, 'NULL');
  if (typeof value === 'boolean' || typeof value === 'number') return leaf(value, String(value));
  if (typeof value === 'bigint') return leaf(String(value), flavour.bigint(value));
  if (typeof value !== 'object') return leaf(String(value), quote(value));
  if (value instanceof Date) {
    const text = dateText(value, zone);
    return text === undefined ? leaf(null, 'NULL') : leaf(text, quote(text));
  }
  if (isBuffer(value)) return leaf(value, `X'${hex(value)}'`);
  if (Array.isArray(value)) {
    return value
      .map((one) =>
        Array.isArray(one) ? `(${written(one, options, leaf, '', true)})` : written(one, options, leaf, '', true),
      )
      .join(', ');
  }
  if (typeof value.toSqlString === 'function') return options.inline(String(value.toSqlString()));
  if (stringifyObjects || nested || !flavour.asAssignments(before)) return leaf(String(value), quote(String(value)));
  const parts = [];
  for (const key in value) {
    if (typeof value[key] !== 'function') {
      parts.push(
        `${options.inline(escapeId(key))} = ${written(value[key], { ...options, stringifyObjects: true }, leaf, '')}`,
      );
    }
  }
  return parts.join(', ');
}

const quotedRanges = (sql) => Array.from(sql.matchAll(QUOTED), (found) => [found.index, found.index + found[0].length]);
const within = (ranges, index) => ranges.some(([start, end]) => index >= start && index < end);

// Replaces the placeholders of `sql` in order. Says also how many values were used and whether a quoted one was.
function fill(sql, values, options, leaf) {
  const ranges = quotedRanges(sql);
  let used = 0;
  let quoted = false;
  const text = sql.replace(/\?+/g, (marks, index) => {
    const inQuotes = within(ranges, index);
    if (inQuotes && options.flavour.quotesCount) return marks;
    if (marks.length > 2 || used >= values.length) return options.inline(marks);
    quoted ||= inQuotes;
    const value = values[used++];
    return marks.length === 2 ? options.inline(escapeId(value)) : written(value, options, leaf, sql.slice(0, index));
  });
  return { text, used, quoted };
}

exports.of = function of(name) {
  const flavour = FLAVOURS[name];
  const optionsOf = (stringifyObjects, zone, inline = (text) => text) => ({ stringifyObjects, zone, flavour, inline });

  const escape = (value, stringifyObjects, zone) =>
    written(value, optionsOf(stringifyObjects, zone), (_, text) => text, 'SET ');

  function format(sql, values, stringifyObjects, zone) {
    if (values === undefined || values === null) return sql;
    const list = Array.isArray(values) ? values : [values];
    return fill(String(sql), list, optionsOf(stringifyObjects, zone), (_, text) => text).text;
  }

  // The statement as it is sent (`literal`), and as the store gets it: text with one `?` for every plain value, and
  // those values. Where that would say something else than the literal text, the literal text stands alone.
  function bind(sql, values, { stringifyObjects, zone } = {}) {
    const literal = format(sql, values, stringifyObjects, zone);
    if (values === undefined || values === null) return { literal, text: literal, params: [] };
    const list = Array.isArray(values) ? values : [values];
    const params = [];
    let faithful = true;
    const inline = (text) => {
      faithful &&= !text.includes('?');
      return text;
    };
    const leaf = (value) => {
      faithful &&= typeof value !== 'number' || Number.isFinite(value);
      params.push(value);
      return '?';
    };
    const { text, used, quoted } = fill(String(sql), list, optionsOf(stringifyObjects, zone, inline), leaf);
    if (!faithful || quoted || used === 0) return { literal, text: literal, params: [] };
    return { literal, text, params };
  }

  return { escape, escapeId, format, raw, bind };
};

exports.dateText = dateText;
