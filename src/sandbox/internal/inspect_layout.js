// How the entries of a value are laid out: on one line, one a line, or in columns.
'use strict';

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;
const WIDTHLESS = /[\u0300-\u036f\u200b-\u200f\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\u{e0100}-\u{e01ef}]/u;
const PLAIN = /^[\u0020-\u007e]*$/;

// Columns a text takes on a terminal.
function width(text) {
  if (PLAIN.test(text)) return text.length;
  let columns = 0;
  for (const character of text.normalize('NFC')) {
    if (WIDE.test(character)) columns += 2;
    else if (!WIDTHLESS.test(character) && character >= ' ') columns += 1;
  }
  return columns;
}
exports.width = width;

const SEPARATOR = 2;
// A character is about this much higher than wide; the block of columns should look square.
const HEIGHT_TO_WIDTH = 2.5;
const MOST_COLUMNS = 15;

// Entries of a long array in aligned columns; the entries themselves where columns would not help.
function inColumns(ctx, entries, numeric, hasMore) {
  const count = hasMore ? entries.length - 1 : entries.length;
  const widths = entries.slice(0, count).map(width);
  const total = widths.reduce((sum, each) => sum + each + SEPARATOR, 0);
  const longest = widths.reduce((most, each) => Math.max(most, each), 0);
  const cell = longest + SEPARATOR;
  const worthIt = total / cell > 5 || longest <= 6;
  if (cell * 3 + ctx.indentation >= ctx.breakLength || !worthIt) return entries;

  const bias = Math.sqrt(cell - total / entries.length);
  const biased = Math.max(cell - 3 - bias, 1);
  const columns = Math.min(
    Math.round(Math.sqrt(HEIGHT_TO_WIDTH * biased * count) / biased),
    Math.floor((ctx.breakLength - ctx.indentation) / cell),
    ctx.compact * 4,
    MOST_COLUMNS,
  );
  if (columns <= 1) return entries;

  const columnWidths = Array.from({ length: columns }, (_, column) => {
    let most = 0;
    for (let i = column; i < count; i += columns) most = Math.max(most, widths[i]);
    return most + SEPARATOR;
  });
  const rows = [];
  for (let start = 0; start < count; start += columns) {
    const end = Math.min(start + columns, count);
    let row = '';
    for (let i = start; i < end; i++) {
      const last = i === end - 1;
      const text = last ? entries[i] : `${entries[i]}, `;
      // Padding counts columns, `padStart` counts UTF-16 units.
      const room = columnWidths[i - start] + entries[i].length - widths[i] - (last ? SEPARATOR : 0);
      if (numeric) row += text.padStart(room);
      else row += last ? text : text.padEnd(room);
    }
    rows.push(row);
  }
  if (hasMore) rows.push(entries[count]);
  return rows;
}

// Joins the entries of a value between its braces.
// `level` is the value's depth, `list` whether it is shown like an array, `numeric` whether it holds numbers only.
exports.joined = function joined(ctx, entries, base, braces, { level, list, numeric, hasMore }) {
  const prefix = base === '' ? '' : `${base} `;
  if (ctx.compact !== true) {
    if (typeof ctx.compact === 'number' && ctx.compact >= 1) {
      let rows = entries;
      if (list && entries.length > 6) rows = inColumns(ctx, entries, numeric, hasMore);
      // Only the innermost levels go on one line, and only what was not set in columns.
      if (ctx.deepest - level < ctx.compact && rows.length === entries.length) {
        const used = rows.length + ctx.indentation + braces[0].length + base.length + 10;
        const length = rows.reduce((sum, row) => sum + row.length, rows.length + used);
        if (length <= ctx.breakLength && !base.includes('\n')) {
          const line = rows.join(', ');
          if (!line.includes('\n')) return `${prefix}${braces[0]} ${line} ${braces[1]}`;
        }
      }
      entries = rows;
    }
    const indent = `\n${' '.repeat(ctx.indentation)}`;
    return `${prefix}${braces[0]}${indent}  ${entries.join(`,${indent}  `)}${indent}${braces[1]}`;
  }
  const length = entries.reduce(
    (sum, entry) => sum + entry.length,
    entries.length + entries.length + braces[0].length + base.length + 10,
  );
  if (length <= ctx.breakLength && !base.includes('\n') && !entries.some((entry) => entry.includes('\n'))) {
    return `${braces[0]}${base === '' ? '' : ` ${base}`} ${entries.join(', ')} ${braces[1]}`;
  }
  const indent = `\n${' '.repeat(ctx.indentation)}`;
  const opening =
    base === '' && braces[0].length === 1 ? ' ' : `${base === '' ? '' : ` ${base}`}\n${indent.slice(1)}  `;
  return `${braces[0]}${opening}${entries.join(`,${indent}  `)} ${braces[1]}`;
};
