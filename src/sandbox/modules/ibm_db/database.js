// `Database` of `ibm_db`: one connection, whose statements wait for each other. It commits each statement unless a
// transaction was begun.
'use strict';

const tasks = require('internal/tasks');
const wire = require('internal/wire');
const { answer, split } = require('ibm_db/answer');
const errors = require('ibm_db/errors');
const { cellsOf, statementOf } = require('ibm_db/params');
const { ODBCResult } = require('ibm_db/result');
const { rowsOf } = require('ibm_db/rows');
const settings = require('ibm_db/settings');
const { ODBCStatement } = require('ibm_db/statement');

class Database {
  #era;
  #target;
  #queue = [];
  #busy = false;
  #transaction = false;

  constructor(era, options) {
    this.#era = era;
    this.fetchMode = options?.fetchMode ?? null;
    this.connectTimeout = options?.connectTimeout ?? null;
    this.connected = false;
  }

  // Where to and with what, or what is wrong with it.
  #prepareOpen(given) {
    const all = settings.read(given);
    this.#target = { ...settings.targetOf(all), connection: wire.newConnection() };
    const access = settings.accessOf(all, this.connectTimeout);
    const refusal =
      this.#target.host === undefined ? errors.unknownDatabase(this.#target.database ?? '', this.#era) : undefined;
    return [refusal, { kind: 'connect', dialect: 'db2', target: this.#target, access }];
  }

  #opened(reply) {
    if (reply.kind === 'error') return errors.errorOf(reply, this.#target, this.#era);
    this.connected = true;
    return null;
  }

  open(given, callback) {
    const from = wire.here();
    return answer(from, callback, (done) => {
      const [refusal, request] = this.#prepareOpen(given);
      const told = (error) => (error ? done(error) : done(null, true));
      if (refusal !== undefined) tasks.later(() => told(refusal), 0, from.stack);
      else wire.send('ibm_db', request, (reply) => told(this.#opened(reply)), from);
    });
  }

  openSync(given) {
    const [refusal, request] = this.#prepareOpen(given);
    const failure = refusal ?? this.#opened(wire.sendNow('ibm_db', request));
    if (failure) throw failure;
    return true;
  }

  // One after the other: `run(next)`.
  #push(run) {
    this.#queue.push(run);
    this.#next();
  }

  #next() {
    if (this.#busy) return;
    const run = this.#queue.shift();
    if (run === undefined) return;
    this.#busy = true;
    run(() => {
      this.#busy = false;
      this.#next();
    });
  }

  #request(text, params) {
    return { kind: 'sql', dialect: 'db2', target: this.#target, text, params };
  }

  // The outcome of a reply: `[error, reply]`.
  #outcome(reply) {
    if (reply.kind !== 'error') return [null, reply];
    if (reply.fatal) this.connected = false;
    return [errors.errorOf(reply, this.#target, this.#era)];
  }

  _run(from, text, cells, done) {
    this.#push((next) => {
      const told = (...outcome) => {
        try {
          done(...outcome);
        } finally {
          next();
        }
      };
      if (!this.connected) tasks.later(() => told(errors.notOpen()), 0, from.stack);
      else wire.send('ibm_db', this.#request(String(text), cells), (reply) => told(...this.#outcome(reply)), from);
    });
  }

  _runNow(text, cells) {
    if (!this.connected) throw { message: 'Connection not open.' };
    const [error, reply] = this.#outcome(wire.sendNow('ibm_db', this.#request(String(text), cells)));
    if (error) throw error;
    return reply;
  }

  query(query, params, callback) {
    const from = wire.here();
    const [given, done] = split(params, callback);
    const [sql, values] = statementOf(query, given);
    return answer(from, done, (told) => {
      let cells;
      try {
        cells = cellsOf(values);
      } catch (error) {
        tasks.later(() => told(error), 0, from.stack);
        return;
      }
      this._run(from, sql, cells, (error, reply) => {
        const state = { [this.#era.stateName]: error?.[this.#era.stateName] ?? '0', sqlcode: error?.sqlcode ?? 0 };
        if (error) {
          // A promise has no place for more than the error.
          if (typeof done !== 'function') Object.assign(error, { resultset: [], ...state });
          told(error, [], state);
          return;
        }
        const rows = rowsOf(reply, this.fetchMode);
        // 100: nothing was found.
        if (reply.kind === 'rows' && rows.length === 0) state.sqlcode = 100;
        told(null, rows, state);
      });
    });
  }

  // What is refused is given back, not thrown.
  querySync(query, params) {
    const [sql, values] = statementOf(query, params);
    if (!this.connected) throw { message: 'Connection not open.' };
    try {
      return rowsOf(this._runNow(sql, cellsOf(values)), this.fetchMode);
    } catch (error) {
      return error;
    }
  }

  queryResult(query, params, callback) {
    const from = wire.here();
    const [given, done] = split(params, callback);
    const [sql, values] = statementOf(query, given);
    const result = (reply) => new ODBCResult(reply, this.fetchMode ?? undefined);
    const isPromise = typeof done !== 'function';
    return answer(from, done, (told) =>
      this._run(from, sql, cellsOf(values), (error, reply) => {
        if (error) told(error, null, undefined);
        else if (isPromise) told(null, [result(reply), undefined]);
        else told(null, result(reply), undefined);
      }),
    );
  }

  queryResultSync(query, params) {
    const [sql, values] = statementOf(query, params);
    if (!this.connected) throw { message: 'Connection not open.' };
    try {
      return new ODBCResult(this._runNow(sql, cellsOf(values)), this.fetchMode ?? undefined);
    } catch (error) {
      return error;
    }
  }

  queryStream() {
    throw new Error('ibm_db: query streams are not supported here; read the rows with query()');
  }

  prepare(sql, callback) {
    const from = wire.here();
    this.#needConnection('createStatement');
    const statement = new ODBCStatement(this, sql);
    return answer(from, callback, (done) => tasks.later(() => done(null, statement), 0, from.stack));
  }

  prepareSync(sql) {
    this.#needConnection('createStatementSync');
    return new ODBCStatement(this, sql);
  }

  // Before it is opened there is nothing to ask, which the driver notices as the engine does.
  #needConnection(name) {
    if (!this.connected) throw new TypeError(`Cannot read properties of undefined (reading '${name}')`);
  }

  #transact(name, text, open, callback) {
    this.#needConnection(name);
    const from = wire.here();
    this.#transaction = open;
    const answered = answer(from, callback, (done) =>
      this._run(from, text, [], (error) => (error ? done(error) : done(null, true))),
    );
    return answered ?? this;
  }

  beginTransaction(callback) {
    return this.#transact('beginTransaction', 'START TRANSACTION', true, callback);
  }

  commitTransaction(callback) {
    return this.endTransaction(false, callback);
  }

  rollbackTransaction(callback) {
    return this.endTransaction(true, callback);
  }

  endTransaction(rollback, callback) {
    return this.#transact('endTransaction', rollback ? 'ROLLBACK' : 'COMMIT', false, callback);
  }

  #transactNow(name, text, open) {
    this.#needConnection(name);
    this._runNow(text, []);
    this.#transaction = open;
    return this;
  }

  beginTransactionSync() {
    return this.#transactNow('beginTransactionSync', 'START TRANSACTION', true);
  }

  endTransactionSync(rollback) {
    return this.#transactNow('endTransactionSync', rollback ? 'ROLLBACK' : 'COMMIT', false);
  }

  commitTransactionSync() {
    return this.endTransactionSync(false);
  }

  rollbackTransactionSync() {
    return this.endTransactionSync(true);
  }

  get inTransaction() {
    return this.#transaction;
  }

  close(callback) {
    const from = wire.here();
    const asked = answer(from, callback, (done) =>
      this.#push((next) => {
        const told = () => {
          next();
          done(null, ...(typeof callback === 'function' ? [] : [true]));
        };
        if (!this.connected) {
          tasks.later(told, 0, from.stack);
          return;
        }
        this.connected = false;
        wire.send('ibm_db', { kind: 'close', target: this.#target }, told, from);
      }),
    );
    return asked ?? false;
  }

  closeSync() {
    if (!this.connected) return undefined;
    this.connected = false;
    wire.sendNow('ibm_db', { kind: 'close', target: this.#target });
    return true;
  }

  setIsolationLevel() {
    return true;
  }
}

for (const name of ['columns', 'tables', 'describe', 'executeFile', 'executeFileSync', 'getInfo', 'getInfoSync']) {
  Database.prototype[name] = function unsupported() {
    throw new Error(`ibm_db: ${name}() is not supported here`);
  };
}

exports.Database = Database;
