// The array-like methods of `Readable`: `map`, `filter`, `toArray` and their kin.
'use strict';

const { coded, invalidArgType, needFunction, outOfRange } = require('internal/node_errors');
const { abortError } = require('stream/errors');

const stopIf = (signal) => {
  if (signal?.aborted) throw abortError(signal);
};

async function* chunks(stream, options) {
  for await (const chunk of stream) {
    stopIf(options?.signal);
    yield chunk;
  }
}

// Up to `concurrency` calls at once, answers in order.
async function* mapped(stream, map, options) {
  const most = Math.max(1, Math.floor(options?.concurrency ?? 1));
  const signal = options?.signal ?? new AbortController().signal;
  const waiting = [];
  for await (const chunk of chunks(stream, options)) {
    const answer = Promise.resolve(map(chunk, { signal }));
    // It may fail before its turn; it is told when its turn comes.
    answer.catch(() => {});
    waiting.push(answer);
    if (waiting.length >= most) yield waiting.shift();
  }
  while (waiting.length > 0) yield waiting.shift();
}

const whole = (count) => {
  const number = Number(count);
  if (Number.isNaN(number)) return 0;
  if (number < 0) throw outOfRange('number', '>= 0', number);
  return number;
};

const asStream = (source, iterable) => {
  const Readable = require('stream/readable');
  return Readable.from(iterable);
};

const streams = {
  map(fn, options) {
    needFunction(fn, 'fn');
    return asStream(this, mapped(this, fn, options));
  },
  filter(fn, options) {
    needFunction(fn, 'fn');
    const kept = async function* kept(stream) {
      const asked = mapped(stream, async (chunk, more) => [await fn(chunk, more), chunk], options);
      for await (const [keep, chunk] of asked) if (keep) yield chunk;
    };
    return asStream(this, kept(this));
  },
  flatMap(fn, options) {
    needFunction(fn, 'fn');
    const flat = async function* flat(stream) {
      for await (const list of mapped(stream, fn, options)) yield* list;
    };
    return asStream(this, flat(this));
  },
  take(count, options) {
    const most = whole(count);
    const first = async function* first(stream) {
      let left = most;
      if (left <= 0) return;
      for await (const chunk of chunks(stream, options)) {
        yield chunk;
        left -= 1;
        if (left <= 0) return;
      }
    };
    return asStream(this, first(this));
  },
  drop(count, options) {
    const least = whole(count);
    const rest = async function* rest(stream) {
      let left = least;
      for await (const chunk of chunks(stream, options)) {
        if (left > 0) left -= 1;
        else yield chunk;
      }
    };
    return asStream(this, rest(this));
  },
};

const answers = {
  async forEach(fn, options) {
    needFunction(fn, 'fn');
    for await (const done of mapped(this, fn, options)) void done;
  },
  async toArray(options) {
    if (options !== undefined && (options === null || typeof options !== 'object')) {
      throw invalidArgType('options', 'Object', options);
    }
    const all = [];
    for await (const chunk of chunks(this, options)) all.push(chunk);
    return all;
  },
  async some(fn, options) {
    needFunction(fn, 'fn');
    for await (const found of mapped(this, fn, options)) if (found) return true;
    return false;
  },
  async every(fn, options) {
    needFunction(fn, 'fn');
    for await (const holds of mapped(this, fn, options)) if (!holds) return false;
    return true;
  },
  async find(fn, options) {
    needFunction(fn, 'fn');
    const asked = mapped(this, async (chunk, more) => [await fn(chunk, more), chunk], options);
    for await (const [found, chunk] of asked) if (found) return chunk;
    return undefined;
  },
  async reduce(fn, initial, options) {
    needFunction(fn, 'reducer');
    let has = arguments.length > 1;
    let value = initial;
    const signal = options?.signal ?? new AbortController().signal;
    for await (const chunk of chunks(this, options)) {
      value = has ? await fn(value, chunk, { signal }) : chunk;
      has = true;
    }
    if (!has) {
      throw coded(TypeError, 'ERR_INVALID_ARG_VALUE', 'Reduce of an empty stream requires an initial value');
    }
    return value;
  },
};

exports.mixInto = function mixInto(prototype) {
  const methods = { ...streams, ...answers };
  for (const name of Object.keys(methods)) {
    Object.defineProperty(prototype, name, {
      value: methods[name],
      writable: true,
      enumerable: false,
      configurable: true,
    });
  }
};
