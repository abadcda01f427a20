// The npm module `pg` (8.x). `pg.connect`, gone since version 7, is not there: calling it is the TypeError of today.
'use strict';

const { Client, TypeOverrides } = require('pg/client');
const { Pool } = require('pg/pool');
const Query = require('pg/query');
const { DatabaseError, Result } = require('pg/result');
const { defaults } = require('pg/settings');
const types = require('pg/types');
const { escapeIdentifier, escapeLiteral, prepareValue } = require('pg/values');

module.exports = {
  defaults,
  Client,
  Query,
  Pool,
  types,
  DatabaseError,
  TypeOverrides,
  escapeIdentifier,
  escapeLiteral,
  Result,
  utils: { prepareValue, escapeIdentifier, escapeLiteral },
};
