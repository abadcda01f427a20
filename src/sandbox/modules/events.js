// `require('events')`: EventEmitter and the functions around it.
'use strict';

const { coded, invalidArgType, needFunction, outOfRange } = require('internal/node_errors');
const tasks = require('internal/tasks');

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
  const capture = options?.captureRejections;
  if (capture && typeof capture !== 'boolean') throw invalidArgType('options.captureRejections', 'boolean', capture);
  this[CAPTURE] = capture === undefined ? EventEmitter.captureRejections : Boolean(capture);
};

function needCount(count, name) {
  if (typeof count !== 'number') throw invalidArgType(name, 'number', count);
  if (!(count >= 0)) throw outOfRange(name, '>= 0', count);
}

const list = (emitter, type) => {
  const held = emitter._events?.[type];
  if (held === undefined) return [];
  return Array.isArray(held) ? [...held] : [held];
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
  // Listening may have been answered by listening.
  const now = list(emitter, type);
  store(emitter, type, atFront ? [listener, ...now] : [...now, listener]);
  const most = emitter._maxListeners ?? defaultMaxListeners;
  if (most > 0 && now.length + 1 > most && !warned(emitter, type)) leak(emitter, type, now.length + 1, most);
  return emitter;
}

const leaking = new WeakMap();

// Whether the emitter's listeners for `type` were complained about; remembers that they will have been.
function warned(emitter, type) {
  const known = leaking.get(emitter) ?? new Set();
  leaking.set(emitter, known);
  const before = known.has(type);
  known.add(type);
  return before;
}

function leak(emitter, type, count, most) {
  const shown = require('internal/inspect').inspect(emitter, { depth: -1 });
  const warning = new Error(
    `Possible EventEmitter memory leak detected. ${count} ${String(type)} listeners added to ${shown}. ` +
      `MaxListeners is ${most}. Use emitter.setMaxListeners() to increase limit`,
  );
  warning.name = 'MaxListenersExceededWarning';
  Object.assign(warning, { emitter, type, count });
  require('globals/process').process.emitWarning(warning);
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

// A listener's promise was rejected.
function rejected(emitter, error, type, args) {
  if (typeof emitter[REJECTION] === 'function') {
    emitter[REJECTION](error, type, ...args);
    return;
  }
  const before = emitter[CAPTURE];
  // Whoever handles it must not be captured again.
  try {
    emitter[CAPTURE] = false;
    emitter.emit('error', error);
  } finally {
    emitter[CAPTURE] = before;
  }
}

const methods = {
  setMaxListeners(count) {
    needCount(count, 'setMaxListeners');
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
        result.then(undefined, (error) => tasks.nextTick(rejected, this, error, type, args));
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
    if (this._events?.removeListener !== undefined) {
      if (type === undefined) {
        for (const key of Reflect.ownKeys(this._events)) if (key !== 'removeListener') this.removeAllListeners(key);
        this.removeAllListeners('removeListener');
      } else {
        for (const listener of list(this, type).reverse()) this.removeListener(type, listener);
      }
    } else if (type === undefined) {
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
Object.assign(EventEmitter.prototype, { _events: undefined, _eventsCount: 0, _maxListeners: undefined }, methods);

EventEmitter.once = (...args) => require('events/waiting').once(...args);
EventEmitter.on = (...args) => require('events/waiting').on(...args);
EventEmitter.addAbortListener = function addAbortListener(signal, listener) {
  if (typeof signal?.aborted !== 'boolean') throw invalidArgType('signal', 'AbortSignal', signal);
  needFunction(listener, 'listener');
  if (signal.aborted) queueMicrotask(() => listener());
  else signal.addEventListener('abort', listener, { once: true });
  return {
    [Symbol.dispose]() {
      signal.removeEventListener('abort', listener);
    },
  };
};

const isTarget = (value) => typeof value?.addEventListener === 'function' && typeof value.on !== 'function';

EventEmitter.listenerCount = function listenerCount(emitter, type) {
  if (typeof emitter.listenerCount === 'function') return emitter.listenerCount(type);
  return list(emitter, type).length;
};
EventEmitter.getEventListeners = function getEventListeners(emitter, type) {
  if (typeof emitter?.listeners === 'function') return emitter.listeners(type);
  if (isTarget(emitter)) return require('globals/event_target').listenersOf(emitter, type);
  throw invalidArgType('emitter', ['EventEmitter', 'EventTarget'], emitter);
};
const targetMost = new WeakMap();
EventEmitter.getMaxListeners = function getMaxListeners(emitter) {
  if (typeof emitter?.getMaxListeners === 'function') return emitter.getMaxListeners();
  if (isTarget(emitter)) return targetMost.get(emitter) ?? (emitter instanceof AbortSignal ? 0 : defaultMaxListeners);
  throw invalidArgType('emitter', ['EventEmitter', 'EventTarget'], emitter);
};
EventEmitter.setMaxListeners = function setMaxListeners(count = defaultMaxListeners, ...emitters) {
  needCount(count, 'setMaxListeners');
  if (emitters.length === 0) defaultMaxListeners = count;
  for (const emitter of emitters) {
    if (isTarget(emitter)) targetMost.set(emitter, count);
    else if (typeof emitter?.setMaxListeners === 'function') emitter.setMaxListeners(count);
    else throw invalidArgType('eventTargets', ['EventEmitter', 'EventTarget'], emitter);
  }
};
Object.defineProperty(EventEmitter, 'EventEmitterAsyncResource', {
  get: () => require('events/async_resource').EventEmitterAsyncResource,
  enumerable: true,
  configurable: true,
});
EventEmitter.EventEmitter = EventEmitter;
EventEmitter.errorMonitor = ERROR_MONITOR;
EventEmitter.captureRejectionSymbol = REJECTION;
EventEmitter.captureRejections = false;
EventEmitter.usingDomains = false;
Object.defineProperty(EventEmitter, 'defaultMaxListeners', {
  get: () => defaultMaxListeners,
  set(count) {
    needCount(count, 'defaultMaxListeners');
    defaultMaxListeners = count;
  },
  enumerable: true,
});

module.exports = EventEmitter;
