// The npm module `mysql`. It is an object: `mysql({…})`, as Auth0's old global of that name took it, is a TypeError.
//
// The real driver puts the values into the text. The store gets the text with its placeholders and the values beside
// it, so that both can be seen; what no placeholder can stand for (identifiers, the columns of `SET ?`) is put in, and
// where text and values could be read in two ways the literal text is sent alone (see `mysql/sql_string`).
'use strict';

const { Connection, ConnectionConfig } = require('mysql/connection');
const { Pool } = require('mysql/pool');
const { createQuery } = require('mysql/query');
const { escape, escapeId, format, raw } = require('mysql/sql_string').of('mysql');

Object.assign(exports, {
  createConnection: (config) => new Connection(new ConnectionConfig(config)),
  createPool: (config) => new Pool(config),
  createQuery,
  escape,
  escapeId,
  format,
  raw,
});
