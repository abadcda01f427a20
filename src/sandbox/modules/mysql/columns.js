// Columns and values of an answer, as the MySQL protocol types them.
'use strict';

const wire = require('internal/wire');

const BINARY = 63;
const UTF8 = 33;

// Type name → number on the wire, name in mysql's `typeCast`, length shown, character set.
const TYPES = {
  decimal: [246, 'NEWDECIMAL', 12, BINARY],
  tinyint: [1, 'TINY', 4, BINARY],
  smallint: [2, 'SHORT', 6, BINARY],
  mediumint: [9, 'INT24', 9, BINARY],
  int: [3, 'LONG', 11, BINARY],
  bigint: [8, 'LONGLONG', 20, BINARY],
  float: [4, 'FLOAT', 12, BINARY],
  double: [5, 'DOUBLE', 22, BINARY],
  null: [6, 'NULL', 0, BINARY],
  timestamp: [7, 'TIMESTAMP', 19, BINARY],
  date: [10, 'DATE', 10, BINARY],
  time: [11, 'TIME', 10, BINARY],
  datetime: [12, 'DATETIME', 19, BINARY],
  year: [13, 'YEAR', 4, BINARY],
  bit: [16, 'BIT', 1, BINARY],
  json: [245, 'JSON', 4294967295, BINARY],
  blob: [252, 'BLOB', 65535, BINARY],
  text: [252, 'BLOB', 196605, UTF8],
  varchar: [253, 'VAR_STRING', 765, UTF8],
  varbinary: [253, 'VAR_STRING', 255, BINARY],
  char: [254, 'STRING', 765, UTF8],
  binary: [254, 'STRING', 255, BINARY],
  geometry: [255, 'GEOMETRY', 4294967295, BINARY],
};

const ALIASES = {
  integer: 'int',
  dec: 'decimal',
  numeric: 'decimal',
  fixed: 'decimal',
  real: 'double',
  'double precision': 'double',
  bool: 'tinyint',
  boolean: 'tinyint',
  enum: 'char',
  set: 'char',
  tinytext: 'text',
  mediumtext: 'text',
  longtext: 'text',
  tinyblob: 'blob',
  mediumblob: 'blob',
  longblob: 'blob',
  'character varying': 'varchar',
  string: 'varchar',
  clob: 'text',
};

const NUMERIC = new Set(['tinyint', 'smallint', 'mediumint', 'int', 'bigint', 'float', 'double', 'year']);
const TEMPORAL = new Set(['timestamp', 'datetime', 'date']);

// What a value says about a column whose type the store cannot tell.
function guess(cell) {
  switch (typeof cell) {
    case 'boolean':
      return 'int';
    case 'number':
      return Number.isInteger(cell) ? 'bigint' : 'double';
    case 'object':
      if (cell === null) return undefined;
      if ('$bytes' in cell) return 'blob';
      if ('$date' in cell) return 'datetime';
      return '$bigint' in cell ? 'bigint' : 'json';
    default:
      return 'varchar';
  }
}

// The columns of an answer: `{name, table, kind, length, scale, wire: [number, name, length, charset]}`.
exports.read = function read(reply) {
  return reply.columns.map((column, index) => {
    const found =
      /^([a-z ]+?)\s*(?:\((\d+)(?:,\s*(\d+))?[^)]*\))?(?:\s+(?:unsigned|zerofill|character|collate).*)?$/i.exec(
        column.type,
      );
    const named = found === null ? column.type.replace(/\(.*$/, '') : found[1];
    let kind = named.toLowerCase();
    kind = ALIASES[kind] ?? kind;
    if (TYPES[kind] === undefined) {
      kind =
        reply.rows.map((row) => guess(row[index])).find((one) => one !== undefined) ??
        (kind === '' ? 'null' : 'varchar');
    }
    const length = found?.[2] === undefined ? undefined : Number(found[2]);
    const scale = found?.[3] === undefined ? undefined : Number(found[3]);
    return { name: column.name, table: column.table ?? '', kind, length, scale, wire: TYPES[kind] };
  });
};

