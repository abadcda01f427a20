// `structuredClone`.
'use strict';

const kinds = require('internal/kinds');
const { coded } = require('internal/node_errors');

const refused = (what) => new DOMException(`${what} could not be cloned.`, 'DataCloneError');
const ERRORS = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };

function textOf(value) {
  if (typeof value === 'function') return Function.prototype.toString.call(value);
  return kinds.isPromise(value) ? '#<Promise>' : `#<${value.constructor?.name ?? 'Object'}>`;
}

function clone(value, seen) {
  if (typeof value === 'symbol') throw refused(String(value));
  if (typeof value === 'function') throw refused(textOf(value));
  if (typeof value !== 'object' || value === null) return value;
  const known = seen.get(value);
  if (known !== undefined) return known;
  const keep = (copy) => {
    seen.set(value, copy);
    return copy;
  };
  const listed = (copy) => {
    keep(copy);
    for (const key of Object.keys(value)) copy[key] = clone(value[key], seen);
    return copy;
  };
  if (Array.isArray(value)) return listed(new Array(value.length));
  if (kinds.isDate(value)) return keep(new Date(Date.prototype.getTime.call(value)));
  if (kinds.isRegExp(value)) return keep(new RegExp(value.source, value.flags));
  if (kinds.isBoxedPrimitive(value)) {
    if (kinds.isSymbolObject(value)) throw refused('#<Symbol>');
    return keep(Object(value.valueOf()));
  }
  if (kinds.isMap(value)) {
    const copy = keep(new Map());
    for (const [key, held] of [...Map.prototype.entries.call(value)]) copy.set(clone(key, seen), clone(held, seen));
    return copy;
  }
  if (kinds.isSet(value)) {
    const copy = keep(new Set());
    for (const member of [...Set.prototype.values.call(value)]) copy.add(clone(member, seen));
    return copy;
  }
  if (kinds.isArrayBuffer(value)) return keep(ArrayBuffer.prototype.slice.call(value, 0));
  if (ArrayBuffer.isView(value)) {
    const memory = clone(value.buffer, seen);
    // A Buffer arrives as what it is underneath.
    const name = kinds.typedArrayName(value) ?? 'DataView';
    return keep(new globalThis[name](memory, value.byteOffset, name === 'DataView' ? value.byteLength : value.length));
  }
  if (kinds.isError(value)) {
    const copy = keep(new (ERRORS[value.name] ?? Error)(value.message));
    Object.defineProperty(copy, 'stack', { value: value.stack, writable: true, configurable: true });
    if (Object.hasOwn(value, 'cause')) {
      Object.defineProperty(copy, 'cause', { value: clone(value.cause, seen), writable: true, configurable: true });
    }
    return copy;
  }
  if (kinds.isProxy(value)) throw refused('#<Object>');
  if (value instanceof WeakRef || value instanceof FinalizationRegistry) throw refused(textOf(value));
  if (kinds.isPromise(value) || kinds.isWeakMap(value) || kinds.isWeakSet(value) || kinds.isGeneratorObject(value)) {
    throw refused(textOf(value));
  }
  return listed({});
}

exports.structuredClone = function structuredClone(value, options = undefined) {
  if (arguments.length === 0) throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "value" argument must be specified');
  const { transfer } = options ?? {};
  const copy = clone(value, new Map());
  // What is transferred is empty afterwards.
  for (const each of transfer ?? []) {
    if (!kinds.isArrayBuffer(each)) throw new DOMException('Value could not be cloned.', 'DataCloneError');
    each.transfer();
  }
  return copy;
};
