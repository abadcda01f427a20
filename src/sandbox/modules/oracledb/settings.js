// The settings on the module itself, each checked when it is set.
'use strict';

const { typeOf, types } = require('oracledb/constants');

const DEFAULTS = {
  autoCommit: false,
  connectionClass: '',
  dbObjectAsPojo: false,
  edition: '',
  errorOnConcurrentExecute: false,
  events: false,
  externalAuth: false,
  fetchArraySize: 100,
  fetchAsBuffer: [],
  fetchAsString: [],
  lobPrefetchSize: 16384,
  maxRows: 0,
  outFormat: 4001,
  poolIncrement: 1,
  poolMax: 4,
  poolMaxPerShard: 0,
  poolMin: 0,
  poolPingInterval: 60,
  poolTimeout: 60,
  prefetchRows: 2,
  queueMax: 500,
  queueTimeout: 60000,
  queueRequests: true,
  extendedMetaData: false,
  stmtCacheSize: 30,
};

const POSITIVE = new Set(['fetchArraySize', 'poolMax']);

const TEXTUAL = [types.NUMBER, types.DATE, types.TIMESTAMP, types.CLOB, types.NCLOB, types.RAW, types.JSON];

function check(name, value, { njs }) {
  if (name === 'outFormat') {
    if (value !== 4001 && value !== 4002) throw njs(4, name);
  } else if (name === 'fetchAsString' || name === 'fetchAsBuffer') {
    if (!Array.isArray(value)) throw njs(4, name);
    const allowed = name === 'fetchAsString' ? TEXTUAL : [types.BLOB];
    if (!value.every((type) => allowed.includes(typeOf(type)))) throw njs(21);
  } else if (typeof DEFAULTS[name] === 'number') {
    if (!Number.isInteger(value) || value < (POSITIVE.has(name) ? 1 : 0)) throw njs(4, name);
  } else if (typeof value !== typeof DEFAULTS[name]) {
    throw njs(4, name);
  }
}

// Puts the settings on the module and gives back where they are kept.
exports.define = function define(oracledb, errors) {
  const kept = { ...DEFAULTS, fetchTypeHandler: undefined };
  for (const name of Object.keys(DEFAULTS)) {
    Object.defineProperty(oracledb, name, {
      enumerable: true,
      configurable: false,
      get: () => kept[name],
      set(value) {
        check(name, value, errors);
        kept[name] = Array.isArray(value) ? [...value] : value;
      },
    });
  }
  Object.defineProperty(oracledb, 'fetchTypeHandler', {
    enumerable: true,
    get: () => kept.fetchTypeHandler,
    set(value) {
      if (value !== undefined && typeof value !== 'function') throw errors.njs(4, 'fetchTypeHandler');
      kept.fetchTypeHandler = value;
    },
  });
  return kept;
};
