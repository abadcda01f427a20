// Rows of `ibm_db`: what the CLI driver makes of each type. Points in time and 64-bit integers are text.
'use strict';

const wire = require('internal/wire');

const two = (number, width = 2) => String(number).padStart(width, '0');

const dayOf = (date) => `${two(date.getUTCFullYear(), 4)}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
const timeOf = (date) => `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;

function timeText(ms, word) {
  const date = new Date(ms);
  if (word === 'DATE') return dayOf(date);
  if (word === 'TIME') return timeOf(date);
  return `${dayOf(date)} ${timeOf(date)}.${two(date.getUTCMilliseconds(), 3)}000`;
}

const NUMBERS = new Set(['INTEGER', 'INT', 'SMALLINT', 'DECIMAL', 'NUMERIC', 'DECFLOAT', 'REAL', 'DOUBLE', 'FLOAT']);
const BYTES = new Set(['BLOB', 'BINARY', 'VARBINARY', 'LONG VARBINARY']);

// A column's word and its first number: `VARCHAR(10)` is `{word: 'VARCHAR', length: 10}`.
function read(typeName) {
  const [word, numbers] = (typeName ?? '').split('(');
  const length = Number.parseInt(numbers, 10);
  return { word: word.trim().toUpperCase(), length: Number.isNaN(length) ? undefined : length };
}

function valueOf(cell, { word, length }) {
  if (cell === null) return null;
  if (NUMBERS.has(word)) return Number(typeof cell === 'object' ? (cell.$bigint ?? cell.$json) : cell);
  if (word === 'BIGINT') return String(typeof cell === 'object' ? (cell.$bigint ?? cell.$json) : cell);
  if (word === 'BOOLEAN') return typeof cell === 'string' ? !/^(?:0|f|false)$/i.test(cell) : Boolean(cell);
  if (typeof cell === 'object' && '$date' in cell) return timeText(cell.$date, word);
  if (BYTES.has(word) && typeof cell === 'string') return wire.buffer(host.fromUtf8(cell));
  const value = wire.decode(cell, wire.buffer);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'string' && (word === 'CHAR' || word === 'CHARACTER') && length) return value.padEnd(length);
  if (typeof value === 'string' && word.startsWith('TIMESTAMP')) return value.replace('T', ' ');
  return value;
}

// The rows of a reply as objects, or as lists with `FETCH_ARRAY`.
exports.rowsOf = function rowsOf(reply, fetchMode) {
  if (reply.kind !== 'rows') return [];
  const kinds = reply.columns.map((column) => read(column.type));
  return reply.rows.map((cells) => {
    const values = cells.map((cell, i) => valueOf(cell, kinds[i]));
    if (fetchMode === 3) return values;
    return Object.fromEntries(values.map((value, i) => [reply.columns[i].name, value]));
  });
};

// What `getColumnMetadataSync` says of a column.
exports.metadataOf = (reply) =>
  (reply.columns ?? []).map((column, i) => {
    const { word, length } = read(column.type);
    return { index: i + 1, SQL_DESC_NAME: column.name, SQL_DESC_TYPE_NAME: word, SQL_DESC_LENGTH: length ?? 0 };
  });
