// Functions to be called later, by the id native code gave their task.
'use strict';

const context = require('internal/context');
const stack = require('internal/stack');

const waiting = new Map();
const ticks = [];

// Keeps `run` under `id`; `repeats` keeps it after the first call.
exports.keep = function keep(id, run, repeats = false) {
  waiting.set(id, { run, repeats, context: context.current() });
  return id;
};

exports.drop = function drop(id) {
  waiting.delete(id);
  host.forget(id);
};

// Called by native code: runs one task.
exports.dispatch = function dispatch(id, payload) {
  const task = waiting.get(id);
  if (task === undefined) return;
  if (!task.repeats) waiting.delete(id);
  context.enter(task.context);
  task.run(payload);
};

// Calls `run` as the completion of some I/O, after `delayMs` of virtual time, in the name of the stack `from`.
exports.later = (run, delayMs = 0, from) => exports.keep(host.post(delayMs, from), run);

// Calls `run` before anything else runs, in the name of the stack of this moment.
exports.nextTick = function nextTick(run, ...args) {
  const parents = stack.capture();
  const from = context.current();
  ticks.push(() => {
    context.enter(from);
    host.enter(parents);
    run(...args);
  });
};

// Called by native code: runs one tick; false if there was none.
exports.tick = function tick() {
  const next = ticks.shift();
  if (next === undefined) return false;
  next();
  return true;
};
