// The rows of an answer one by one, as `queryResult` and `execute` hand them out.
'use strict';

const tasks = require('internal/tasks');
const wire = require('internal/wire');
const { answer, split } = require('ibm_db/answer');
const { metadataOf, rowsOf } = require('ibm_db/rows');

class ODBCResult {
  #reply;
  #at = 0;

  constructor(reply, fetchMode) {
    this.#reply = reply;
    this.fetchMode = fetchMode;
  }

  #rows(options) {
    return rowsOf(this.#reply, options?.fetchMode ?? this.fetchMode).slice(this.#at);
  }

  #later(callback, ...values) {
    const from = wire.here();
    return answer(from, callback, (done) => tasks.later(() => done(null, ...values), 0, from.stack));
  }

  fetchSync(options) {
    const [row = null] = this.#rows(options);
    if (row !== null) this.#at += 1;
    return row;
  }

  fetchAllSync(options) {
    const rows = this.#rows(options);
    this.#at += rows.length;
    return rows;
  }

  fetch(options, callback) {
    const [given, done] = split(options, callback);
    return this.#later(done, this.fetchSync(given));
  }

  fetchAll(options, callback) {
    const [given, done] = split(options, callback);
    return this.#later(done, this.fetchAllSync(given), this.getColumnNamesSync().length);
  }

  fetchN(count, options, callback) {
    const [given, done] = split(options, callback);
    const rows = this.#rows(given).slice(0, count);
    this.#at += rows.length;
    return this.#later(done, rows);
  }

  moreResultsSync() {
    return false;
  }

  getColumnNamesSync() {
    return (this.#reply.columns ?? []).map((column) => column.name);
  }

  getColumnMetadataSync() {
    return metadataOf(this.#reply);
  }

  getAffectedRowsSync() {
    return this.#reply.kind === 'rows' ? (this.#reply.affected ?? -1) : (this.#reply.matched ?? -1);
  }

  closeSync() {
    return true;
  }

  close(option, callback) {
    return this.#later(split(option, callback)[1], undefined);
  }
}

exports.ODBCResult = ODBCResult;
