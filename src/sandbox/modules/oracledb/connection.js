// `Connection` of `oracledb`. The first statement that writes begins a transaction, which the server keeps open until
// it is ended: without `autoCommit` or `commit()` the changes are gone when the connection is closed.
'use strict';

const EventEmitter = require('internal/emitter');
const tasks = require('internal/tasks');
const wire = require('internal/wire');
const { bind } = require('oracledb/binds');
const { promised } = require('oracledb/promised');
const { ResultSet, tableOf } = require('oracledb/results');

const WRITES = /^\s*(?:--[^\n]*\n\s*|\/\*[\s\S]*?\*\/\s*)*(INSERT|UPDATE|DELETE|MERGE)\b/i;
const QUERIES = /^\s*(?:--[^\n]*\n\s*|\/\*[\s\S]*?\*\/\s*)*(?:\(\s*)*(?:SELECT|WITH)\b/i;
// What ends a transaction: declarations, which the server commits by itself, and who says so.
const COMMITS =
  /^\s*(?:(?:CREATE|ALTER|DROP|TRUNCATE|GRANT|REVOKE|COMMENT|RENAME|COMMIT)\b|ROLLBACK(?!\s+(?:WORK\s+)?TO\b))/i;

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

// The address of a row: eighteen characters that stand for its number.
function rowidOf(number) {
  let text = '';
  for (let rest = number; text.length < 3 || rest > 0; rest = Math.trunc(rest / 64)) text = ALPHABET[rest % 64] + text;
  return `AAASc1AAMAAAACT${text}`.slice(0, 18);
}

const FLAGS = ['autoCommit', 'resultSet', 'batchErrors', 'dmlRowCounts', 'keepInStmtCache', 'dbObjectAsPojo'];

function checkOptions(options, { njs }) {
  if (typeof options !== 'object' || options === null) throw njs(5, 3);
  for (const name of FLAGS) {
    if (options[name] !== undefined && typeof options[name] !== 'boolean') throw njs(7, name, 3);
  }
  for (const name of ['maxRows', 'prefetchRows', 'fetchArraySize']) {
    const value = options[name];
    const least = name === 'fetchArraySize' ? 1 : 0;
    if (value !== undefined && (!Number.isInteger(value) || value < least)) throw njs(7, name, 3);
  }
  if (options.outFormat !== undefined && ![4001, 4002].includes(options.outFormat)) throw njs(7, 'outFormat', 3);
  for (const info of Object.values(options.fetchInfo ?? {})) if (info.type === undefined) throw njs(15);
}

class Connection extends EventEmitter {
  #context;
  #target;
  #open = true;
  #writing = false;
  #turn = Promise.resolve();

  constructor(context, { target, user, connectString, pool }) {
    super();
    this.#context = context;
    this.#target = target;
    this._pool = pool;
    const about = { user, connectString, dbName: target.database, serviceName: target.database };
    this.thin = context.era.thin;
    this.oracleServerVersion = 2304000000;
    this.currentSchema = '';
    this.stmtCacheSize = 30;
    for (const [name, value] of Object.entries(about)) {
      Object.defineProperty(this, name, { value, enumerable: false, writable: true });
    }
    for (const [name, [least, most]] of Object.entries(METHODS)) {
      // One thing at a time, in the order asked for.
      const run = { [name]: (from, ...args) => this.#inTurn(() => this[`_${name}`](from, ...args)) }[name];
      Object.defineProperty(this, name, { value: promised(context, run, [least, most]), writable: true });
    }
    Object.defineProperty(this, 'release', { value: this.close, writable: true });
  }

  #inTurn(run) {
    if (!this.#open) return Promise.reject(this.#context.errors.njs(3));
    const answer = this.#turn.then(run);
    this.#turn = answer.then(
      () => {},
      () => {},
    );
    return answer;
  }

  // Where it leads; a pool hands the same way to the next connection.
  _target() {
    return this.#target;
  }

  isHealthy() {
    return this.#open;
  }

  get transactionInProgress() {
    return this.#writing;
  }

  // Sends a statement; a promise of the reply.
  #send(from, text, params = []) {
    const { errors } = this.#context;
    return new Promise((resolve, reject) => {
      const answered = (reply) => {
        if (reply.kind !== 'error') {
          resolve(reply);
          return;
        }
        if (reply.fatal) this.#open = false;
        reject(errors.of(reply, this.#target));
      };
      wire.send('oracledb', { kind: 'sql', dialect: 'oracle', target: this.#target, text, params }, answered, from);
    });
  }

  async #run(from, sql, params, options) {
    const commits = options.autoCommit ?? this.#context.settings.autoCommit;
    const reply = await this.#send(from, sql, params);
    if (WRITES.test(sql)) this.#writing = true;
    if (COMMITS.test(sql)) this.#writing = false;
    if (commits && this.#writing) await this._commit(from);
    return reply;
  }

  async _execute(from, given, binds = [], given3 = {}) {
    const { errors } = this.#context;
    const tagged = typeof given === 'object' && given !== null && typeof given.statement === 'string';
    const [sql, values, options] = tagged
      ? [given.statement, given.values ?? [], Array.isArray(binds) ? {} : binds]
      : [given, binds, given3];
    if (typeof sql !== 'string') throw errors.njs(5, 1);
    checkOptions(options, errors);
    const bound = bind(sql, values, errors);
    const reply = await this.#run(from, sql, bound.params, options);
    return this.#resultOf(sql, reply, bound, options);
  }

  #resultOf(sql, reply, { outs, byName }, options) {
    const context = this.#context;
    if (reply.kind === 'rows' && (QUERIES.test(sql) || outs.length === 0)) {
      const { metaData, rows } = tableOf(reply, options, context);
      if (!options.resultSet) return { metaData, rows };
      return { resultSet: new ResultSet(context, { metaData, rows }), metaData };
    }
    const result = {};
    if (outs.length > 0) result.outBinds = this.#outBinds(reply, outs, byName);
    const affected = reply.kind === 'rows' ? (reply.affected ?? reply.rows.length) : (reply.matched ?? 0);
    if (WRITES.test(sql) && affected > 0) result.lastRowid = rowidOf(reply.insert_id ?? 0);
    result.rowsAffected = affected;
    return result;
  }

  // `RETURNING … INTO`: a list of values for each bind that goes out.
  #outBinds(reply, outs, byName) {
    const rows = reply.kind === 'rows' ? tableOf(reply, { outFormat: 4001 }, this.#context).rows : [];
    const lists = outs.map((bound, i) => [bound.key, rows.map((row) => row[i] ?? null)]);
    return byName ? Object.fromEntries(lists) : lists.map(([, list]) => list);
  }

  async _executeMany(from, sql, given, options = {}) {
    const { errors } = this.#context;
    if (typeof sql !== 'string') throw errors.njs(5, 1);
    checkOptions(options, errors);
    const rows = Array.isArray(given) ? given : undefined;
    const count = rows === undefined ? given : rows.length;
    if (!Number.isInteger(count) || count <= 0) throw errors.njs(5, 2);
    if (QUERIES.test(sql)) throw errors.njs(157);
    const byName = rows !== undefined && !Array.isArray(rows[0]);
    const result = { rowsAffected: 0 };
    const counts = [];
    const failures = [];
    for (let i = 0; i < count; i++) {
      const row = rows?.[i] ?? [];
      if (rows !== undefined && Array.isArray(row) === byName) throw errors.njs(55);
      const withOuts = byName ? { ...outsOf(options.bindDefs), ...row } : row;
      const bound = bind(sql, withOuts, errors);
      try {
        const reply = await this.#run(from, sql, bound.params, { ...options, autoCommit: false });
        const one = this.#resultOf(sql, reply, bound, options);
        result.rowsAffected += one.rowsAffected;
        counts.push(one.rowsAffected);
        if (one.outBinds !== undefined) (result.outBinds ??= []).push(one.outBinds);
      } catch (error) {
        if (!options.batchErrors) throw error;
        failures.push(Object.assign(error, { offset: i }));
      }
    }
    if (options.autoCommit ?? this.#context.settings.autoCommit) await this._commit(from);
    if (options.dmlRowCounts) result.dmlRowCounts = counts;
    if (options.batchErrors && failures.length > 0) result.batchErrors = failures;
    return result;
  }

  async _commit(from) {
    await this.#end(from, 'COMMIT');
  }

  async _rollback(from) {
    await this.#end(from, 'ROLLBACK');
  }

  async #end(from, verb) {
    if (this.#writing) {
      this.#writing = false;
      await this.#send(from, verb);
    } else {
      await pause(from);
    }
  }

  async _ping(from) {
    await pause(from);
  }

  async _close(from) {
    if (this.#writing) await this._rollback(from);
    this.#open = false;
    if (this._pool !== undefined) {
      this._pool._return(this.#target, from);
      await pause(from);
      return;
    }
    await new Promise((resolve) => {
      wire.send('oracledb', { kind: 'close', target: this.#target }, resolve, from);
    });
  }

  async _breakExecution(from) {
    await pause(from);
  }

  async _changePassword() {
    throw new Error('oracledb: changePassword() is not supported here');
  }

  queryStream() {
    throw new Error('oracledb: query streams are not supported here; read the rows with execute()');
  }
}

// Only the binds that go out stand in `bindDefs` and not in the rows.
const outsOf = (definitions) =>
  Object.fromEntries(Object.entries(definitions ?? {}).filter(([, definition]) => definition.dir === 3003));

// A round trip the store need not know of.
const pause = (from) =>
  new Promise((resolve) => {
    tasks.later(resolve, 0, from.stack);
  });

const METHODS = {
  execute: [1, 3],
  executeMany: [2, 3],
  commit: [0, 0],
  rollback: [0, 0],
  ping: [0, 0],
  close: [0, 1],
  breakExecution: [0, 0],
  changePassword: [3, 3],
};

exports.Connection = Connection;
