// Rows of `oracledb`: columns with their types, values as the settings want them, and `ResultSet`.
'use strict';

const wire = require('internal/wire');
const { columnType, types, typeOf } = require('oracledb/constants');
const { Lob } = require('oracledb/lob');
const { promised } = require('oracledb/promised');

const OBJECT = 4002;
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const LARGE = [types.CLOB, types.NCLOB, types.BLOB];
const SIZED = [types.VARCHAR, types.NVARCHAR, types.CHAR, types.NCHAR, types.RAW];
const TIMES = [types.TIMESTAMP, types.TIMESTAMP_TZ, types.TIMESTAMP_LTZ];

function metaDataOf(column, dbType, { era, constants }) {
  if (!era.thin) return { name: column.name };
  const sizes = /\(\s*(\d+|\*)\s*(?:,\s*(-?\d+)\s*)?\)/.exec(column.type ?? '');
  const first = sizes === null || sizes[1] === '*' ? undefined : Number(sizes[1]);
  const metaData = { name: column.name, dbType, nullable: true, isJson: dbType === types.JSON, isOson: false };
  if (SIZED.includes(dbType)) metaData.byteSize = first ?? 4000;
  if (TIMES.includes(dbType)) metaData.precision = first ?? 6;
  if (dbType === types.NUMBER) {
    metaData.precision = first ?? 0;
    metaData.scale = sizes?.[2] === undefined ? (first === undefined ? -127 : 0) : Number(sizes[2]);
  }
  metaData.dbTypeName = dbType.columnTypeName;
  metaData.fetchType = dbType === types.TIMESTAMP_LTZ ? constants.DB_TYPE_TIMESTAMP_TZ : dbType;
  return metaData;
}

// A date as the server writes it unless told otherwise: `02-JAN-20`.
function dateText(date) {
  const two = (number) => String(number).padStart(2, '0');
  return `${two(date.getDate())}-${MONTHS[date.getMonth()]}-${two(date.getFullYear() % 100)}`;
}

const bytesOf = (value) => (typeof value === 'string' ? wire.buffer(host.fromUtf8(value)) : value);

function plainValue(cell, type) {
  if (type === types.NUMBER && typeof cell !== 'number') {
    return Number(typeof cell === 'object' ? (cell.$bigint ?? cell.$json) : cell);
  }
  const value = wire.decode(cell, wire.buffer);
  const isTime = type === types.DATE || TIMES.includes(type);
  if (isTime && typeof value === 'string') {
    const date = new Date(value.trim().replace(' ', 'T'));
    return Number.isNaN(date.getTime()) ? value : date;
  }
  return typeof value === 'bigint' ? Number(value) : value;
}

// What becomes of a cell: text where the script asked for text, a Lob for what is large.
function valueOf(cell, type, asText, asBytes) {
  if (cell === null) return null;
  const value = plainValue(cell, type);
  if (asText) {
    if (value instanceof Date) return dateText(value);
    return value instanceof Uint8Array ? value.toString('hex').toUpperCase() : String(value);
  }
  if (!LARGE.includes(type) || asBytes) return value;
  return new Lob(type === types.BLOB ? bytesOf(value) : value, type);
}

const wants = (list, type) =>
  list.some((one) => {
    const asked = typeOf(one);
    return asked === type || (asked === types.TIMESTAMP && type === types.DATE);
  });

// How the values of a column are to be handed out.
function takerOf(metaData, type, options, context) {
  const { settings } = context;
  const info = options.fetchInfo?.[metaData.name];
  const asked = info === undefined ? undefined : typeOf(info.type);
  const asText = asked === types.VARCHAR || (info === undefined && wants(settings.fetchAsString, type));
  const asBytes = asked === types.RAW || (info === undefined && wants(settings.fetchAsBuffer, type));
  const handler = options.fetchTypeHandler ?? settings.fetchTypeHandler;
  const chosen = handler?.(metaData);
  const handled = chosen?.type === undefined ? undefined : typeOf(chosen.type);
  const text = handled === undefined ? asText : handled === types.VARCHAR;
  return (cell) => {
    const value = valueOf(cell, type, text, asBytes || handled === types.RAW);
    return chosen?.converter ? chosen.converter(value) : value;
  };
}

// `{metaData, rows}` of a reply.
exports.tableOf = function tableOf(reply, options, context) {
  const dbTypes = reply.columns.map((column, i) =>
    columnType(column.type, reply.rows.map((row) => row[i]).find((cell) => cell !== null)),
  );
  const metaData = reply.columns.map((column, i) => metaDataOf(column, dbTypes[i], context));
  const take = metaData.map((about, i) => takerOf(about, dbTypes[i], options, context));
  const maxRows = options.maxRows ?? context.settings.maxRows;
  const shown = maxRows > 0 && !options.resultSet ? reply.rows.slice(0, maxRows) : reply.rows;
  const rows = shown.map((cells) => {
    const values = cells.map((cell, i) => take[i](cell));
    if ((options.outFormat ?? context.settings.outFormat) !== OBJECT) return values;
    return Object.fromEntries(values.map((value, i) => [metaData[i].name, value]));
  });
  return { metaData, rows };
};

class ResultSet {
  #rows;
  #open = true;

  constructor(context, { metaData, rows }) {
    this.#rows = rows;
    this.metaData = metaData;
    const method = (name, most, run) =>
      Object.defineProperty(this, name, {
        value: promised(
          context,
          {
            async [name](from, ...args) {
              if (!this.#open) throw context.errors.njs(18);
              return run(...args);
            },
          }[name].bind(this),
          [0, most],
        ),
      });
    method('getRow', 0, () => this.#rows.shift());
    method('getRows', 1, (count = 0) => this.#rows.splice(0, count > 0 ? count : this.#rows.length));
    method('close', 0, () => {
      this.#open = false;
    });
  }

  toQueryStream() {
    throw new Error('oracledb: query streams are not supported here; read the rows with getRows()');
  }

  async *[Symbol.asyncIterator]() {
    for (let row = await this.getRow(); row !== undefined; row = await this.getRow()) yield row;
  }
}

exports.ResultSet = ResultSet;
