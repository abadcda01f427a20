// The part of `events` that drivers stand on. Scripts that want an emitter of their own require `events`.
'use strict';

class EventEmitter {
  on(name, listener) {
    return add(this, name, { listener, once: false }, false);
  }

  addListener(name, listener) {
    return this.on(name, listener);
  }

  prependListener(name, listener) {
    return add(this, name, { listener, once: false }, true);
  }

  once(name, listener) {
    return add(this, name, { listener, once: true }, false);
  }

  off(name, listener) {
    const entries = known(this).get(name) ?? [];
    const index = entries.findLastIndex((entry) => entry.listener === listener);
    if (index >= 0) known(this).set(name, entries.toSpliced(index, 1));
    return this;
  }

  removeListener(name, listener) {
    return this.off(name, listener);
  }

  removeAllListeners(name) {
    if (name === undefined) known(this).clear();
    else known(this).delete(name);
    return this;
  }

  emit(name, ...args) {
    const entries = known(this).get(name) ?? [];
    if (entries.length === 0) {
      if (name === 'error') throw unhandled(args[0]);
      return false;
    }
    for (const { listener, once } of entries) {
      if (once) this.off(name, listener);
      Reflect.apply(listener, this, args);
    }
    return true;
  }

  listeners(name) {
    return (known(this).get(name) ?? []).map((entry) => entry.listener);
  }

  listenerCount(name) {
    return (known(this).get(name) ?? []).length;
  }

  eventNames() {
    return [...known(this).keys()].filter((name) => this.listenerCount(name) > 0);
  }

  setMaxListeners() {
    return this;
  }
}

const registered = new WeakMap();

function known(emitter) {
  if (!registered.has(emitter)) registered.set(emitter, new Map());
  return registered.get(emitter);
}

function add(emitter, name, entry, first) {
  if (typeof entry.listener !== 'function') {
    const given = entry.listener === null ? 'null' : typeof entry.listener;
    const error = new TypeError(`The "listener" argument must be of type function. Received ${given}`);
    error.code = 'ERR_INVALID_ARG_TYPE';
    throw error;
  }
  const entries = known(emitter).get(name) ?? [];
  known(emitter).set(name, first ? [entry, ...entries] : [...entries, entry]);
  return emitter;
}

function unhandled(value) {
  if (value instanceof Error) return value;
  const error = new Error(`Unhandled error. (${String(value)})`);
  error.code = 'ERR_UNHANDLED_ERROR';
  error.context = value;
  return error;
}

module.exports = EventEmitter;
