// A query of the npm module `mysql`, and what an answer becomes.
'use strict';

const EventEmitter = require('internal/emitter');
const columns = require('mysql/columns');

class RowDataPacket {}

class FieldPacket {
  constructor(column, database) {
    const [type, , length, charsetNr] = column.wire;
    const plain = column.table !== '';
    this.catalog = 'def';
    this.db = plain ? (database ?? '') : '';
    this.table = column.table;
    this.orgTable = column.table;
    this.name = column.name;
    this.orgName = plain ? column.name : '';
    this.charsetNr = charsetNr;
    this.length = column.length ?? length;
    this.type = type;
    this.flags = 0;
    this.decimals = column.scale ?? 0;
    this.default = undefined;
    this.zeroFill = column.kind === 'year';
    this.protocol41 = true;
  }
}

class OkPacket {
  constructor(written) {
    const info = written === undefined ? '' : infoOf(written);
    this.fieldCount = 0;
    this.affectedRows = written?.matched ?? 0;
    this.insertId = written?.insert_id ?? 0;
    this.serverStatus = 2;
    this.warningCount = 0;
    // The driver leaves the length byte in front of the text.
    this.message = info === '' ? '' : String.fromCharCode(info.length) + info;
    this.protocol41 = true;
    this.changedRows = written?.command === 'UPDATE' ? written.changed : 0;
  }
}

// What the server says of a write besides the numbers.
function infoOf({ command, matched, changed }) {
  if (command === 'UPDATE') return `Rows matched: ${matched}  Changed: ${changed}  Warnings: 0`;
  if (command === 'INSERT' && matched > 1) return `Records: ${matched}  Duplicates: 0  Warnings: 0`;
  return '';
}

// What `typeCast` is given: the field, read in one way or another, and the driver's own way.
function castBy(typeCast, cell, column, options) {
  const plain = () => columns.value(cell, column, options, 'mysql');
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
  const row = new RowDataPacket();
  const { typeCast, nestTables } = query;
  for (let i = 0; i < read.length; i++) {
    const column = read[i];
    let value;
    if (typeof typeCast === 'function') value = castBy(typeCast, cells[i], column, options);
    else if (typeCast === false) value = columns.bytesOf(cells[i], column);
    else value = columns.value(cells[i], column, options, 'mysql');
    if (typeof nestTables === 'string' && nestTables !== '') row[`${column.table}${nestTables}${column.name}`] = value;
    else if (nestTables) (row[column.table] ??= {})[column.name] = value;
    else row[column.name] = value;
  }
  return row;
}

// A reply of the store as `[results, fields]`; of several statements, as a list of each.
function resultsOf(reply, query, options) {
  if (reply.kind === 'several') {
    const all = reply.replies.map((one) => resultsOf(one, query, options));
    return [all.map(([results]) => results), all.map(([, fields]) => fields)];
  }
  if (reply.kind !== 'rows') return [new OkPacket(reply), undefined];
  const read = columns.read(reply);
  const fields = read.map((column) => new FieldPacket(column, options.database));
  return [reply.rows.map((cells) => rowOf(cells, read, query, options)), fields];
}

class Query extends EventEmitter {
  constructor(options, callback) {
    super();
    this._callback = callback;
    this.sql = options.sql;
    this.values = options.values;
    this.typeCast = options.typeCast ?? true;
    this.nestTables = options.nestTables || false;
    this._timeout = options.timeout;
  }

  _listens() {
    return this._callback !== undefined || this.listenerCount('error') > 0;
  }

  // Gives the outcome to whoever waits for it; an error nobody waits for goes to `orphaned`.
  _settle(error, reply, options, orphaned) {
    if (error) {
      // Only what the server said is about this statement.
      if (error.sqlState !== undefined && !error.fatal) {
        Object.assign(error, { index: error.index ?? 0, sql: this.sql });
      }
      if (this._callback !== undefined) this._callback(error);
      else if (this.listenerCount('error') > 0) this.emit('error', error, 0);
      else orphaned(error);
      this.emit('end');
      return;
    }
    const [results, fields] = resultsOf(reply, this, options);
    if (fields !== undefined) this.emit('fields', fields, 0);
    if (this._callback !== undefined) {
      this._callback(null, results, fields);
    } else {
      for (const row of Array.isArray(results) ? results : [results]) this.emit('result', row, 0);
    }
    this.emit('end');
  }
}

// The arguments of `query` in all their shapes.
function createQuery(sql, values, callback) {
  if (sql instanceof Query) return sql;
  if (sql === null) throw new TypeError("Cannot use 'in' operator to search for 'typeCast' in null");
  let options = { sql };
  let done = callback;
  if (typeof sql === 'function') {
    options = {};
    done = sql;
  } else if (typeof sql === 'object') {
    options = { ...sql };
  }
  if (typeof values === 'function') done = values;
  else if (values !== undefined) options.values = values;
  if (done !== undefined && typeof done !== 'function') {
    throw new TypeError('argument callback must be a function when provided');
  }
  return new Query(options, done);
}

Object.assign(exports, { OkPacket, Query, createQuery, infoOf });
