// The types of `mssql`: functions that make a type with its length or precision, and which type a value gets unasked.
'use strict';

const SIZED = ['VarChar', 'NVarChar', 'Binary', 'VarBinary', 'Char', 'NChar'];
const SCALED = ['DateTime2', 'DateTimeOffset', 'Time'];
const EXACT = ['Numeric', 'Decimal'];
const NAMES = [
  'VarChar',
  'NVarChar',
  'Text',
  'Int',
  'BigInt',
  'TinyInt',
  'SmallInt',
  'Bit',
  'Float',
  'Numeric',
  'Decimal',
  'Real',
  'Date',
  'DateTime',
  'DateTime2',
  'DateTimeOffset',
  'SmallDateTime',
  'Time',
  'UniqueIdentifier',
  'SmallMoney',
  'Money',
  'Binary',
  'VarBinary',
  'Image',
  'Xml',
  'Char',
  'NChar',
  'NText',
  'TVP',
  'UDT',
  'Geography',
  'Geometry',
  'Variant',
];
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

const TYPES = {};
for (const name of NAMES) {
  const of = (about) => ({ type: TYPES[name], ...about });
  const make = {
    [name](first, second) {
      if (SIZED.includes(name)) return of({ length: first });
      if (SCALED.includes(name)) return of({ scale: first });
      if (EXACT.includes(name)) return of({ precision: first, scale: second });
      return name === 'TVP' ? of({ tvpType: first }) : of({});
    },
  }[name];
  make.declaration = name.toLowerCase();
  make[INSPECT] = () => `[sql.${name}]`;
  TYPES[name] = make;
}

// The type of `tedious` a value is sent as.
exports.tediousType = function tediousType(type, { TYPES: theirs }) {
  const name = NAMES.find((one) => TYPES[one] === type);
  if (name === undefined) return type;
  if (name === 'Xml' || name === 'NText') return theirs.NVarChar;
  return theirs[['Geography', 'Geometry'].includes(name) ? 'UDT' : name];
};

const BY_LENGTH = {
  IntN: { 1: 'TinyInt', 2: 'SmallInt', 4: 'Int', 8: 'BigInt' },
  FloatN: { 4: 'Real', 8: 'Float' },
  MoneyN: { 4: 'SmallMoney', 8: 'Money' },
  DateTimeN: { 4: 'SmallDateTime', 8: 'DateTime' },
};
const PLAIN = { BitN: 'Bit', NumericN: 'Numeric', DecimalN: 'Decimal' };

// The type of a column of `tedious`.
exports.columnType = function columnType({ name }, length) {
  const stated = BY_LENGTH[name]?.[length] ?? PLAIN[name] ?? name;
  return TYPES[stated] ?? TYPES[stated.replace(/N$/, '')];
};

// Which type stands for which class of JavaScript; a script may add its own.
const map = [];
map.register = function register(js, sql) {
  const at = this.findIndex((one) => one.js === js);
  if (at >= 0) this.splice(at, 1);
  this.push({ js, sql });
  return null;
};
map.register(String, TYPES.NVarChar);
map.register(Number, TYPES.Int);
map.register(Boolean, TYPES.Bit);
map.register(Date, TYPES.DateTime);
map.register(Uint8Array, TYPES.VarBinary);

const registered = (js, fallback) => map.find((one) => one.js === js)?.sql ?? fallback;

exports.getTypeByValue = function getTypeByValue(value) {
  const large = (limit) => (value < -limit || value > limit - 1n ? TYPES.BigInt : TYPES.Int);
  switch (typeof value) {
    case 'string':
      return registered(String, TYPES.NVarChar);
    case 'number':
      return value % 1 === 0 ? large(2n ** 31n) : TYPES.Float;
    case 'bigint':
      return large(2n ** 31n);
    case 'boolean':
      return registered(Boolean, TYPES.Bit);
    case 'object':
      return map.find((one) => value instanceof one.js)?.sql ?? TYPES.NVarChar;
    default:
      return TYPES.NVarChar;
  }
};

exports.TYPES = TYPES;
exports.map = map;
exports.valueHandler = new Map();
