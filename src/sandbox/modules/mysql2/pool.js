// A pool of connections of the npm module `mysql2`.
'use strict';

const EventEmitter = require('internal/emitter');
const wire = require('internal/wire');
const { Connection, ConnectionConfig } = require('mysql2/connection');
const { createQuery } = require('mysql2/query');
const { sqlString } = require('mysql2/statement');

class PoolConnection extends Connection {
  constructor(pool, config, from) {
    super(config, from);
    this._pool = pool;
    // A connection that breaks is the pool's to notice.
    this.on('error', () => {});
  }

  _forgotten() {
    this._pool?._forget(this);
  }

  release() {
    this._pool?.releaseConnection(this);
  }

  promise() {
    const { PromisePoolConnection } = require('mysql2/promises');
    return new PromisePoolConnection(this);
  }
}

const closed = () => new Error('Pool is closed.');

class Pool extends EventEmitter {
  _allConnections = [];
  _freeConnections = [];
  _connectionQueue = [];
  _closed = false;

  constructor(options) {
    super();
    const given = typeof options === 'string' ? {} : options;
    this.config = {
      connectionConfig: new ConnectionConfig(options),
      connectionLimit: Number(given.connectionLimit ?? 10),
      waitForConnections: given.waitForConnections ?? true,
      queueLimit: Number(given.queueLimit ?? 0),
    };
  }

  getConnection(callback) {
    this._get(wire.here(), callback);
  }

  _get(from, callback) {
    const { connectionConfig, connectionLimit, waitForConnections, queueLimit } = this.config;
    if (this._closed) {
      wire.soon(from, callback, closed());
      return;
    }
    const free = this._freeConnections.shift();
    if (free !== undefined) {
      this.emit('acquire', free);
      wire.soon(from, callback, null, free);
      return;
    }
    if (this._allConnections.length < connectionLimit) {
      const connection = new PoolConnection(this, connectionConfig, from);
      this._allConnections.push(connection);
      connection.connect((error) => {
        if (error) {
          callback(error);
          return;
        }
        this.emit('connection', connection);
        this.emit('acquire', connection);
        callback(null, connection);
      });
      return;
    }
    if (!waitForConnections) {
      wire.soon(from, callback, new Error('No connections available.'));
    } else if (queueLimit && this._connectionQueue.length >= queueLimit) {
      wire.soon(from, callback, new Error('Queue limit reached.'));
    } else {
      this._connectionQueue.push({ from, callback });
      this.emit('enqueue');
    }
  }

  releaseConnection(connection) {
    if (this._freeConnections.includes(connection) || !this._allConnections.includes(connection)) return;
    const waiting = this._connectionQueue.shift();
    this.emit('release', connection);
    if (waiting === undefined) {
      this._freeConnections.push(connection);
    } else {
      this.emit('acquire', connection);
      wire.soon(waiting.from, waiting.callback, null, connection);
    }
  }

  _forget(connection) {
    this._allConnections = this._allConnections.filter((known) => known !== connection);
    this._freeConnections = this._freeConnections.filter((known) => known !== connection);
    const waiting = this._closed ? undefined : this._connectionQueue.shift();
    if (waiting !== undefined) this._get(waiting.from, waiting.callback);
  }

  #run(send, sql, values, callback) {
    const query = createQuery(sql, values, callback, this.config.connectionConfig);
    const from = wire.here();
    this._get(from, (error, connection) => {
      if (error) {
        query._settle(error, undefined, this.config.connectionConfig);
        return;
      }
      // The connection is free again before the callback runs.
      const settle = query._settle.bind(query);
      query._settle = (...outcome) => {
        connection.release();
        settle(...outcome);
      };
      try {
        connection[send](query, from);
      } catch (thrown) {
        query._settle(thrown, undefined, this.config.connectionConfig);
      }
    });
    return query;
  }

  query(sql, values, callback) {
    return this.#run('_query', sql, values, callback);
  }

  execute(sql, values, callback) {
    return this.#run('_execute', sql, values, callback);
  }

  end(callback) {
    const from = wire.here();
    this._closed = true;
    const done =
      callback ??
      ((error) => {
        if (error) throw error;
      });
    for (const waiting of this._connectionQueue.splice(0)) wire.soon(waiting.from, waiting.callback, closed());
    const all = this._allConnections.splice(0);
    this._freeConnections = [];
    let left = all.length;
    if (left === 0) wire.soon(from, done, undefined);
    for (const connection of all) {
      connection.end(() => {
        left -= 1;
        if (left === 0) wire.backTo(from, done, undefined);
      });
    }
  }

  escape(value) {
    return sqlString.escape(value, false, this.config.connectionConfig.timezone);
  }

  escapeId(value) {
    return sqlString.escapeId(value, false);
  }

  format(sql, values) {
    return sqlString.format(sql, values, false, this.config.connectionConfig.timezone);
  }

  promise() {
    const { PromisePool } = require('mysql2/promises');
    return new PromisePool(this);
  }
}

exports.Pool = Pool;
