// Values and statements of the npm module `mysql2`: named placeholders, and what `execute` binds.
'use strict';

const { dateText, of } = require('mysql/sql_string');

const sqlString = of('mysql2');
const NAMED = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`|:([a-z_]\w*)/gi;
const POSITIONAL = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`|\/\*[^]*?\*\/|--[ \t][^\n]*|#[^\n]*|(\?)/g;

// `:name` as `?`, with the values in their order.
function unnamed(sql, values) {
  const list = [];
  const text = sql.replace(NAMED, (found, name) => {
    if (name === undefined) return found;
    list.push(values[name]);
    return '?';
  });
  return [text, list];
}

function resolved(query) {
  const { sql, values, namedPlaceholders } = query;
  const named = namedPlaceholders && typeof values === 'object' && values !== null && !Array.isArray(values);
  return named ? unnamed(sql, values) : [sql, values];
}

// For `query`: values go into the text.
exports.forQuery = function forQuery(query, { timezone, stringifyObjects }) {
  const [sql, values] = resolved(query);
  return sqlString.bind(sql, values, { stringifyObjects, zone: timezone });
};

const bound = (value, zone) => {
  if (value === null || typeof value !== 'object') return typeof value === 'bigint' ? String(value) : value;
  if (value instanceof Date) return dateText(value, zone) ?? null;
  return value instanceof Uint8Array ? value : JSON.stringify(value);
};

// For `execute`: the server binds them, and only plain ones.
exports.forExecute = function forExecute(query, { timezone }) {
  const [sql, values = []] = resolved(query);
  if (!Array.isArray(values)) {
    throw new TypeError('Bind parameters must be array if namedPlaceholders parameter is not enabled');
  }
  for (const value of values) {
    if (value === undefined) {
      throw new TypeError('Bind parameters must not contain undefined. To pass SQL NULL specify JS null');
    }
    if (typeof value === 'function') {
      throw new TypeError(
        'Bind parameters must not contain function(s). To pass the body of a function as a string call .toString() first',
      );
    }
  }
  const places = Array.from(sql.matchAll(POSITIONAL)).filter((found) => found[1] !== undefined).length;
  const params = values.slice(0, places).map((value) => bound(value, timezone));
  return { literal: sql, text: sql, params, prepared: true, missing: places > values.length };
};

exports.sqlString = sqlString;
