// The npm module `oracledb`: version 6 in its thin form, which needs no client library, and the earlier ones, whose
// errors are those of the client library.
'use strict';

const { constantsOf } = require('oracledb/constants');
const { Connection } = require('oracledb/connection');
const { errorsOf } = require('oracledb/errors');
const { Lob } = require('oracledb/lob');
const { Pool } = require('oracledb/pool');
const { promised } = require('oracledb/promised');
const { ResultSet } = require('oracledb/results');
const { define } = require('oracledb/settings');
const { open, verify } = require('oracledb/opening');

const CURRENT = { major: 6, text: '6.10.0' };
const DEFAULT = 'default';

function eraOf(version) {
  const found = /(\d+)(?:\.(\d+)(?:\.(\d+))?)?/.exec(version ?? '');
  if (found === null) return { ...CURRENT, thin: true };
  const major = Number(found[1]);
  return { major, text: `${major}.${found[2] ?? 0}.${found[3] ?? 0}`, thin: major >= 6 };
}

function libraryFor(era) {
  const errors = errorsOf(era);
  const constants = constantsOf(era);
  const pools = new Map();
  const oracledb = { Connection, Lob, Pool, ResultSet, ...constants };
  const context = { era, errors, constants, settings: define(oracledb, errors, constants) };

  const known = (alias) => {
    const pool = pools.get(String(alias));
    if (pool === undefined) throw errors.njs(47, alias);
    return pool;
  };

  oracledb.getConnection = promised(context, function getConnection(from, given) {
    if (given !== undefined && typeof given !== 'string' && (typeof given !== 'object' || given === null)) {
      throw errors.njs(5, 1);
    }
    const alias = given === undefined ? DEFAULT : typeof given === 'string' ? given : given.poolAlias;
    if (alias) return known(alias)._take(from);
    return open(context, verify(given, errors), from);
  }, [0, 1]);

  oracledb.createPool = promised(context, async function createPool(from, given) {
    if (typeof given !== 'object' || given === null) throw errors.njs(5, 1);
    const options = verify(given, errors);
    const alias = given.poolAlias ?? (pools.has(DEFAULT) ? undefined : DEFAULT);
    if (alias !== undefined && pools.has(alias)) throw errors.njs(46, alias);
    const pool = new Pool(context, given, options, alias);
    // Until it is there, the name is taken.
    if (alias !== undefined) pools.set(alias, pool);
    const forget = () => pools.get(alias) === pool && pools.delete(alias);
    try {
      await pool._fill(from);
    } catch (error) {
      forget();
      throw error;
    }
    pool._closed = forget;
    return pool;
  }, [1, 1]);

  oracledb.getPool = (alias) => known(alias || DEFAULT);
  oracledb.initOracleClient = () => {};
  for (const name of ['shutdown', 'startup']) {
    oracledb[name] = () => {
      throw new Error(`oracledb: ${name}() is not supported here`);
    };
  }
  Object.assign(oracledb, { oracleClientVersion: undefined, oracleClientVersionString: undefined });
  const [first, second = 0, third = 0] = era.text.split('.').map(Number);
  Object.assign(oracledb, {
    version: first * 10000 + second * 100 + third,
    versionString: era.text,
    versionSuffix: '',
  });
  if (era.thin) oracledb.thin = true;
  return oracledb;
}

const made = new Map();

exports.forVersion = function forVersion(version) {
  const era = eraOf(version);
  if (!made.has(era.text)) made.set(era.text, libraryFor(era));
  return made.get(era.text);
};
