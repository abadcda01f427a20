// The npm module `mysql2`, callback interface. As with `mysql`, the store gets placeholders and values apart; here
// `execute` really sends them so.
'use strict';

const promises = require('mysql2/promises');
const { Connection, ConnectionConfig } = require('mysql2/connection');
const { Pool } = require('mysql2/pool');
const { sqlString } = require('mysql2/statement');

const createConnection = (options) => new Connection(new ConnectionConfig(options));

Object.assign(exports, {
  createConnection,
  connect: createConnection,
  Connection,
  ConnectionConfig,
  createPool: (options) => new Pool(options),
  Pool,
  escape: sqlString.escape,
  escapeId: sqlString.escapeId,
  format: sqlString.format,
  raw: sqlString.raw,
  createConnectionPromise: promises.createConnection,
  createPoolPromise: promises.createPool,
});