// A cell as the text the server sends for it; `null` stays `null`.
function textOf(cell, column) {
  if (cell === null) return null;
  if (typeof cell === 'boolean') return cell ? '1' : '0';
  if (typeof cell === 'number')
    return column.kind === 'decimal' && column.scale !== undefined ? cell.toFixed(column.scale) : String(cell);
  if (typeof cell === 'string') return cell;
  if ('$bigint' in cell) return cell.$bigint;
  if ('$json' in cell) return JSON.stringify(cell.$json);
  if ('$bytes' in cell) return wire.textOf(host.fromBase64(cell.$bytes));
  const text = new Date(cell.$date).toISOString().replace('T', ' ').replace('Z', '');
  return column.kind === 'date' ? text.slice(0, 10) : text.replace(/\.000$/, '');
}
exports.textOf = textOf;

exports.bytesOf = function bytesOf(cell, column) {
  if (cell === null) return null;
  if (typeof cell === 'object' && '$bytes' in cell) return wire.buffer(host.fromBase64(cell.$bytes));
  if (column.kind === 'bit' && typeof cell === 'number') return wire.buffer(new Uint8Array([cell & 255]));
  const binary = unescape(encodeURIComponent(textOf(cell, column).toWellFormed()));
  return wire.buffer(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
};

const wanted = (dateStrings, column) =>
  Array.isArray(dateStrings) ? dateStrings.includes(column.wire[1]) : Boolean(dateStrings);

function dateOf(text, { timezone = 'local' }) {
  const at = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d):(\d\d)(?:\.(\d+))?)?/.exec(text);
  if (at === null) return new Date(NaN);
  const [year, month, day, hour = 0, minute = 0, second = 0] = at
    .slice(1, 7)
    .map((part) => (part === undefined ? undefined : Number(part)));
  const ms = at[7] === undefined ? 0 : Number(at[7].slice(0, 3).padEnd(3, '0'));
  // MySQL's zero date is no date to JavaScript.
  if (month === 0 || day === 0) return new Date(NaN);
  if (timezone === 'local') return new Date(year, month - 1, day, hour, minute, second, ms);
  const zone = /^([+-])(\d\d):?(\d\d)?$/.exec(timezone);
  const minutes = zone === null ? 0 : (zone[1] === '-' ? -1 : 1) * (Number(zone[2]) * 60 + Number(zone[3] ?? 0));
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second, ms) - minutes * 60000);
}

function bigOf(text, { supportBigNumbers, bigNumberStrings }) {
  const number = Number(text);
  if (!supportBigNumbers) return number;
  return bigNumberStrings || !Number.isSafeInteger(number) ? text : number;
}

// A cell as the script gets it. `module` is 'mysql' or 'mysql2': they differ over DECIMAL and JSON.
exports.value = function value(cell, column, options, module) {
  if (cell === null) return null;
  const { kind } = column;
  if (kind === 'bigint') return bigOf(textOf(cell, column), options);
  if (NUMERIC.has(kind)) return Number(textOf(cell, column));
  if (kind === 'decimal') {
    const text = textOf(cell, column);
    return module === 'mysql2' && !options.decimalNumbers ? text : Number(text);
  }
  if (TEMPORAL.has(kind)) {
    const text = textOf(cell, column);
    return wanted(options.dateStrings, column) ? text : dateOf(text, options);
  }
  if (kind === 'json' && module === 'mysql2' && !options.jsonStrings) {
    return typeof cell === 'object' && '$json' in cell ? cell.$json : JSON.parse(textOf(cell, column));
  }
  if (kind !== 'json' && kind !== 'time' && column.wire[3] === BINARY) return exports.bytesOf(cell, column);
  return textOf(cell, column);
};
