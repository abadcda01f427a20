// Rows and columns of a request of `mssql`, made of what `tedious` tells.
'use strict';

const { columnType, valueHandler } = require('mssql/types');

const described = (column, index) => ({
  index,
  name: column.colName,
  length: column.dataLength,
  type: columnType(column.type, column.dataLength),
  scale: column.scale,
  precision: column.precision,
  nullable: Boolean(column.flags & 0x01),
  caseSensitive: Boolean(column.flags & 0x02),
  identity: Boolean(column.flags & 0x10),
  readOnly: !(column.flags & 0x0c),
});

// The columns of a result by name, or in order.
exports.columnsOf = function columnsOf(metadata, inOrder) {
  const all = metadata.map(described);
  return inOrder ? all : Object.fromEntries(all.map((column) => [column.name, column]));
};

function corrected({ value, metadata }) {
  const handler = valueHandler.get(columnType(metadata.type, metadata.dataLength));
  return handler === undefined ? value : handler(value);
}

// A row as object or list. Columns of the same name become a list in their place.
exports.rowOf = function rowOf(columns, inOrder) {
  if (inOrder) return columns.map(corrected);
  const row = {};
  for (const column of columns) {
    const { colName: name } = column.metadata;
    const value = corrected(column);
    const before = row[name];
    if (before === undefined) row[name] = value;
    else if (Array.isArray(before)) before.push(value);
    else row[name] = [before, value];
  }
  return row;
};

// The rows of one result, with its columns beside them.
exports.recordset = function recordset(rows, columns) {
  Object.defineProperty(rows, 'columns', { enumerable: false, configurable: true, value: columns });
  const toTable = () => {
    throw new Error('mssql: tables (bulk loads, table-valued parameters) are not supported here');
  };
  Object.defineProperty(rows, 'toTable', { enumerable: false, configurable: true, value: toTable });
  return rows;
};
