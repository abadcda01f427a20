// `require('events')`: EventEmitter and the functions around it.
'use strict';

const { coded, invalidArgType, needFunction, outOfRange } = require('internal/node_errors');

const SHAPE = Symbol('shapeMode');
const CAPTURE = Symbol('kCapture');
const ERROR_MONITOR = Symbol('events.errorMonitor');
const REJECTION = Symbol.for('nodejs.rejection');

let defaultMaxListeners = 10;

const checkListener = (listener) => needFunction(listener, 'listener');

// Callable, so that `EventEmitter.call(this)` works.
function EventEmitter(options) {
  EventEmitter.init.call(this, options);
}

EventEmitter.init = function init(options) {
  if (this._events === undefined || this._events === Object.getPrototypeOf(this)._events) {
    this._events = Object.create(null);
    this._eventsCount = 0;
  }
  this._maxListeners = this._maxListeners || undefined;
  this[SHAPE] = false;
  this[CAPTURE] = Boolean(options?.captureRejections);
};

const list = (emitter, type) => {
  const held = emitter._events?.[type];
  if (held === undefined) return [];
  return Array.isArray(held) ? held : [held];
};

function store(emitter, type, listeners) {
  const events = (emitter._events ??= Object.create(null));
  const before = events[type] !== undefined;
  if (listeners.length === 0) delete events[type];
  else events[type] = listeners.length === 1 ? listeners[0] : listeners;
  emitter._eventsCount = (emitter._eventsCount ?? 0) + (listeners.length > 0 ? 1 : 0) - (before ? 1 : 0);
}

function add(emitter, type, listener, atFront) {
  checkListener(listener);
  if (emitter._events?.newListener !== undefined) emitter.emit('newListener', type, listener.listener ?? listener);
  const known = list(emitter, type);
  store(emitter, type, atFront ? [listener, ...known] : [...known, listener]);
  return emitter;
}

function onceOnly(emitter, type, listener) {
  checkListener(listener);
  let fired = false;
  const wrapper = function wrapper(...args) {
    if (fired) return undefined;
    fired = true;
    emitter.removeListener(type, wrapper);
    return listener.apply(emitter, args);
  };
  wrapper.listener = listener;
  Object.defineProperty(wrapper, 'name', { value: 'bound onceWrapper' });
  return wrapper;
}

function unhandled(value) {
  if (value instanceof Error) return value;
  const error = coded(
    Error,
    'ERR_UNHANDLED_ERROR',
    `Unhandled error. (${typeof value === 'string' ? `'${value}'` : require('internal/inspect').inspect(value)})`,
  );
  error.context = value;
  return error;
}

const methods = {
  setMaxListeners(count) {
    if (typeof count !== 'number' || !(count >= 0)) throw outOfRange('setMaxListeners', '>= 0', count);
    this._maxListeners = count;
    return this;
  },
  getMaxListeners() {
    return this._maxListeners ?? defaultMaxListeners;
  },
  emit(type, ...args) {
    if (type === 'error') {
      if (this._events?.[ERROR_MONITOR] !== undefined) this.emit(ERROR_MONITOR, ...args);
      if (this._events?.error === undefined) throw unhandled(args[0]);
    }
    const listeners = [...list(this, type)];
    for (const listener of listeners) {
      const result = Reflect.apply(listener, this, args);
      if (this[CAPTURE] && typeof result?.then === 'function') {
        result.then(undefined, (error) => {
          if (typeof this[REJECTION] === 'function') this[REJECTION](error, type, ...args);
          else this.emit('error', error);
        });
      }
    }
    return listeners.length > 0;
  },
  addListener(type, listener) {
    return add(this, type, listener, false);
  },
  on(type, listener) {
    return add(this, type, listener, false);
  },
  prependListener(type, listener) {
    return add(this, type, listener, true);
  },
  once(type, listener) {
    return this.on(type, onceOnly(this, type, listener));
  },
  prependOnceListener(type, listener) {
    return this.prependListener(type, onceOnly(this, type, listener));
  },
  removeListener(type, listener) {
    checkListener(listener);
    const known = list(this, type);
    let at = known.length - 1;
    while (at >= 0 && known[at] !== listener && known[at].listener !== listener) at -= 1;
    if (at === -1) return this;
    store(
      this,
      type,
      known.filter((_, i) => i !== at),
    );
    if (this._events.removeListener !== undefined) this.emit('removeListener', type, listener);
    return this;
  },
  off(type, listener) {
    return this.removeListener(type, listener);
  },
  removeAllListeners(type) {
    if (type === undefined) {
      this._events = Object.create(null);
      this._eventsCount = 0;
    } else {
      store(this, type, []);
    }
    return this;
  },
  listeners(type) {
    return list(this, type).map((listener) => listener.listener ?? listener);
  },
  rawListeners(type) {
    return [...list(this, type)];
  },
  listenerCount(type, listener) {
    const known = list(this, type);
    if (typeof listener !== 'function') return known.length;
    return known.filter((each) => each === listener || each.listener === listener).length;
  },
  eventNames() {
    return this._eventsCount > 0 ? Reflect.ownKeys(this._events) : [];
  },
};
Object.assign(EventEmitter.prototype, methods, { _events: undefined, _eventsCount: 0, _maxListeners: undefined });

