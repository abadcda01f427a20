// `TYPES` of `tedious`: for each type its declaration, the check of a parameter's value, and how the value is sent.
'use strict';

const wire = require('internal/wire');

const INTEGERS = {
  TinyInt: [48, 'INT1', 0, 255],
  SmallInt: [52, 'INT2', -32768, 32767],
  Int: [56, 'INT4', -2147483648, 2147483647],
};
const NUMBERS = {
  Real: [59, 'FLT4', 'real'],
  Float: [62, 'FLT8', 'float'],
  Money: [60, 'MONEY', 'money', -922337203685477.6, 922337203685477.6, '-922337203685477.5808', '922337203685477.5807'],
  SmallMoney: [122, 'MONEY4', 'smallmoney', -214748.3648, 214748.3647, '-214748.3648', '214748.3647'],
  Decimal: [55, 'DECIMAL', 'decimal'],
  Numeric: [63, 'NUMERIC', 'numeric'],
};
const TEXTS = {
  VarChar: [167, 'BIGVARCHR', 'varchar', 8000],
  NVarChar: [231, 'NVARCHAR', 'nvarchar', 4000],
  Char: [175, 'BIGCHAR', 'char', 8000],
  NChar: [239, 'NCHAR', 'nchar', 4000],
  Text: [35, 'TEXT', 'text'],
  NText: [99, 'NTEXT', 'ntext'],
  Xml: [241, 'XML', 'xml'],
};
const BYTES = {
  VarBinary: [165, 'BIGVARBIN', 'varbinary', 8000],
  Binary: [173, 'BIGBinary', 'binary', 8000],
  Image: [34, 'IMAGE', 'image'],
};
// Least and greatest year a value may have.
const DATES = {
  DateTime: [61, 'DATETIME', 'datetime', 1753, 9999],
  SmallDateTime: [58, 'DATETIM4', 'smalldatetime', 1900, 2079],
  Date: [40, 'DATEN', 'date', 1, 9999],
  DateTime2: [42, 'DATETIME2N', 'datetime2', 1, 9999],
  DateTimeOffset: [43, 'DATETIMEOFFSETN', 'datetimeoffset', 1, 9999],
  Time: [41, 'TIMEN', 'time'],
};
// The types of columns that may be null, which no parameter needs.
const NULLABLE = {
  IntN: [38, 'INTN'],
  BitN: [104, 'BITN'],
  DecimalN: [106, 'DECIMALN'],
  NumericN: [108, 'NUMERICN'],
  FloatN: [109, 'FLTN'],
  MoneyN: [110, 'MONEYN'],
  DateTimeN: [111, 'DATETIMN'],
};
const LONG_NAMES = ['UniqueIdentifier', 'Date', 'Time', 'DateTime2', 'DateTimeOffset'];

const missing = (value) => value === null || value === undefined;

const between = (least, most, era) =>
  new TypeError(`Value must be between ${least} and ${most}${era.inclusive ? ', inclusive' : ''}.`);

function integerOf(value, [, , least, most], era) {
  const number = era.lenientNumbers ? parseInt(value, 10) : Number(value);
  if (Number.isNaN(number)) throw new TypeError('Invalid number.');
  if (number < least || number > most) throw between(least, most, era);
  return Math.trunc(number);
}

function numberOf(value, [, , , least, most, leastText, mostText], era) {
  const number = parseFloat(value);
  if (Number.isNaN(number)) throw new TypeError('Invalid number.');
  if (number < least || number > most) throw between(leastText, mostText, era);
  return number;
}

function bigintOf(value, era) {
  if (era.lenientNumbers) return value;
  const number = typeof value === 'bigint' ? value : BigInt(value);
  if (number < -(2n ** 63n) || number >= 2n ** 63n) throw between(-(2n ** 63n), 2n ** 63n - 1n, era);
  return number;
}

function textOf(value, era) {
  if (typeof value === 'string') return value;
  if (!era.lenientText || typeof value.toString !== 'function') throw new TypeError('Invalid string.');
  return value.toString();
}

function guidOf(value, era) {
  const text = textOf(value, era);
  if (era.inclusive && !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) {
    throw new TypeError('Invalid GUID.');
  }
  return text;
}

