// What only JavaScript can tell of a value. No getter is called and no proxy trap is run: proxies do not come here.
(function () {
  'use strict';

  // Taken before the script runs: what it changes later does not change how it is looked at.
  const { apply, getOwnPropertyDescriptor: descriptor, getPrototypeOf } = Reflect;
  const getter = (object, name) => descriptor(object, name).get;
  const dateText = Date.prototype.toISOString;
  const functionText = Function.prototype.toString;
  const startsWith = String.prototype.startsWith;
  const symbolText = Symbol.prototype.toString;
  const mapEntries = Map.prototype.entries;
  const setValues = Set.prototype.values;
  const mapSize = getter(Map.prototype, 'size');
  const setSize = getter(Set.prototype, 'size');
  const mapNext = getPrototypeOf(new Map().entries()).next;
  const setNext = getPrototypeOf(new Set().values()).next;
  const bytesLength = getter(getPrototypeOf(Uint8Array.prototype), 'length');
  const source = getter(RegExp.prototype, 'source');
  const flags = [
    ['hasIndices', 'd'],
    ['global', 'g'],
    ['ignoreCase', 'i'],
    ['multiline', 'm'],
    ['dotAll', 's'],
    ['unicode', 'u'],
    ['unicodeSets', 'v'],
    ['sticky', 'y'],
  ].map(([name, letter]) => [getter(RegExp.prototype, name), letter]);
  const engine = Error;
  const prepare = descriptor(Error, 'prepareStackTrace');
  const limit = descriptor(Error, 'stackTraceLimit');

  // A number, BigInt or symbol as it is written.
  function plain(value) {
    if (typeof value === 'symbol') return apply(symbolText, value, []);
    return typeof value === 'bigint' ? `${value}n` : `${value}`;
  }

  // Undefined for a date that is none.
  function date(value) {
    try {
      return apply(dateText, value, []);
    } catch {
      return undefined;
    }
  }

  function regexp(value) {
    let text = `/${apply(source, value, [])}/`;
    for (let i = 0; i < flags.length; i++) if (apply(flags[i][0], value, [])) text += flags[i][1];
    return text;
  }

  // Whether a constructor was written as a class.
  function isClass(value) {
    try {
      return apply(startsWith, apply(functionText, value, []), ['class']);
    } catch {
      return false;
    }
  }

  const size = (value, isMap) => apply(isMap ? mapSize : setSize, value, []);

  // The length of a typed array and its first elements, at most so many.
  function elements(value, most) {
    const length = apply(bytesLength, value, []);
    const found = [length];
    for (let i = 0; i < length && i < most; i++) found[i + 1] = plain(value[i]);
    return found;
  }

  // Keys and values of a Map in turn, or the values of a Set; at most so many entries.
  function entries(value, isMap, most) {
    const iterator = apply(isMap ? mapEntries : setValues, value, []);
    const next = isMap ? mapNext : setNext;
    const found = [];
    for (let i = 0; i < most; i++) {
      const entry = apply(next, iterator, []);
      if (entry.done) break;
      if (isMap) {
        found[2 * i] = entry.value[0];
        found[2 * i + 1] = entry.value[1];
      } else {
        found[i] = entry.value;
      }
    }
    return found;
  }

  // What each function from the second on returns, and index and error of those that threw. Errors are made without
  // their stacks meanwhile: taking those down would cost more than all the rest.
  function each(readers) {
    const values = [];
    const failed = [];
    const prepared = apply(prepare.get, engine, []);
    const limited = apply(limit.get, engine, []);
    apply(prepare.set, engine, [undefined]);
    apply(limit.set, engine, [0]);
    for (let i = 1; i < readers.length; i++) {
      values[i - 1] = undefined;
      try {
        values[i - 1] = readers[i]();
      } catch (error) {
        failed[failed.length] = i - 1;
        failed[failed.length] = error;
      }
    }
    apply(prepare.set, engine, [prepared]);
    apply(limit.set, engine, [limited]);
    return [values, failed];
  }

  return { plain, date, regexp, isClass, size, elements, entries, each };
})
