// How a driver talks to the legacy store. Values cross as JSON; bytes, dates and BigInts are tagged.
'use strict';

const stack = require('internal/stack');
const tasks = require('internal/tasks');

// Kept from the start: a script may replace them.
const { parse, stringify } = JSON;

// A JavaScript value as a cell of a request.
exports.encode = function encode(value) {
  if (value === undefined || value === null) return null;
  switch (typeof value) {
    case 'bigint':
      return { $bigint: value.toString() };
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'object':
      if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : { $date: value.getTime() };
      if (value instanceof Uint8Array) return { $bytes: host.base64(value) };
      return { $json: value };
    case 'function':
    case 'symbol':
      return String(value);
    default:
      return value;
  }
};

// A cell of a reply as a JavaScript value; `bytes` makes what bytes become.
exports.decode = function decode(cell, bytes) {
  if (cell === null || typeof cell !== 'object') return cell;
  if ('$bytes' in cell) return bytes(host.fromBase64(cell.$bytes));
  if ('$date' in cell) return new Date(cell.$date);
  if ('$bigint' in cell) return BigInt(cell.$bigint);
  return cell.$json;
};

let connections = 0;

// The number of a new connection, by which the store tells the script's sessions apart.
exports.newConnection = () => {
  connections += 1;
  return connections;
};

// The place in whose name a driver on top of another one asks, while it does.
let standing;

// Where the script stands now: what it asks for later is asked from here.
exports.here = () => standing ?? { stack: stack.capture(), step: host.step() };

function inPlace(place, run, args) {
  const before = standing;
  standing = place;
  try {
    return run(...args);
  } finally {
    standing = before;
  }
}

// Calls back into the script as a continuation of `from`.
exports.backTo = function backTo(from, run, ...args) {
  host.enter(from.stack);
  return inPlace(undefined, run, args);
};

// Runs a part of a driver that asks another driver, as if the script itself did so at `from`.
exports.inNameOf = (from, run, ...args) => inPlace(from, run, args);

// The same, before anything else runs (`process.nextTick`).
exports.soon = (from, run, ...args) => tasks.nextTick(() => exports.backTo(from, run, ...args));

// Half a surrogate pair goes over no wire; it becomes the replacement character, as on a real one.
const wellFormed = (_, value) => (typeof value === 'string' ? value.toWellFormed() : value);

// Sends a request in the name of `driver`; `done(reply, elapsedMs)` is called as an I/O completion.
exports.send = function send(driver, request, done, from = exports.here()) {
  const id = host.exchange(driver, stringify(request, wellFormed), from.stack, from.step);
  tasks.keep(id, (payload) => {
    const { reply, elapsedMs, seq } = parse(payload);
    host.delivered(seq);
    done(reply, elapsedMs);
  });
  return id;
};

// Sends a request and waits for the answer, as drivers do that block.
exports.sendNow = function sendNow(driver, request) {
  const { reply, seq } = parse(host.exchangeNow(driver, stringify(request, wellFormed)));
  host.delivered(seq);
  return reply;
};

// Bytes as a script gets them from a driver.
exports.buffer = (bytes) => (globalThis.Buffer === undefined ? bytes : globalThis.Buffer.from(bytes));

// Bytes as text, by UTF-8; bytes that are no UTF-8 stand for themselves.
exports.textOf = function textOf(bytes) {
  let escaped = '';
  for (const byte of bytes) escaped += `%${byte.toString(16).padStart(2, '0')}`;
  try {
    return decodeURIComponent(escaped);
  } catch {
    return String.fromCharCode(...bytes);
  }
};
