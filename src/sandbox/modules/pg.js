// The npm module `pg`. Unasked it is version 8; `pg.connect`, gone since version 7, is only there where a version
// before is asked for: calling it otherwise is the TypeError of today.
'use strict';

const { libraryBefore7 } = require('pg/before7');
const { Client, TypeOverrides } = require('pg/client');
const { Pool } = require('pg/pool');
const Query = require('pg/query');
const { DatabaseError, Result } = require('pg/result');
const { defaults } = require('pg/settings');
const types = require('pg/types');
const { escapeIdentifier, escapeLiteral, prepareValue } = require('pg/values');

const current = {
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

// Version 7 took any certificate.
const TrustingClient = {
  Client: class extends Client {
    constructor(config) {
      super(config, { trusting: true });
    }
  },
}.Client;

const TrustingPool = {
  BoundPool: class extends Pool {
    constructor(options) {
      super({ ...options, Client: options?.Client ?? TrustingClient });
    }
  },
}.BoundPool;

const version7 = { defaults, Client: TrustingClient, Query, Pool: TrustingPool, types };

// `native` is looked for when it is asked for, and not found.
for (const library of [current, version7]) {
  Object.defineProperty(library, 'native', {
    enumerable: false,
    configurable: true,
    get() {
      Object.defineProperty(library, 'native', { value: null, enumerable: false });
      return null;
    },
  });
}

const before = new Map();

exports.forVersion = function forVersion(version) {
  const found = /\d+/.exec(version ?? '');
  const major = found === null ? 8 : Number(found[0]);
  if (major >= 8) return current;
  if (major === 7) return version7;
  if (!before.has(major)) before.set(major, libraryBefore7(major));
  return before.get(major);
};
