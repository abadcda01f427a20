// Columns and values of an answer as `tedious` hands them out.
'use strict';

const wire = require('internal/wire');

const COLLATION = { lcid: 1033, flags: 208, version: 0, sortId: 52, codepage: 'CP1252' };

// By the server's word: the column's type, how many bytes a value has, and what a value becomes.
const KINDS = {
  tinyint: ['IntN', 1],
  smallint: ['IntN', 2],
  int: ['IntN', 4],
  bigint: ['IntN', 8, 'digits'],
  bit: ['BitN', 1, 'boolean'],
  real: ['FloatN', 4, 'number'],
  float: ['FloatN', 8, 'number'],
  decimal: ['DecimalN', 17, 'number'],
  numeric: ['NumericN', 17, 'number'],
  money: ['MoneyN', 8, 'number'],
  smallmoney: ['MoneyN', 4, 'number'],
  datetime: ['DateTimeN', 8, 'date'],
  smalldatetime: ['DateTimeN', 4, 'date'],
  datetime2: ['DateTime2', undefined, 'date'],
  datetimeoffset: ['DateTimeOffset', undefined, 'date'],
  date: ['Date', undefined, 'date'],
  time: ['Time', undefined, 'time'],
  uniqueidentifier: ['UniqueIdentifier', 16, 'guid'],
  varchar: ['VarChar', 'one'],
  char: ['Char', 'one'],
  nvarchar: ['NVarChar', 'two'],
  nchar: ['NChar', 'two'],
  sysname: ['NVarChar', 256],
  text: ['Text', 2147483647],
  ntext: ['NText', 2147483646],
  xml: ['Xml'],
  varbinary: ['VarBinary', 'one'],
  binary: ['Binary', 'one'],
  image: ['Image', 2147483647],
  timestamp: ['Binary', 8],
  rowversion: ['Binary', 8],
};

// `nvarchar(255)` taken apart: `{word, first, second}`, numbers or `max` in parentheses.
function read(typeName) {
  const found = /^\s*([a-z][a-z0-9_ ]*?)\s*(?:\(\s*(max|\d+)\s*(?:,\s*(\d+)\s*)?\))?\s*$/i.exec(typeName ?? '');
  return found === null ? { word: '' } : { word: found[1].toLowerCase(), first: found[2], second: found[3] };
}

// What the values say of a column whose type the store cannot tell.
function guess(cells) {
  const cell = cells.find((one) => one !== null);
  switch (typeof cell) {
    case 'boolean':
      return 'bit';
    case 'number':
      return Number.isInteger(cell) ? 'int' : 'float';
    case 'object':
      if ('$bytes' in cell) return 'varbinary';
      if ('$date' in cell) return 'datetime';
      return '$bigint' in cell ? 'bigint' : 'nvarchar';
    default:
      return 'nvarchar';
  }
}

function lengthOf(size, first) {
  if (size !== 'one' && size !== 'two') return size;
  if (first === undefined || first === 'max') return 65535;
  return Number(first) * (size === 'two' ? 2 : 1);
}

function nameOf(column, index, metadata, { camelCaseColumns, columnNameReplacer }) {
  if (columnNameReplacer) return columnNameReplacer(column.name, index, metadata);
  return camelCaseColumns ? column.name.replace(/^[A-Z]/, (letter) => letter.toLowerCase()) : column.name;
}

// The metadata of a column and the way its values take: `{metadata, becomes}`.
function describe(column, index, cells, options, columnTypes) {
  const { word: stated, first, second } = read(column.type);
  const word = stated in KINDS ? stated : guess(cells);
  const [type, size, becomes] = KINDS[word];
  const exact = word === 'decimal' || word === 'numeric';
  const fraction = ['datetime2', 'datetimeoffset', 'time'].includes(word);
  const isText = ['VarChar', 'Char', 'NVarChar', 'NChar', 'Text', 'NText'].includes(type);
  const metadata = {
    userType: 0,
    flags: 9,
    type: columnTypes[type],
    collation: isText ? COLLATION : undefined,
    precision: exact ? Number(first ?? 18) : undefined,
    scale: exact ? Number(second ?? 0) : fraction ? Number(first ?? 7) : undefined,
    udtInfo: undefined,
    dataLength: lengthOf(size, first),
    schema: undefined,
    colName: column.name,
    tableName: undefined,
  };
  metadata.colName = nameOf(column, index, metadata, options);
  return { metadata, becomes };
}

// The server knows points in time by their digits: with `useUTC` they are read as UTC, else as local.
function dateOf(ms, useUTC) {
  if (useUTC) return new Date(ms);
  const digits = new Date(ms);
  return new Date(
    digits.getUTCFullYear(),
    digits.getUTCMonth(),
    digits.getUTCDate(),
    digits.getUTCHours(),
    digits.getUTCMinutes(),
    digits.getUTCSeconds(),
    digits.getUTCMilliseconds(),
  );
}

function pointOf(cell, { useUTC }, fraction) {
  const ms = typeof cell === 'object' && '$date' in cell ? cell.$date : Date.parse(withZone(String(cell)));
  if (Number.isNaN(ms)) return cell;
  const date = dateOf(ms, useUTC);
  // What a Date cannot hold of the finer types.
  if (fraction) Object.defineProperty(date, 'nanosecondsDelta', { value: 0, enumerable: false });
  return date;
}

const withZone = (text) => {
  const iso = text.trim().replace(' ', 'T');
  return /(?:Z|[+-]\d\d:?\d\d)$/.test(iso) || !iso.includes('T') ? iso : `${iso}Z`;
};

function valueOf(cell, becomes, options, fraction) {
  if (cell === null) return null;
  switch (becomes) {
    case 'digits':
      return String(typeof cell === 'object' ? (cell.$bigint ?? cell.$json) : cell);
    case 'boolean':
      return typeof cell === 'string' ? !/^(?:0|f|false)$/i.test(cell) : Boolean(cell);
    case 'number':
      return Number(typeof cell === 'object' ? cell.$bigint : cell);
    case 'date':
      return pointOf(cell, options, fraction);
    case 'time':
      return typeof cell === 'string' ? pointOf(`1970-01-01T${cell}`, options, true) : pointOf(cell, options, true);
    case 'guid':
      return options.lowerCaseGuids ? String(cell).toLowerCase() : String(cell).toUpperCase();
    default: {
      const value = wire.decode(cell, wire.buffer);
      if (typeof value === 'bigint') return String(value);
      // JSON is text to the server.
      return typeof cell === 'object' && '$json' in cell ? JSON.stringify(value) : value;
    }
  }
}

// By name the first column of that name counts.
function byName(entries, bare) {
  const named = bare ? {} : Object.create(null);
  for (const [name, entry] of entries) named[name] ??= entry;
  return named;
}

// `{columns, rows}` of a reply with rows, in the form the options ask for.
exports.resultOf = function resultOf(reply, options, { columnTypes, bareNames }) {
  const described = reply.columns.map((column, i) =>
    describe(column, i, reply.rows.map((row) => row[i]), options, columnTypes),
  );
  const listed = described.map(({ metadata }) => metadata);
  const named = (entries) => byName(entries.map((entry, i) => [listed[i].colName, entry]), bareNames);
  const rows = reply.rows.map((cells) => {
    const row = cells.map((cell, i) => {
      const { metadata, becomes } = described[i];
      return { value: valueOf(cell, becomes, options, metadata.scale !== undefined && becomes !== 'number'), metadata };
    });
    return options.useColumnNames ? named(row) : row;
  });
  return { columns: options.useColumnNames ? named(listed) : listed, rows };
};
