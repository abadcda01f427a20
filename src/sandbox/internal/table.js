// `console.table`: rows and columns in a frame.
'use strict';

const { inspect } = require('internal/inspect');
const { width } = require('internal/inspect_layout');
const kinds = require('internal/kinds');

const cell = (value) =>
  inspect(value, {
    maxArrayLength: 3,
    breakLength: Infinity,
    depth:
      typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 2 ? -1 : 0,
  });

function drawn(head, rows) {
  const widths = head.map((title, column) => Math.max(width(title), ...rows.map((row) => width(row[column]))) + 2);
  const bar = (left, middle, right) => left + widths.map((each) => '─'.repeat(each)).join(middle) + right;
  const line = (cells) =>
    `│${cells.map((text, column) => ` ${text}${' '.repeat(widths[column] - 1 - width(text))}`).join('│')}│`;
  return [bar('┌', '┬', '┐'), line(head), bar('├', '┼', '┤'), ...rows.map(line), bar('└', '┴', '┘')].join('\n');
}

// The index column's title and the rows as `[index, value]`; `mapped` rows are key and value of a Map.
function rowsOf(table) {
  if (kinds.isMap(table))
    return { title: '(iteration index)', mapped: true, rows: [...table].map((pair, i) => [String(i), pair]) };
  if (kinds.isSet(table)) return { title: '(iteration index)', rows: [...table].map((value, i) => [String(i), value]) };
  return { title: '(index)', rows: Object.keys(table).map((key) => [key, table[key]]) };
}

// The table as text; undefined for what is no table.
exports.table = function table(value, chosen) {
  if (value === null || typeof value !== 'object') return undefined;
  const { title, rows, mapped } = rowsOf(value);
  if (mapped)
    return drawn(
      [title, 'Key', 'Values'],
      rows.map(([i, [key, held]]) => [i, cell(key), cell(held)]),
    );
  const columns = [];
  let hasPlain = false;
  for (const [, row] of rows) {
    if (row === null || (typeof row !== 'object' && typeof row !== 'function')) hasPlain = true;
    else for (const key of chosen ?? Object.keys(row)) if (!columns.includes(key)) columns.push(key);
  }
  const body = rows.map(([index, row]) => {
    const plain = row === null || (typeof row !== 'object' && typeof row !== 'function');
    const cells = columns.map((key) => (!plain && Object.hasOwn(row, key) ? cell(row[key]) : ''));
    return [index, ...cells, ...(hasPlain ? [plain ? cell(row) : ''] : [])];
  });
  return drawn([title, ...columns, ...(hasPlain ? ['Values'] : [])], body);
};
