// A pool of connections of the npm module `mysql`.
'use strict';

const EventEmitter = require('internal/emitter');
const wire = require('internal/wire');
const { Connection, ConnectionConfig } = require('mysql/connection');
const { createQuery } = require('mysql/query');
const sqlString = require('mysql/sql_string').of('mysql');

class PoolConnection extends Connection {
  constructor(pool, config) {
    super(config);
    this._pool = pool;
  }

  _lost() {
    this._pool?._forget(this);
  }

  release() {
    if (this._pool === null || this._pool === undefined) return;
    this._pool.releaseConnection(this);
  }

  end(...args) {
    // In a pool, ending a connection gives it back.
    if (this._closing) super.end(...args);
    else this.release();
  }

  destroy() {
    super.destroy();
    this._lost();
  }
}

const closed = () => Object.assign(new Error('Pool is closed.'), { code: 'POOL_CLOSED' });

class Pool extends EventEmitter {
  _allConnections = [];
  _freeConnections = [];
  _connectionQueue = [];
  _closed = false;

  constructor(options) {
    super();
    const given = typeof options === 'string' ? {} : options;
    const connectionConfig = new ConnectionConfig(options);
    // A URL carries the pool's own options, too.
    const own = (name, preset) => given[name] ?? preset;
    this.config = {
      connectionConfig,
      connectionLimit: Number(own('connectionLimit', 10)),
      waitForConnections: own('waitForConnections', true),
      queueLimit: Number(own('queueLimit', 0)),
      acquireTimeout: own('acquireTimeout', 10000),
    };
  }

  getConnection(callback) {
    this.#get(wire.here(), callback);
  }

  #get(from, callback) {
    if (this._closed) {
      wire.soon(from, callback, closed());
      return;
    }
    const free = this._freeConnections.shift();
    if (free !== undefined) {
      this.#acquired(free);
      wire.soon(from, callback, null, free);
      return;
    }
    const { connectionLimit, waitForConnections, queueLimit, connectionConfig } = this.config;
    if (connectionLimit === 0 || this._allConnections.length < connectionLimit) {
      const connection = new PoolConnection(this, connectionConfig);
      this._allConnections.push(connection);
      connection._connect(from, (error) => {
        if (error) {
          this._forget(connection);
          callback(error);
          return;
        }
        this.emit('connection', connection);
        this.#acquired(connection);
        callback(null, connection);
      });
      return;
    }
    if (!waitForConnections || (queueLimit && this._connectionQueue.length >= queueLimit)) {
      const [message, code] = waitForConnections
        ? ['Queue limit reached.', 'POOL_ENQUEUELIMIT']
        : ['No connections available.', 'POOL_CONNLIMIT'];
      wire.soon(from, callback, Object.assign(new Error(message), { code }));
      return;
    }
    this._connectionQueue.push({ from, callback });
    this.emit('enqueue');
  }

  #acquired(connection) {
    connection._taken = true;
    this.emit('acquire', connection);
  }

  releaseConnection(connection) {
    if (!connection._taken) throw new Error('Connection already released');
    connection._taken = false;
    const waiting = this._connectionQueue.shift();
    this.emit('release', connection);
    if (waiting !== undefined) {
      this.#acquired(connection);
      wire.soon(waiting.from, waiting.callback, null, connection);
    } else {
      this._freeConnections.push(connection);
    }
  }

  _forget(connection) {
    this._allConnections = this._allConnections.filter((known) => known !== connection);
    this._freeConnections = this._freeConnections.filter((known) => known !== connection);
    connection._pool = null;
    const waiting = this._closed ? undefined : this._connectionQueue.shift();
    if (waiting !== undefined) this.#get(waiting.from, waiting.callback);
  }

  query(sql, values, callback) {
    const query = createQuery(sql, values, callback);
    if (typeof sql !== 'object' || !('typeCast' in sql)) query.typeCast = this.config.connectionConfig.typeCast;
    const from = wire.here();
    this.#get(from, (error, connection) => {
      if (error) {
        query._settle(error, undefined, this.config.connectionConfig, () => {});
        return;
      }
      // The connection is free again only after the callback has run.
      query.once('end', () => {
        if (connection._taken) connection.release();
      });
      connection._query(query, from);
    });
    return query;
  }

  end(callback) {
    const from = wire.here();
    this._closed = true;
    for (const waiting of this._connectionQueue.splice(0)) wire.soon(waiting.from, waiting.callback, closed());
    const done =
      callback ??
      ((error) => {
        if (error) throw error;
      });
    let left = this._allConnections.length;
    if (left === 0) wire.soon(from, done, undefined);
    for (const connection of this._allConnections.splice(0)) {
      connection._closing = true;
      connection.end((error) => {
        left -= 1;
        if (left === 0) wire.backTo(from, done, error);
      });
    }
    this._freeConnections = [];
  }

  escape(value) {
    return sqlString.escape(
      value,
      this.config.connectionConfig.stringifyObjects,
      this.config.connectionConfig.timezone,
    );
  }

  escapeId(value) {
    return sqlString.escapeId(value, false);
  }
}

exports.Pool = Pool;
