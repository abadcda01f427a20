// The npm module `mssql`: pools, requests, transactions and prepared statements over `tedious`.
'use strict';

const { eraOf } = require('mssql/eras');
const errors = require('mssql/errors');
const { globalPool } = require('mssql/global_pool');
const { poolOf } = require('mssql/pool');
const { preparedOf } = require('mssql/prepared');
const { requestOf } = require('mssql/request');
const { ISOLATION_LEVEL, transactionOf } = require('mssql/transaction');
const types = require('mssql/types');
const { eraOf: tediousEra } = require('tedious/eras');
const { libraryOf } = require('tedious');

// What only bulk loads and table-valued parameters need.
class Table {
  constructor() {
    throw new Error('mssql: tables (bulk loads, table-valued parameters) are not supported here');
  }
}

function libraryFor(era) {
  const tedious = libraryOf(tediousEra(String(era.tedious)), 'mssql');
  // The classes make each other.
  const driver = { era, tedious, promises: Promise };
  driver.global = globalPool(driver);
  driver.ConnectionPool = poolOf(driver);
  driver.Request = requestOf(driver);
  driver.Transaction = transactionOf(driver);
  driver.PreparedStatement = preparedOf(driver);
  const { connect, close, on, off, query, batch } = driver.global;
  const library = {
    ConnectionPool: driver.ConnectionPool,
    Transaction: driver.Transaction,
    Request: driver.Request,
    PreparedStatement: driver.PreparedStatement,
    ...errors,
    Table,
    ISOLATION_LEVEL,
    TYPES: types.TYPES,
    MAX: 65535,
    map: types.map,
    getTypeByValue: types.getTypeByValue,
    connect,
    close,
    on,
    removeListener: off,
    off,
    query,
    batch,
  };
  if (era.major < 4) library.Connection = driver.ConnectionPool;
  for (const [name, type] of Object.entries(types.TYPES)) {
    library[name] = type;
    library[name.toUpperCase()] = type;
  }
  Object.defineProperty(library, 'Promise', {
    enumerable: true,
    get: () => driver.promises,
    set: (wanted) => {
      driver.promises = wanted;
    },
  });
  Object.defineProperty(library, 'valueHandler', { enumerable: true, value: types.valueHandler });
  return library;
}

const made = new Map();

exports.forVersion = function forVersion(version) {
  const era = eraOf(version);
  if (!made.has(era.major)) made.set(era.major, libraryFor(era));
  return made.get(era.major);
};
