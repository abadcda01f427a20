// `require('timers/promises')`.
'use strict';

const timers = require('globals/timers');
const { invalidArgType } = require('internal/node_errors');

function aborted(signal) {
  const error = new Error('The operation was aborted', { cause: signal.reason });
  error.name = 'AbortError';
  error.code = 'ABORT_ERR';
  return error;
}

function check(options) {
  if (options === null || typeof options !== 'object') throw invalidArgType('options', 'object', options);
  const { signal, ref } = options;
  if (signal !== undefined && (signal === null || typeof signal !== 'object' || !('aborted' in signal))) {
    throw invalidArgType('options.signal', 'AbortSignal', signal);
  }
  if (ref !== undefined && typeof ref !== 'boolean') throw invalidArgType('options.ref', 'boolean', ref);
}

// A promise of `start(resolve)`, which can be called off.
const waiting = (start, stop, value, options = {}) =>
  new Promise((resolve, reject) => {
    check(options);
    const { signal, ref = true } = options;
    if (signal?.aborted) throw aborted(signal);
    const onAbort = () => {
      stop(handle);
      reject(aborted(signal));
    };
    const handle = start(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve(value);
    });
    if (!ref) handle.unref();
    signal?.addEventListener('abort', onAbort, { once: true });
  });

exports.setTimeout = (delay, value, options) =>
  waiting(
    (done) => {
      if (delay !== undefined && typeof delay !== 'number') throw invalidArgType('delay', 'number', delay);
      return timers.setTimeout(done, delay);
    },
    timers.clearTimeout,
    value,
    options,
  );
exports.setImmediate = (value, options) =>
  waiting((done) => timers.setImmediate(done), timers.clearImmediate, value, options);

// A value every so many milliseconds; those that come while nobody asks wait.
exports.setInterval = async function* setInterval(delay, value, options = {}) {
  check(options);
  const { signal, ref = true } = options;
  if (signal?.aborted) throw aborted(signal);
  let due = 0;
  let wake;
  const onAbort = () => wake?.();
  const interval = timers.setInterval(() => {
    due += 1;
    wake?.();
  }, delay);
  if (!ref) interval.unref();
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    for (;;) {
      if (due === 0 && !signal?.aborted) await new Promise((resolve) => (wake = resolve));
      for (; due > 0; due--) yield value;
      if (signal?.aborted) throw aborted(signal);
    }
  } finally {
    timers.clearInterval(interval);
    signal?.removeEventListener('abort', onAbort);
  }
};
exports.scheduler = {
  wait: (delay, options) => exports.setTimeout(delay, undefined, options),
  yield: () => exports.setImmediate(),
};
