// Binds of `oracledb`: the placeholders of a statement, the values given for them, and what comes back.
'use strict';

const wire = require('internal/wire');
const { typeOf } = require('oracledb/constants');
const { Lob } = require('oracledb/lob');

const IN = 3001;
const INOUT = 3002;
const OUT = 3003;

// Comments, quoted text (`q'[…]'` too), names in quotes, and placeholders.
const TOKEN = new RegExp(
  [
    /--[^\n]*/,
    /\/\*[\s\S]*?\*\//,
    /[nN]?[qQ]'(?:\[[\s\S]*?\]|\{[\s\S]*?\}|\([\s\S]*?\)|<[\s\S]*?>|([^\s])[\s\S]*?\1)'/,
    /'(?:[^']|'')*'/,
    /"[^"]*"/,
    /:=/,
    /:\s*("[^"]*"|[0-9]+|[A-Za-z][\w$#]*)/,
  ]
    .map((part) => part.source)
    .join('|'),
  'g',
);

// The placeholders in order, as written (without the colon).
exports.placeholders = function placeholders(sql) {
  const found = [];
  for (const match of sql.matchAll(TOKEN)) if (match[2] !== undefined) found.push(match[2]);
  return found;
};

const KEYS = ['dir', 'type', 'maxSize', 'val'];

const isValue = (given) =>
  given === null ||
  typeof given !== 'object' ||
  given instanceof Date ||
  given instanceof Uint8Array ||
  Array.isArray(given) ||
  given instanceof Lob;

// One bind as `{dir, value, type}`.
function normalized(given, { njs }) {
  if (given === undefined) return { dir: IN, value: null };
  if (isValue(given)) {
    if (typeof given === 'function' || typeof given === 'symbol') throw njs(12, 2);
    if (Number.isNaN(given)) throw njs(105);
    return { dir: IN, value: given };
  }
  const { dir = IN, type, val } = given;
  if (![IN, INOUT, OUT].includes(dir)) throw njs(13);
  if (type !== undefined && typeOf(type) === undefined) throw njs(12, 2);
  const { maxSize = 1 } = given;
  if (!Number.isInteger(maxSize) || maxSize <= 0) throw njs(7, 'maxSize', 2);
  if (!KEYS.some((key) => given[key] !== undefined)) throw njs(44);
  if (val !== undefined && val !== null && !isValue(val)) throw njs(12, 2);
  return { dir, value: dir === OUT ? null : (val ?? null), type: typeOf(type) };
}

const upper = (name) => (name.startsWith('"') ? name.slice(1, -1) : name.toUpperCase());

// `{params, outs, byName}`: cells for the store, and the binds that come back, in the order of their placeholders.
exports.bind = function bind(sql, given, errors) {
  const wanted = exports.placeholders(sql);
  if (Array.isArray(given)) {
    const binds = given.map((one) => normalized(one, errors));
    if (binds.length !== wanted.length) throw errors.njs(98, wanted.length, binds.length);
    const params = binds.map((one, i) => [wanted[i], wire.encode(one.value)]);
    const distinct = new Set(wanted.map(upper)).size === wanted.length;
    const outs = binds.flatMap((one, i) => (one.dir === IN ? [] : [{ ...one, key: i }]));
    // The same name twice is two values by position.
    return { params: distinct ? params : params.map(([, cell]) => cell), outs, byName: false };
  }
  if (typeof given !== 'object' || given === null) throw errors.njs(5, 2);
  const names = Object.keys(given);
  const known = new Map(wanted.map((name) => [upper(name), name]));
  if (known.size !== names.length) throw errors.njs(98, wanted.length, names.length);
  const binds = new Map();
  for (const name of names) {
    const bare = upper(name.replace(/^:/, ''));
    if (!known.has(bare)) throw errors.njs(97, bare);
    binds.set(bare, { ...normalized(given[name], errors), key: name });
  }
  const params = [...known].map(([bare, written]) => [written.replaceAll('"', ''), wire.encode(binds.get(bare).value)]);
  const outs = [...known.keys()].map((bare) => binds.get(bare)).filter((one) => one.dir !== IN);
  return { params, outs, byName: true };
};