function bytesOf(value) {
  if (!globalThis.Buffer?.isBuffer(value)) throw new TypeError('Invalid buffer.');
  return value;
}

function dateOf(value, [, , word, least, most], era) {
  const date = value instanceof Date ? value : new Date(Date.parse(value));
  const year = date.getFullYear();
  if (era.checksRanges && (year < least || year > most)) throw new TypeError('Out of range.');
  if (Number.isNaN(date.getTime())) throw new TypeError(word === 'time' ? 'Invalid time.' : 'Invalid date.');
  return date;
}

// `varchar(12)`; what is longer than the type goes is `varchar(max)`.
function sized(word, most, { value, length, output }) {
  let size = length;
  if (!size) size = missing(value) ? (value === null && !output ? 1 : most) : String(value).length || 1;
  return size <= most ? `${word}(${size})` : `${word}(max)`;
}

const scaled = (word, { scale }) => `${word}(${scale ?? 7})`;
const exact = (word, { precision, scale }) => `${word}(${precision ?? 18}, ${scale ?? 0})`;

const UNSUPPORTED = (name) => () => {
  throw new TypeError(`${name} parameters are not supported here.`);
};

// `{TYPES, column types}` of an era.
exports.typesOf = function typesOf(era) {
  const all = {};
  const add = (name, [id, type], declaration, validate) => {
    const shown = era.longNames && LONG_NAMES.includes(name) ? `${name}N` : name;
    const checked = (value) => (missing(value) ? null : validate(value));
    all[name] = { id, type, name: shown, declaration, validate: checked };
    // These go by both names there, and scripts use either.
    all[shown] = all[name];
  };
  for (const [name, about] of Object.entries(INTEGERS)) {
    const word = name.toLowerCase();
    add(name, about, () => word, (value) => integerOf(value, about, era));
  }
  add('Bit', [50, 'BIT'], () => 'bit', Boolean);
  add('BigInt', [127, 'INT8'], () => 'bigint', (value) => bigintOf(value, era));
  for (const [name, about] of Object.entries(NUMBERS)) {
    const declared = ['Decimal', 'Numeric'].includes(name) ? (given) => exact(about[2], given) : () => about[2];
    add(name, about, declared, (value) => numberOf(value, about, era));
  }
  for (const [name, about] of Object.entries(TEXTS)) {
    const [, , word, most] = about;
    add(name, about, most ? (given) => sized(word, most, given) : () => word, (value) => textOf(value, era));
  }
  for (const [name, about] of Object.entries(BYTES)) {
    const [, , word, most] = about;
    add(name, about, most ? (given) => sized(word, most, given) : () => word, bytesOf);
  }
  for (const [name, about] of Object.entries(DATES)) {
    const [, , word] = about;
    const hasScale = ['datetime2', 'datetimeoffset', 'time'].includes(word);
    add(name, about, hasScale ? (given) => scaled(word, given) : () => word, (value) => dateOf(value, about, era));
  }
  add('UniqueIdentifier', [36, 'GUIDN'], () => 'uniqueidentifier', (value) => guidOf(value, era));
  add('UDT', [240, 'UDTTYPE'], UNSUPPORTED('UDT'), UNSUPPORTED('UDT'));
  add('TVP', [243, 'TVPTYPE'], UNSUPPORTED('TVP'), UNSUPPORTED('TVP'));
  add('Variant', [98, 'SSVARIANTTYPE'], UNSUPPORTED('Variant'), UNSUPPORTED('Variant'));
  const columnTypes = { ...all };
  for (const [name, [id, type]] of Object.entries(NULLABLE)) columnTypes[name] = { id, type, name };
  return { TYPES: all, columnTypes };
};

// A checked value as it is sent.
exports.cell = function cell(value, { useUTC }) {
  if (value instanceof Date && !useUTC) {
    const day = [value.getFullYear(), value.getMonth(), value.getDate()];
    const time = [value.getHours(), value.getMinutes(), value.getSeconds(), value.getMilliseconds()];
    return { $date: Date.UTC(...day, ...time) };
  }
  return wire.encode(value);
};
