// The promise interface of `mysql2`: the same connections and pools, each call answering a promise.
'use strict';

const EventEmitter = require('internal/emitter');
const wire = require('internal/wire');
const { Connection, ConnectionConfig } = require('mysql2/connection');
const { Pool } = require('mysql2/pool');
const { createQuery } = require('mysql2/query');
const { sqlString } = require('mysql2/statement');

// A promise of what `run(done)` answers with; `read` says what it resolves to.
const promised = (run, read = () => undefined) =>
  new Promise((resolve, reject) => run((error, ...answer) => (error ? reject(error) : resolve(read(...answer)))));

const pair = (results, fields) => [results, fields];

function noCallback(values) {
  if (typeof values === 'function') throw new Error('Callback function is not available with promise clients.');
}

class PromisePreparedStatement {
  constructor(statement) {
    this.statement = statement;
  }

  execute(values) {
    return promised((done) => this.statement.execute(values ?? [], done), pair);
  }

  async close() {
    this.statement.close();
  }
}

class PromiseConnection extends EventEmitter {
  constructor(connection) {
    super();
    this.connection = connection;
    this.Promise = Promise;
    for (const name of ['connect', 'end', 'drain', 'enqueue']) {
      connection.on(name, (...told) => this.emit(name, ...told));
    }
    connection.on('error', (error) => {
      if (this.listenerCount('error') > 0) this.emit('error', error);
    });
  }

  #send(name, sql, values) {
    noCallback(values);
    const from = wire.here();
    return promised(
      (done) => this.connection[name](createQuery(sql, values, done, this.connection.config), from),
      pair,
    );
  }

  query(sql, values) {
    return this.#send('_query', sql, values);
  }

  execute(sql, values) {
    return this.#send('_execute', sql, values);
  }

  connect() {
    return promised(
      (done) => this.connection.connect(done),
      (handshake) => handshake,
    );
  }

  end() {
    return promised((done) => this.connection.end(() => done(null)));
  }

  prepare(given) {
    return promised(
      (done) => this.connection.prepare(given, done),
      (statement) => new PromisePreparedStatement(statement),
    );
  }

  unprepare(given) {
    this.connection.unprepare(given);
  }

  ping() {
    return promised(
      (done) => this.connection.ping(done),
      () => true,
    );
  }

  changeUser(options) {
    return promised((done) => this.connection.changeUser(options, done));
  }

  beginTransaction() {
    return this.query('START TRANSACTION');
  }

  commit() {
    return this.query('COMMIT');
  }

  rollback() {
    return this.query('ROLLBACK');
  }

  destroy() {
    this.connection.destroy();
  }

  close() {
    this.connection.close();
  }

  escape(value) {
    return this.connection.escape(value);
  }

  escapeId(value) {
    return this.connection.escapeId(value);
  }

  format(sql, values) {
    return this.connection.format(sql, values);
  }

  get config() {
    return this.connection.config;
  }

  get threadId() {
    return this.connection.threadId;
  }
}

class PromisePoolConnection extends PromiseConnection {
  release() {
    this.connection.release();
  }
}

class PromisePool extends EventEmitter {
  constructor(pool) {
    super();
    this.pool = pool;
    this.Promise = Promise;
    for (const name of ['acquire', 'connection', 'enqueue', 'release']) {
      pool.on(name, (...told) => this.emit(name, ...told));
    }
  }

  getConnection() {
    return promised(
      (done) => this.pool.getConnection(done),
      (connection) => new PromisePoolConnection(connection),
    );
  }

  releaseConnection(connection) {
    (connection instanceof PromisePoolConnection ? connection.connection : connection).release();
  }

  query(sql, values) {
    noCallback(values);
    return promised((done) => this.pool.query(sql, values, done), pair);
  }

  execute(sql, values) {
    noCallback(values);
    return promised((done) => this.pool.execute(sql, values, done), pair);
  }

  end() {
    return promised((done) => this.pool.end(done));
  }

  escape(value) {
    return this.pool.escape(value);
  }

  escapeId(value) {
    return this.pool.escapeId(value);
  }

  format(sql, values) {
    return this.pool.format(sql, values);
  }
}

// A promise of an open connection; it rejects when it cannot be opened.
function createConnection(options) {
  const connection = new Connection(new ConnectionConfig(options));
  return promised(
    (done) => connection.connect(done),
    () => new PromiseConnection(connection),
  );
}

Object.assign(exports, {
  createConnection,
  createPool: (options) => new PromisePool(new Pool(options)),
  escape: sqlString.escape,
  escapeId: sqlString.escapeId,
  format: sqlString.format,
  raw: sqlString.raw,
  PromisePool,
  PromiseConnection,
  PromisePoolConnection,
});
