// The npm module `ibm_db`: Db2 over the CLI driver, with callbacks, promises and calls that block. The module is a
// function that makes a connection that is not open yet.
'use strict';

const constants = require('ibm_db/constants');
const { Database } = require('ibm_db/database');
const { Pool } = require('ibm_db/pool');
const { eraOf } = require('ibm_db/errors');

function libraryFor(era) {
  const make = (options) => new Database(era, options);
  function ibmdb(options) {
    return make(options);
  }

  // Under the names of their own.
  Object.assign(ibmdb, {
    Database: { Database: class extends Database { constructor(options) { super(era, options); } } }.Database,
    Pool: { Pool: class extends Pool { constructor(options) { super(era, options); } } }.Pool,
  });

  ibmdb.open = function open(connection, options, callback) {
    const done = typeof options === 'function' ? options : callback;
    const db = make(typeof options === 'function' ? undefined : options);
    if (typeof done !== 'function') return db.open(connection).then(() => db);
    // Who does not look at the error gets a connection that is not open.
    db.open(connection, (error) => done(error, db));
    return undefined;
  };

  ibmdb.openSync = function openSync(connection, options) {
    const db = make(options);
    db.openSync(connection);
    return db;
  };

  ibmdb.close = function close(db) {
    for (const key of Object.keys(db ?? {})) delete db[key];
  };

  ibmdb.debug = () => {};
  Object.assign(ibmdb, constants);
  for (const kind of ['createDbSync', 'dropDbSync']) {
    ibmdb[kind] = () => {
      throw new Error(`ibm_db: ${kind}() is not supported here`);
    };
  }
  return ibmdb;
}

const made = new Map();

exports.forVersion = function forVersion(version) {
  const era = eraOf(version);
  if (!made.has(era.stateName)) made.set(era.stateName, libraryFor(era));
  return made.get(era.stateName);
};
