// `pg` before version 7: `pg.connect` with a pool for each configuration, and queries that are emitters.
'use strict';

const EventEmitter = require('internal/emitter');
const wire = require('internal/wire');
const { Client: ClientOf8 } = require('pg/client');
const { Pool } = require('pg/pool');
const QueryOf8 = require('pg/query');
const { defaults } = require('pg/settings');
const types = require('pg/types');

// A query that can be awaited (from version 5 on) as well as listened to.
class Query extends QueryOf8 {
  #promise;

  promise() {
    this.#promise ??= new Promise((resolve, reject) => {
      this.once('end', resolve);
      this.once('error', reject);
    });
    return this.#promise;
  }

  then(resolved, rejected) {
    return this.promise().then(resolved, rejected);
  }

  catch(rejected) {
    return this.promise().catch(rejected);
  }
}

// Version 4 keeps rows only for a callback.
const KeepingForCallbacks = {
  Query: class extends QueryOf8 {
    _keepsRows() {
      return Boolean(this.callback);
    }
  },
}.Query;

function clientOf(major) {
  const Kind = major < 5 ? KeepingForCallbacks : Query;

  class Client extends ClientOf8 {
    constructor(config) {
      super(config, { trusting: true });
    }

    connect(callback) {
      const told = (error) => {
        if (!error) callback?.(null, this);
        else if (callback) callback(error);
        else this.emit('error', error);
      };
      this._connect(wire.here(), told);
    }

    query(config, values, callback) {
      if (config === null || config === undefined) {
        throw new TypeError(`Cannot read properties of ${config} (reading 'submit')`);
      }
      const query = config instanceof QueryOf8 ? config : new Kind(config, values, callback);
      return this._query(wire.here(), query);
    }

    end(callback) {
      this._end(wire.here(), callback ?? (() => {}));
    }
  }

  Client.Query = Kind;
  return Client;
}

exports.libraryBefore7 = function libraryBefore7(major) {
  const OldClient = clientOf(major);
  const pools = {};

  class BoundPool extends Pool {
    constructor(options) {
      super({ ...options, Client: options?.Client ?? OldClient });
    }
  }

  class PG extends EventEmitter {
    connect(config, callback) {
      const [given, told] = typeof config === 'function' ? [null, config] : [config, callback];
      const key = JSON.stringify(given ?? {});
      pools[key] ??= this.#pool(given);
      if (typeof told !== 'function') return pools[key].connect();
      return pools[key].connect((error, client, done) => told(error ?? null, client ?? null, done));
    }

    #pool(given) {
      const options = typeof given === 'string' ? { connectionString: given } : { ...given };
      const pool = new BoundPool({ ...options, max: options.max ?? options.poolSize ?? this.defaults.poolSize });
      pool.on('error', (error) => this.emit('error', error, error.client));
      return pool;
    }

    end() {
      const all = Object.keys(pools).map((key) => {
        const pool = pools[key];
        delete pools[key];
        return pool;
      });
      let left = all.length;
      if (left === 0) this.emit('end');
      for (const pool of all) {
        pool.end(() => {
          left -= 1;
          if (left === 0) this.emit('end');
        });
      }
    }

    cancel() {
      throw new Error('pg: cancel() is not supported here');
    }
  }

  const pg = new PG();
  // Its own, for whoever takes the module apart.
  for (const name of ['connect', 'end', 'cancel', 'on', 'once', 'removeListener']) pg[name] = pg[name].bind(pg);
  Object.assign(pg, {
    defaults: { ...defaults, poolSize: 10, poolIdleTimeout: 30000, reapIntervalMillis: 1000 },
    Client: OldClient,
    Query: OldClient.Query,
    types,
  });
  if (major < 5) pg.pools = { all: pools };
  else Object.assign(pg, { Pool: BoundPool, _pools: pools });
  return pg;
};
