// Constants and types of `oracledb`. Types are objects from version 6 on, numbers before.
'use strict';

const INSPECT = Symbol.for('nodejs.util.inspect.custom');

const TYPES = {
  BFILE: [2020, 'BFILE'],
  BINARY_DOUBLE: [2008, 'BINARY_DOUBLE'],
  BINARY_FLOAT: [2007, 'BINARY_FLOAT'],
  BINARY_INTEGER: [2009, 'BINARY_INTEGER'],
  BLOB: [2019, 'BLOB'],
  BOOLEAN: [2022, 'BOOLEAN'],
  CHAR: [2003, 'CHAR'],
  CLOB: [2017, 'CLOB'],
  CURSOR: [2021, 'CURSOR'],
  DATE: [2011, 'DATE'],
  INTERVAL_DS: [2015, 'INTERVAL DAY TO SECOND'],
  INTERVAL_YM: [2016, 'INTERVAL YEAR TO MONTH'],
  JSON: [2027, 'JSON'],
  LONG: [2024, 'LONG'],
  LONG_NVARCHAR: [2031, 'LONG'],
  LONG_RAW: [2025, 'LONG RAW'],
  NCHAR: [2004, 'NCHAR'],
  NCLOB: [2018, 'NCLOB'],
  NUMBER: [2010, 'NUMBER'],
  NVARCHAR: [2002, 'NVARCHAR2'],
  OBJECT: [2023, 'OBJECT'],
  RAW: [2006, 'RAW'],
  ROWID: [2005, 'ROWID'],
  TIMESTAMP: [2012, 'TIMESTAMP'],
  TIMESTAMP_LTZ: [2014, 'TIMESTAMP WITH LOCAL TIME ZONE'],
  TIMESTAMP_TZ: [2013, 'TIMESTAMP WITH TIME ZONE'],
  VARCHAR: [2001, 'VARCHAR2'],
  XMLTYPE: [2032, 'XMLTYPE'],
  VECTOR: [2033, 'VECTOR'],
};

// The short names, and the type each stands for.
const SHORT = {
  BLOB: 'BLOB',
  BUFFER: 'RAW',
  CLOB: 'CLOB',
  CURSOR: 'CURSOR',
  DATE: 'TIMESTAMP',
  NCLOB: 'NCLOB',
  NUMBER: 'NUMBER',
  STRING: 'VARCHAR',
};

const NUMBERS = {
  DEFAULT: 0,
  STMT_TYPE_UNKNOWN: 0,
  STMT_TYPE_SELECT: 1,
  STMT_TYPE_UPDATE: 2,
  STMT_TYPE_DELETE: 3,
  STMT_TYPE_INSERT: 4,
  STMT_TYPE_CREATE: 5,
  STMT_TYPE_DROP: 6,
  STMT_TYPE_ALTER: 7,
  STMT_TYPE_BEGIN: 8,
  STMT_TYPE_DECLARE: 9,
  STMT_TYPE_CALL: 10,
  STMT_TYPE_EXPLAIN_PLAN: 15,
  STMT_TYPE_MERGE: 16,
  STMT_TYPE_ROLLBACK: 17,
  STMT_TYPE_COMMIT: 21,
  SYSASM: 32768,
  SYSBACKUP: 131072,
  SYSDBA: 2,
  SYSDG: 262144,
  SYSKM: 524288,
  SYSOPER: 4,
  SYSPRELIM: 8,
  SYSRAC: 1048576,
  BIND_IN: 3001,
  BIND_INOUT: 3002,
  BIND_OUT: 3003,
  OUT_FORMAT_ARRAY: 4001,
  OUT_FORMAT_OBJECT: 4002,
  ARRAY: 4001,
  OBJECT: 4002,
  SODA_COLL_MAP_MODE: 5001,
  POOL_STATUS_OPEN: 6000,
  POOL_STATUS_DRAINING: 6001,
  POOL_STATUS_CLOSED: 6002,
  POOL_STATUS_RECONFIGURING: 6003,
};

class DbType {
  constructor(num, name, columnTypeName) {
    Object.assign(this, { num, name, columnTypeName });
  }

  toString() {
    return `[DbType ${this.name}]`;
  }

  [Symbol.toPrimitive](hint) {
    return hint === 'number' ? this.num : this.toString();
  }

  [INSPECT]() {
    return this.toString();
  }
}

const objects = Object.fromEntries(
  Object.entries(TYPES).map(([name, [num, column]]) => [name, new DbType(num, `DB_TYPE_${name}`, column)]),
);

// The type of a column by the server's word, without its parentheses.
exports.columnType = function columnType(typeName, sample) {
  const words = (typeName ?? '')
    .replace(/\([^)]*\)/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toUpperCase();
  const stated = Object.entries(TYPES).find(([, [, column]]) => column === words)?.[0];
  const name = stated ?? ALIASES[words] ?? guess(sample);
  return objects[name];
};

const ALIASES = { VARCHAR: 'VARCHAR', INTEGER: 'NUMBER', FLOAT: 'NUMBER', TEXT: 'CLOB', BYTEA: 'RAW' };

// What a value says of a column whose type the store cannot tell.
function guess(cell) {
  switch (typeof cell) {
    case 'number':
      return 'NUMBER';
    case 'boolean':
      return 'BOOLEAN';
    case 'object':
      if (cell === null) return 'VARCHAR';
      if ('$bytes' in cell) return 'RAW';
      if ('$date' in cell) return 'TIMESTAMP';
      return '$bigint' in cell ? 'NUMBER' : 'JSON';
    default:
      return 'VARCHAR';
  }
}

// All that stands on the module.
exports.constantsOf = function constantsOf({ thin }) {
  const shown = (name) => (thin ? objects[name] : objects[name].num);
  const all = { ...NUMBERS };
  for (const name of Object.keys(TYPES)) all[`DB_TYPE_${name}`] = shown(name);
  for (const [short, name] of Object.entries(SHORT)) all[short] = shown(name);
  return all;
};

// A type as a script gives it, whether object or number; `undefined` for what is none.
exports.typeOf = (given) => {
  if (given instanceof DbType) return given;
  return Object.values(objects).find((type) => type.num === given);
};

exports.types = objects;