function aborted(signal) {
  const error = new Error('The operation was aborted', { cause: signal.reason });
  error.name = 'AbortError';
  error.code = 'ABORT_ERR';
  return error;
}

// A promise of the next event; rejected by `error`.
EventEmitter.once = function once(emitter, name, options) {
  return new Promise((resolve, reject) => {
    const { signal } = options ?? {};
    if (signal?.aborted) throw aborted(signal);
    if (typeof emitter?.addEventListener === 'function' && typeof emitter.on !== 'function') {
      emitter.addEventListener(name, (event) => resolve([event]), { once: true });
      return;
    }
    if (typeof emitter?.on !== 'function') throw invalidArgType('emitter', 'EventEmitter', emitter);
    const onError = (error) => {
      emitter.removeListener(name, onEvent);
      reject(error);
    };
    const onEvent = (...args) => {
      emitter.removeListener('error', onError);
      resolve(args);
    };
    emitter.once(name, onEvent);
    if (name !== 'error') emitter.once('error', onError);
    signal?.addEventListener(
      'abort',
      () => {
        emitter.removeListener(name, onEvent);
        emitter.removeListener('error', onError);
        reject(aborted(signal));
      },
      { once: true },
    );
  });
};

// Events as they come, until the loop is left.
EventEmitter.on = function on(emitter, name) {
  const ready = [];
  const waiting = [];
  let failure;
  const onEvent = (...args) => {
    const next = waiting.shift();
    if (next === undefined) ready.push(args);
    else next.resolve({ value: args, done: false });
  };
  const onError = (error) => {
    const next = waiting.shift();
    if (next === undefined) failure = error;
    else next.reject(error);
  };
  emitter.on(name, onEvent);
  if (name !== 'error') emitter.on('error', onError);
  return {
    next() {
      if (ready.length > 0) return Promise.resolve({ value: ready.shift(), done: false });
      if (failure !== undefined) return Promise.reject(failure);
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    return() {
      emitter.removeListener(name, onEvent);
      emitter.removeListener('error', onError);
      for (const { resolve } of waiting.splice(0)) resolve({ value: undefined, done: true });
      return Promise.resolve({ value: undefined, done: true });
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
};

EventEmitter.listenerCount = (emitter, type) => emitter.listenerCount(type);
EventEmitter.getEventListeners = (emitter, type) => emitter.listeners(type);
EventEmitter.getMaxListeners = (emitter) => emitter.getMaxListeners();
EventEmitter.setMaxListeners = function setMaxListeners(count = defaultMaxListeners, ...emitters) {
  if (typeof count !== 'number' || !(count >= 0)) throw outOfRange('setMaxListeners', '>= 0', count);
  if (emitters.length === 0) defaultMaxListeners = count;
  for (const emitter of emitters) emitter.setMaxListeners?.(count);
};
EventEmitter.EventEmitter = EventEmitter;
EventEmitter.errorMonitor = ERROR_MONITOR;
EventEmitter.captureRejectionSymbol = REJECTION;
EventEmitter.captureRejections = false;
EventEmitter.usingDomains = false;
Object.defineProperty(EventEmitter, 'defaultMaxListeners', {
  get: () => defaultMaxListeners,
  set(count) {
    if (typeof count !== 'number' || !(count >= 0)) throw outOfRange('defaultMaxListeners', '>= 0', count);
    defaultMaxListeners = count;
  },
  enumerable: true,
});

module.exports = EventEmitter;
