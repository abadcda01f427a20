// The npm module `tedious`: a connection to SQL Server that runs one request at a time. What a version does otherwise
// than another stands in `tedious/eras`: 1.x connects by itself, from 9 on a script must call `connect()`.
'use strict';

const { connectionOf } = require('tedious/connection');
const { classesOf } = require('tedious/errors');
const { eraOf } = require('tedious/eras');
const { requestOf } = require('tedious/request');
const { ISOLATION_LEVEL } = require('tedious/transactions');
const { typesOf } = require('tedious/types');

const TDS_VERSION = {
  '7_1': 1895825409,
  '7_2': 1913192450,
  '7_3_A': 1930035203,
  '7_3_B': 1930100739,
  '7_4': 1946157060,
  '8_0': 134217728,
};

// What nothing here can stand for says so.
class BulkLoad {
  constructor() {
    throw new Error('tedious: bulk loads are not supported here; insert the rows one by one');
  }
}

// The library of an era, its requests sent in the name of `driver`.
exports.libraryOf = function libraryOf(era, driver) {
  const errors = classesOf(era);
  const types = typesOf(era);
  const Request = requestOf(era, errors);
  const Connection = connectionOf(era, { errors, Request, driver });
  const library = {
    BulkLoad,
    Connection,
    Request,
    library: { name: 'Tedious' },
    TYPES: types.TYPES,
    ISOLATION_LEVEL,
    TDS_VERSION,
  };
  if (!era.namesErrors) Object.assign(library, errors);
  if (era.connectsItself === 'no') {
    library.connect = function connect(config, listener) {
      const connection = new Connection(config);
      connection.connect(listener);
      return connection;
    };
  }
  return library;
};

const made = new Map();

// One library for all requests of the same version.
exports.forVersion = function forVersion(version) {
  const era = eraOf(version);
  if (!made.has(era.major)) made.set(era.major, exports.libraryOf(era, 'tedious'));
  return made.get(era.major);
};
