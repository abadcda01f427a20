// What code runs on behalf of: carried from where work is asked for to where it is done. Across an `await` it is that
// of the work that let it go on.
'use strict';

class Context {
  #values;
  constructor(values = new Map()) {
    this.#values = values;
  }
  get(key) {
    return this.#values.get(key);
  }
  with(key, value) {
    return new Context(new Map(this.#values).set(key, value));
  }
}

const NONE = new Context();
let now = NONE;

exports.current = () => now;
exports.enter = (context) => {
  now = context;
};

// Runs `run` inside of `context`.
exports.inside = function inside(context, run) {
  const before = now;
  now = context;
  try {
    return run();
  } finally {
    now = before;
  }
};
