// Values on their way to the server, and text put into SQL.
'use strict';

const wire = require('internal/wire');

const pad = (number, width = 2) => String(Math.abs(number)).padStart(width, '0');

// A date with the offset of the local zone, as the driver writes it inside arrays.
function dateText(date) {
  const offset = -date.getTimezoneOffset();
  const day = `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  const time = `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${pad(date.getMilliseconds(), 3)}`;
  return `${day}T${time}${offset < 0 ? '-' : '+'}${pad(Math.trunc(offset / 60))}:${pad(offset % 60)}`;
}

const quoted = (text) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

function arrayText(items) {
  const parts = items.map((item) => {
    if (item === null || item === undefined) return 'NULL';
    if (Array.isArray(item)) return arrayText(item);
    if (item instanceof Uint8Array)
      return `\\\\x${Array.from(item, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
    return quoted(prepareValue(item));
  });
  return `{${parts.join(',')}}`;
}

function prepareObject(value, seen) {
  if (typeof value.toPostgres !== 'function') return JSON.stringify(value);
  if (seen.includes(value)) throw new Error(`circular reference detected while preparing "${value}" for query`);
  return prepareValue(value.toPostgres(prepareValue), [...seen, value]);
}

// A value as the driver sends it: text, bytes or null.
function prepareValue(value, seen = []) {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'object') return value.toString();
  if (value instanceof Uint8Array) return value;
  if (value instanceof Date) return dateText(value);
  if (Array.isArray(value)) return arrayText(value);
  return prepareObject(value, seen);
}

// The same for the store, which keeps what is a number, a boolean or a date as such.
exports.cell = function cell(value) {
  const plain = typeof value === 'number' || typeof value === 'boolean' || value instanceof Date;
  return wire.encode(plain ? value : prepareValue(value));
};

exports.escapeIdentifier = (text) => `"${text.replaceAll('"', '""')}"`;

exports.escapeLiteral = function escapeLiteral(text) {
  if (text === null || text === undefined) return "''";
  const inner = String(text).replaceAll("'", "''").replaceAll('\\', '\\\\');
  return String(text).includes('\\') ? ` E'${inner}'` : `'${inner}'`;
};

exports.prepareValue = (value) => prepareValue(value);
