// PostgreSQL's types by number: what `pg.types.builtins` lists, and what a column's type name stands for.
'use strict';

exports.builtins = {
  BOOL: 16,
  BYTEA: 17,
  CHAR: 18,
  INT8: 20,
  INT2: 21,
  INT4: 23,
  REGPROC: 24,
  TEXT: 25,
  OID: 26,
  TID: 27,
  XID: 28,
  CID: 29,
  JSON: 114,
  XML: 142,
  PG_NODE_TREE: 194,
  SMGR: 210,
  PATH: 602,
  POLYGON: 604,
  CIDR: 650,
  FLOAT4: 700,
  FLOAT8: 701,
  ABSTIME: 702,
  RELTIME: 703,
  TINTERVAL: 704,
  CIRCLE: 718,
  MACADDR8: 774,
  MONEY: 790,
  MACADDR: 829,
  INET: 869,
  ACLITEM: 1033,
  BPCHAR: 1042,
  VARCHAR: 1043,
  DATE: 1082,
  TIME: 1083,
  TIMESTAMP: 1114,
  TIMESTAMPTZ: 1184,
  INTERVAL: 1186,
  TIMETZ: 1266,
  BIT: 1560,
  VARBIT: 1562,
  NUMERIC: 1700,
  REFCURSOR: 1790,
  REGPROCEDURE: 2202,
  REGOPER: 2203,
  REGOPERATOR: 2204,
  REGCLASS: 2205,
  REGTYPE: 2206,
  UUID: 2950,
  TXID_SNAPSHOT: 2970,
  PG_LSN: 3220,
  PG_NDISTINCT: 3361,
  PG_DEPENDENCIES: 3402,
  TSVECTOR: 3614,
  TSQUERY: 3615,
  GTSVECTOR: 3642,
  REGCONFIG: 3734,
  REGDICTIONARY: 3769,
  JSONB: 3802,
  REGNAMESPACE: 4089,
  REGROLE: 4096,
};

const ALIASES = {
  boolean: 'bool',
  smallint: 'int2',
  smallserial: 'int2',
  integer: 'int4',
  int: 'int4',
  serial: 'int4',
  bigint: 'int8',
  bigserial: 'int8',
  real: 'float4',
  'double precision': 'float8',
  float: 'float8',
  decimal: 'numeric',
  'character varying': 'varchar',
  character: 'bpchar',
  char: 'bpchar',
  'timestamp without time zone': 'timestamp',
  'timestamp with time zone': 'timestamptz',
  'time without time zone': 'time',
  'time with time zone': 'timetz',
  citext: 'text',
  name: 'text',
  unknown: 'text',
};

const ARRAYS = {
  bool: 1000,
  bytea: 1001,
  int2: 1005,
  int4: 1007,
  text: 1009,
  bpchar: 1014,
  varchar: 1015,
  int8: 1016,
  float4: 1021,
  float8: 1022,
  timestamp: 1115,
  date: 1182,
  time: 1183,
  timestamptz: 1185,
  interval: 1187,
  numeric: 1231,
  json: 199,
  uuid: 2951,
  jsonb: 3807,
  inet: 1041,
  point: 1017,
};

exports.isArray = (oid) => Object.values(ARRAYS).includes(oid);

// Bytes of the types of one size; all others are -1.
const SIZES = {
  16: 1,
  18: 1,
  20: 8,
  21: 2,
  23: 4,
  26: 4,
  600: 16,
  700: 4,
  701: 8,
  1082: 4,
  1083: 8,
  1114: 8,
  1184: 8,
  1186: 16,
  2950: 16,
};

// What a value says about a column whose type the store cannot tell.
function guess(cell) {
  switch (typeof cell) {
    case 'boolean':
      return 16;
    case 'number':
      return Number.isInteger(cell) ? 23 : 701;
    case 'object':
      if (cell === null) return undefined;
      if ('$bytes' in cell) return 17;
      if ('$date' in cell) return 1184;
      return '$bigint' in cell ? 20 : 3802;
    default:
      return 25;
  }
}

// `{oid, size, modifier}` of a column; `cells` are its values.
exports.read = function read(typeName, cells) {
  // A type that only the server knows.
  if (typeName.startsWith('oid ')) return { oid: Number(typeName.slice(4)), size: -1, modifier: -1 };
  const found = /^(_?)([a-z][a-z0-9 ]*?)\s*(?:\((\d+)(?:,\s*(\d+))?\))?([a-z ]*)(\[\])?$/i.exec(typeName);
  const words = found === null ? '' : `${found[2]}${found[5]}`.toLowerCase();
  const base = ALIASES[words] ?? words;
  const isArray = found !== null && (found[1] === '_' || found[6] !== undefined);
  const scalar = base === 'point' ? 600 : exports.builtins[base.toUpperCase()];
  const oid = (isArray ? ARRAYS[base] : scalar) ?? cells.map(guess).find((one) => one !== undefined) ?? 25;
  let modifier = -1;
  if (found?.[3] !== undefined) {
    if (oid === 1700) modifier = ((Number(found[3]) << 16) | Number(found[4] ?? 0)) + 4;
    if (oid === 1042 || oid === 1043) modifier = Number(found[3]) + 4;
  }
  return { oid, size: SIZES[oid] ?? -1, modifier };
};
