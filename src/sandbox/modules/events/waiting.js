// `events.once` and `events.on`: events as promises and as an async iterator.
'use strict';

const { invalidArgType } = require('internal/node_errors');

function aborted(signal) {
  const error = new Error('The operation was aborted', { cause: signal.reason });
  error.name = 'AbortError';
  error.code = 'ABORT_ERR';
  return error;
}

function checkSignal(signal) {
  if (signal !== undefined && (signal === null || typeof signal !== 'object' || !('aborted' in signal))) {
    throw invalidArgType('options.signal', 'AbortSignal', signal);
  }
}

const isTarget = (emitter) => typeof emitter?.addEventListener === 'function' && typeof emitter.on !== 'function';

// Adds and removes a listener, whatever kind of emitter it is.
function listen(emitter, name, listener, once) {
  if (isTarget(emitter)) emitter.addEventListener(name, listener, { once });
  else if (typeof emitter?.on === 'function') emitter[once ? 'once' : 'on'](name, listener);
  else throw invalidArgType('emitter', 'EventEmitter', emitter);
}
function forget(emitter, name, listener) {
  if (typeof emitter.removeListener === 'function') emitter.removeListener(name, listener);
  else emitter.removeEventListener(name, listener);
}

// A promise of the next event; rejected by `error`.
exports.once = async function once(emitter, name, options) {
  const { signal } = options ?? {};
  checkSignal(signal);
  if (signal?.aborted) throw aborted(signal);
  return new Promise((resolve, reject) => {
    const watchesErrors = name !== 'error' && typeof emitter?.once === 'function';
    const onAbort = () => {
      forget(emitter, name, onEvent);
      forget(emitter, 'error', onError);
      reject(aborted(signal));
    };
    const onError = (error) => {
      forget(emitter, name, onEvent);
      signal?.removeEventListener('abort', onAbort);
      reject(error);
    };
    const onEvent = (...args) => {
      if (watchesErrors) forget(emitter, 'error', onError);
      signal?.removeEventListener('abort', onAbort);
      resolve(args);
    };
    listen(emitter, name, onEvent, true);
    if (watchesErrors) emitter.once('error', onError);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
};

const AsyncIteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype);

// Events as they come, until the loop is left.
exports.on = function on(emitter, name, options = {}) {
  const { signal, close } = options;
  checkSignal(signal);
  if (signal?.aborted) throw aborted(signal);
  const ready = [];
  const waiting = [];
  let failure;
  let finished = false;
  const done = () => ({ value: undefined, done: true });

  const onEvent = (...args) => {
    const next = waiting.shift();
    if (next === undefined) ready.push(args);
    else next.resolve({ value: args, done: false });
  };
  const onError = (error) => {
    const next = waiting.shift();
    if (next === undefined) failure = { error };
    else next.reject(error);
    finish();
  };
  const onAbort = () => onError(aborted(signal));
  function finish() {
    forget(emitter, name, onEvent);
    if (!isTarget(emitter)) {
      forget(emitter, 'error', onError);
      for (const end of close ?? []) forget(emitter, end, finish);
    }
    signal?.removeEventListener('abort', onAbort);
    finished = true;
    for (const { resolve } of waiting.splice(0)) resolve(done());
    return Promise.resolve(done());
  }

  const iterator = Object.setPrototypeOf(
    {
      next() {
        if (ready.length > 0) return Promise.resolve({ value: ready.shift(), done: false });
        if (failure !== undefined) {
          const { error } = failure;
          failure = undefined;
          return Promise.reject(error);
        }
        if (finished) return finish();
        return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
      },
      return: finish,
      throw(error) {
        if (!(error instanceof Error)) throw invalidArgType('EventEmitter.AsyncIterator', 'Error', error);
        onError(error);
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    },
    AsyncIteratorPrototype,
  );
  listen(emitter, name, onEvent, false);
  if (name !== 'error' && !isTarget(emitter)) emitter.on('error', onError);
  for (const end of close ?? []) emitter.on(end, finish);
  signal?.addEventListener('abort', onAbort, { once: true });
  return iterator;
};
