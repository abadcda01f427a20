// A statement of the npm module `mysql2`, and what an answer becomes.
'use strict';

const EventEmitter = require('internal/emitter');
const columns = require('mysql/columns');
const { infoOf } = require('mysql/query');

class ResultSetHeader {
  constructor(written) {
    this.fieldCount = 0;
    this.affectedRows = written?.matched ?? 0;
    this.insertId = written?.insert_id ?? 0;
    this.info = written === undefined ? '' : infoOf(written);
    this.serverStatus = 2;
    this.warningStatus = 0;
    this.changedRows = written?.command === 'UPDATE' ? written.changed : 0;
  }
}

class ColumnDefinition {
  constructor(column, database) {
    const [type, , length, characterSet] = column.wire;
    const plain = column.table !== '';
    this.catalog = 'def';
    this.schema = plain ? (database ?? '') : '';
    this.name = column.name;
    this.orgName = plain ? column.name : '';
    this.table = column.table;
    this.orgTable = column.table;
    this.characterSet = characterSet === 63 ? 63 : 224;
    this.encoding = characterSet === 63 ? 'binary' : 'utf8';
    this.columnLength = column.length ?? length;
    this.columnType = type;
    this.type = type;
    this.flags = 0;
    this.decimals = column.scale ?? 0;
  }
}

function cast(typeCast, cell, column, options) {
  const plain = () => columns.value(cell, column, options, 'mysql2');
  if (typeof typeCast !== 'function') return plain();
  const field = {
    type: column.wire[1],
    length: column.length ?? column.wire[2],
    db: options.database ?? '',
    table: column.table,
    name: column.name,
    string: () => columns.textOf(cell, column),
    buffer: () => columns.bytesOf(cell, column),
    geometry: () => null,
  };
  return typeCast(field, plain);
}

function rowOf(cells, read, query, options) {
  const values = read.map((column, i) => cast(query.typeCast, cells[i], column, options));
  if (query.rowsAsArray) return values;
  const row = {};
  for (let i = 0; i < read.length; i++) {
    const { table, name } = read[i];
    const { nestTables } = query;
    if (typeof nestTables === 'string') row[`${table}${nestTables}${name}`] = values[i];
    else if (nestTables) (row[table] ??= {})[name] = values[i];
    else row[name] = values[i];
  }
  return row;
}

// A reply of the store as `[results, fields]`; of several statements, as a list of each.
function resultsOf(reply, query, options) {
  if (reply.kind === 'several') {
    const all = reply.replies.map((one) => resultsOf(one, query, options));
    return [all.map(([results]) => results), all.map(([, fields]) => fields)];
  }
  if (reply.kind !== 'rows') return [new ResultSetHeader(reply), undefined];
  const read = columns.read(reply);
  const fields = read.map((column) => new ColumnDefinition(column, options.database));
  return [reply.rows.map((cells) => rowOf(cells, read, query, options)), fields];
}

// Waiting for a query of the callback interface is the mistake this text is about.
const NO_PROMISE =
  'You have tried to call .then(), .catch(), or invoked await on the result of query that is not a promise, which is ' +
  "a programming error. Try calling con.promise().query(), or require('mysql2/promise') instead of 'mysql2' for a " +
  'promise-compatible version of the query interface. To learn how to use async/await or Promises check out ' +
  'documentation at https://sidorares.github.io/node-mysql2/docs#using-promise-wrapper, or the mysql2 documentation at ' +
  'https://sidorares.github.io/node-mysql2/docs/documentation/promise-wrapper';

class Query extends EventEmitter {
  constructor(options, callback, config) {
    super();
    this.sql = options.sql;
    this.values = options.values;
    this.typeCast = options.typeCast ?? config.typeCast;
    this.nestTables = options.nestTables;
    this.rowsAsArray = options.rowsAsArray ?? config.rowsAsArray;
    this.namedPlaceholders = options.namedPlaceholders ?? config.namedPlaceholders;
    this.onResult = callback;
  }

  then() {
    globalThis.console.log(NO_PROMISE);
    throw new Error(NO_PROMISE);
  }

  catch() {
    this.then();
  }

  _settle(error, reply, config) {
    if (error) {
      if (error.sqlState !== undefined) error.sql = this.sql;
      if (this.onResult !== undefined) this.onResult(error);
      else this.emit('error', error);
      this.emit('end');
      return;
    }
    const [results, fields] = resultsOf(reply, this, config);
    if (this.onResult !== undefined) {
      this.onResult(null, results, fields);
    } else {
      if (fields !== undefined) this.emit('fields', fields);
      for (const row of Array.isArray(results) ? results : [results]) this.emit('result', row, 0);
    }
    this.emit('end');
  }
}

// The arguments of `query` and `execute` in all their shapes.
function createQuery(sql, values, callback, config) {
  let options = {};
  let done = callback;
  if (typeof sql === 'object' && sql !== null) {
    options = { ...sql };
    if (typeof values === 'function') done = values;
    else if (values !== undefined) options.values = values;
  } else {
    options.sql = sql;
    if (typeof values === 'function') done = values;
    else options.values = values;
  }
  if (typeof options.sql !== 'string') throw new TypeError('The statement must be a string');
  return new Query(options, done, config);
}

Object.assign(exports, { Query, ResultSetHeader, createQuery });
