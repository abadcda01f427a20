// A prepared statement of `ibm_db`.
'use strict';

const wire = require('internal/wire');
const tasks = require('internal/tasks');
const { answer, split } = require('ibm_db/answer');
const { cellsOf } = require('ibm_db/params');
const { ODBCResult } = require('ibm_db/result');

const countOf = (reply) => (reply.kind === 'rows' ? (reply.affected ?? -1) : (reply.matched ?? -1));

class ODBCStatement {
  #db;
  #sql;
  #bound;

  constructor(db, sql) {
    this.#db = db;
    this.#sql = sql;
  }

  #run(from, params, done) {
    let cells;
    try {
      cells = cellsOf(params ?? this.#bound);
    } catch (error) {
      tasks.later(() => done(error), 0, from.stack);
      return;
    }
    this.#db._run(from, this.#sql, cells, done);
  }

  #runNow(params) {
    return this.#db._runNow(this.#sql, cellsOf(params ?? this.#bound));
  }

  bind(params, callback) {
    this.#bound = params;
    const from = wire.here();
    return answer(from, callback, (done) => tasks.later(() => done(null, true), 0, from.stack));
  }

  bindSync(params) {
    this.#bound = params;
    return true;
  }

  execute(params, callback) {
    const from = wire.here();
    const [given, done] = split(params, callback);
    return answer(from, done, (told) =>
      this.#run(from, given, (error, reply) => (error ? told(error) : told(null, this.#result(reply)))),
    );
  }

  executeNonQuery(params, callback) {
    const from = wire.here();
    const [given, done] = split(params, callback);
    return answer(from, done, (told) =>
      this.#run(from, given, (error, reply) => (error ? told(error) : told(null, countOf(reply)))),
    );
  }

  executeSync(params) {
    return this.#result(this.#runNow(params));
  }

  executeNonQuerySync(params) {
    return countOf(this.#runNow(params));
  }

  #result(reply) {
    return new ODBCResult(reply, this.#db.fetchMode ?? undefined);
  }

  close(option, callback) {
    const from = wire.here();
    return answer(from, split(option, callback)[1], (done) => tasks.later(() => done(null, false), 0, from.stack));
  }

  closeSync() {
    return true;
  }
}

exports.ODBCStatement = ODBCStatement;
