// setTimeout and its kin, with Node's Timeout and Immediate objects.
'use strict';

const tasks = require('internal/tasks');

const { needFunction } = require('internal/node_errors');

const checked = (callback) => needFunction(callback, 'callback');

class Timeout {
  #run;
  #delay;
  #repeats;
  #id;
  #referenced = true;

  constructor(run, delay, repeats) {
    this.#run = run;
    this.#delay = delay;
    this.#repeats = repeats;
    this.#start();
  }

  #start() {
    this.#id = tasks.keep(host.timer(Number(this.#delay), this.#repeats), this.#run, this.#repeats);
  }

  ref() {
    this.#referenced = true;
    host.background(this.#id, false);
    return this;
  }

  unref() {
    this.#referenced = false;
    host.background(this.#id, true);
    return this;
  }

  hasRef() {
    return this.#referenced;
  }

  refresh() {
    tasks.drop(this.#id);
    this.#start();
    return this;
  }

  close() {
    tasks.drop(this.#id);
    return this;
  }

  [Symbol.toPrimitive]() {
    return this.#id;
  }

  [Symbol.dispose]() {
    this.close();
  }
}

class Immediate {
  #id;
  #referenced = true;

  constructor(run) {
    this.#id = tasks.keep(host.immediate(), run);
  }

  ref() {
    this.#referenced = true;
    host.background(this.#id, false);
    return this;
  }

  unref() {
    this.#referenced = false;
    host.background(this.#id, true);
    return this;
  }

  hasRef() {
    return this.#referenced;
  }

  [Symbol.dispose]() {
    this.close();
  }

  close() {
    tasks.drop(this.#id);
  }
}

const clear = (handle) => {
  if (handle instanceof Timeout || handle instanceof Immediate) handle.close();
  else if (typeof handle === 'number' || typeof handle === 'string') tasks.drop(Number(handle));
};

exports.setTimeout = function setTimeout(callback, delay, ...args) {
  checked(callback);
  return new Timeout(() => callback(...args), delay, false);
};
exports.setInterval = function setInterval(callback, delay, ...args) {
  checked(callback);
  return new Timeout(() => callback(...args), delay, true);
};
exports.setImmediate = function setImmediate(callback, ...args) {
  checked(callback);
  return new Immediate(() => callback(...args));
};
exports.clearTimeout = function clearTimeout(timeout) {
  clear(timeout);
};
exports.clearInterval = function clearInterval(timeout) {
  clear(timeout);
};
exports.clearImmediate = function clearImmediate(immediate) {
  clear(immediate);
};
exports.queueMicrotask = function queueMicrotask(callback) {
  checked(callback);
  Promise.resolve().then(() => {
    try {
      callback();
    } catch (error) {
      host.uncaught(error);
    }
  });
};

for (const name of ['setTimeout', 'setImmediate']) {
  Object.defineProperty(exports[name], Symbol.for('nodejs.util.promisify.custom'), {
    get: () => require('timers/promises')[name],
    enumerable: true,
    configurable: true,
  });
}
