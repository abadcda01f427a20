// What an answer becomes: a Result with its rows, or a DatabaseError.
'use strict';

const oids = require('pg/oids');
const { prepareValue } = require('pg/values');

class Field {
  constructor(column, { oid, size, modifier }) {
    this.name = column.name;
    this.tableID = 0;
    this.columnID = 0;
    this.dataTypeID = oid;
    this.dataTypeSize = size;
    this.dataTypeModifier = modifier;
    this.format = 'text';
  }
}

class Result {
  constructor(rowMode, types) {
    this.command = null;
    this.rowCount = null;
    this.oid = null;
    this.rows = [];
    this.fields = [];
    this._parsers = undefined;
    this._types = types;
    this.RowCtor = null;
    this.rowAsArray = rowMode === 'array';
    this._prebuiltEmptyResultObject = null;
  }
}

class DatabaseError extends Error {
  constructor(message, length, name) {
    super(message);
    this.length = length;
    this.name = name;
  }
}

const two = (number, width = 2) => String(number).padStart(width, '0');

// A point in time as the server writes a value of this type, in UTC.
function dateText(ms, oid) {
  const date = new Date(ms);
  const day = `${two(date.getUTCFullYear(), 4)}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
  if (oid === 1082) return day;
  const fraction = date.getUTCMilliseconds() === 0 ? '' : `.${two(date.getUTCMilliseconds(), 3)}`;
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}${fraction}`;
  return `${day} ${time}${oid === 1184 ? '+00' : ''}`;
}

// An array kept as JSON, as itself; `undefined` for anything else.
function listOf(cell) {
  if (typeof cell === 'object') return Array.isArray(cell.$json) ? cell.$json : undefined;
  if (typeof cell !== 'string' || !cell.startsWith('[')) return undefined;
  try {
    return JSON.parse(cell);
  } catch {
    return undefined;
  }
}

// A cell as the text the server sends for it.
function textOf(cell, field) {
  const list = oids.isArray(field.dataTypeID) ? listOf(cell) : undefined;
  if (list !== undefined) return prepareValue(list);
  if (typeof cell === 'boolean') return cell ? 't' : 'f';
  if (typeof cell === 'number') {
    if (field.dataTypeID === 16) return cell === 0 ? 'f' : 't';
    const scale =
      field.dataTypeID === 1700 && field.dataTypeModifier > 4 ? (field.dataTypeModifier - 4) & 0xffff : undefined;
    return scale === undefined ? String(cell) : cell.toFixed(scale);
  }
  if (typeof cell === 'string') {
    // Stores without a type of their own keep times as text with a `T`.
    const temporal = field.dataTypeID === 1114 || field.dataTypeID === 1184;
    return temporal ? cell.replace(/^(\d{4,}-\d\d-\d\d)T/, '$1 ') : cell;
  }
  if ('$bigint' in cell) return cell.$bigint;
  if ('$json' in cell) return JSON.stringify(cell.$json);
  if ('$date' in cell) return dateText(cell.$date, field.dataTypeID);
  return `\\x${Array.from(host.fromBase64(cell.$bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

const countOf = (reply) => {
  if (reply.kind === 'rows' && reply.command === 'SELECT') return reply.rows.length;
  const counted = ['INSERT', 'UPDATE', 'DELETE', 'SELECT', 'MERGE', 'MOVE', 'FETCH', 'COPY'].includes(reply.command);
  if (!counted) return null;
  return reply.kind === 'rows' ? (reply.affected ?? reply.rows.length) : reply.matched;
};

// Fills a result from a reply. Parsing a value may throw, as on a real client: the query fails then.
exports.fill = function fill(result, reply, types) {
  result.command = reply.command;
  result.rowCount = countOf(reply);
  if (reply.command === 'INSERT') result.oid = 0;
  if (reply.kind !== 'rows') return result;
  result.fields = reply.columns.map(
    (column, i) =>
      new Field(
        column,
        oids.read(
          column.type,
          reply.rows.map((row) => row[i]),
        ),
      ),
  );
  result._parsers = result.fields.map((field) => types.getTypeParser(field.dataTypeID, 'text'));
  result._prebuiltEmptyResultObject = Object.fromEntries(result.fields.map((field) => [field.name, null]));
  const value = (cell, i) => (cell === null ? null : result._parsers[i](textOf(cell, result.fields[i])));
  result.rows = reply.rows.map((cells) => {
    const values = cells.map(value);
    if (result.rowAsArray) return values;
    const row = {};
    for (let i = 0; i < values.length; i++) row[result.fields[i].name] = values[i];
    return row;
  });
  return result;
};

const given = (value) => (value === null ? undefined : value);

// What the server said, with all fields it may send. `length` is the size of a message with these fields.
exports.errorOf = function errorOf(failure) {
  // What the server did not say is a plain error.
  if (failure.code === 'DRIVER') return new Error(failure.message);
  if (!failure.sql_state && !/^[0-9A-Z]{5}$/.test(failure.code)) {
    return Object.assign(new Error(failure.message), { code: failure.code });
  }
  const fields = {
    severity: failure.severity ?? 'ERROR',
    code: failure.sql_state ?? failure.code,
    detail: given(failure.detail),
    hint: given(failure.hint),
    position: failure.position === null || failure.position === undefined ? undefined : String(failure.position),
    internalPosition: failure.details?.internalPosition,
    internalQuery: failure.details?.internalQuery,
    where: failure.details?.where,
    schema: given(failure.schema),
    table: given(failure.table),
    column: given(failure.column),
    dataType: failure.details?.dataType,
    constraint: given(failure.constraint),
    file: failure.details?.file,
    line: failure.details?.line,
    routine: failure.details?.routine,
  };
  const sent = [fields.severity, failure.message, ...Object.values(fields).filter((field) => field !== undefined)];
  const length = sent.reduce((sum, field) => sum + field.length + 2, 5);
  return Object.assign(new DatabaseError(failure.message, length, 'error'), fields);
};

Object.assign(exports, { Result, DatabaseError });
