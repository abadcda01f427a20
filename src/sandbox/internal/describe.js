// An error value as JSON text: what leaves the script when it fails.
'use strict';

const stack = require('internal/stack');

const APART = new Set(['name', 'message', 'code', 'stack']);

const read = (object, key) => {
  try {
    return object[key];
  } catch {
    return undefined;
  }
};

const text = (value) => {
  try {
    return typeof value === 'symbol' ? value.toString() : String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
};

// A value that JSON can hold; what it cannot hold becomes text.
function plain(value) {
  try {
    const json = JSON.stringify(value);
    return json === undefined ? text(value) : JSON.parse(json);
  } catch {
    return text(value);
  }
}

exports.describe = function describe(error) {
  if ((typeof error !== 'object' && typeof error !== 'function') || error === null) {
    return JSON.stringify({ name: 'Error', message: text(error), stack: '', properties: {}, isError: false });
  }
  const properties = {};
  for (const key of Object.keys(error)) {
    if (!APART.has(key)) {
      const value = read(error, key);
      if (value !== undefined && typeof value !== 'function') properties[key] = plain(value);
    }
  }
  const name = read(error, 'name');
  const code = read(error, 'code');
  const message = read(error, 'message');
  return JSON.stringify({
    name: name === undefined || name === '' ? 'Error' : text(name),
    code: code === undefined ? null : plain(code),
    message: message === undefined ? '' : text(message),
    stack: stack.of(error),
    properties,
    isError: error instanceof Error || Error.isError?.(error) === true,
  });
};
