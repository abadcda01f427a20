// `Event`, `CustomEvent` and `EventTarget`.
'use strict';

const { coded, invalidArgType } = require('internal/node_errors');

const custom = Symbol.for('nodejs.util.inspect.custom');

const missing = (...names) =>
  coded(
    TypeError,
    'ERR_MISSING_ARGS',
    `The ${names.map((name) => `"${name}"`).join(' and ')} argument${names.length > 1 ? 's' : ''} must be specified`,
  );

let dispatching;
let held;

class Event {
  #type;
  #bubbles;
  #cancelable;
  #composed;
  #prevented = false;
  #stopped = false;
  #target = null;
  #active = false;
  #passive = false;
  #halted = false;
  #time = host.elapsed();

  static {
    // Walks the listeners of one target; `call(listener)` returns nothing.
    dispatching = (event, target, listeners, call) => {
      if (event.#active) {
        throw coded(Error, 'ERR_EVENT_RECURSION', `The event "${event.#type}" is already being dispatched`);
      }
      event.#target = target;
      event.#active = true;
      for (const listener of listeners) {
        event.#passive = listener.passive;
        call(listener);
        event.#passive = false;
        if (event.#stopped) break;
      }
      event.#active = false;
      return !event.#prevented;
    };
  }

  constructor(type, options = undefined) {
    if (arguments.length === 0) throw missing('type');
    if (options !== undefined && options !== null && typeof options !== 'object') {
      throw invalidArgType('options', 'object', options);
    }
    this.#type = `${type}`;
    this.#bubbles = Boolean(options?.bubbles);
    this.#cancelable = Boolean(options?.cancelable);
    this.#composed = Boolean(options?.composed);
  }

  get type() {
    return this.#type;
  }
  get target() {
    return this.#target;
  }
  get srcElement() {
    return this.#target;
  }
  get currentTarget() {
    return this.#active ? this.#target : null;
  }
  get bubbles() {
    return this.#bubbles;
  }
  get cancelable() {
    return this.#cancelable;
  }
  get composed() {
    return this.#composed;
  }
  get defaultPrevented() {
    return this.#prevented;
  }
  get returnValue() {
    return !this.#prevented;
  }
  get eventPhase() {
    return this.#active ? Event.AT_TARGET : Event.NONE;
  }
  get timeStamp() {
    return this.#time;
  }
  get isTrusted() {
    return false;
  }
  get cancelBubble() {
    return this.#halted;
  }
  set cancelBubble(value) {
    if (value) this.#halted = true;
  }
  set returnValue(value) {
    if (!value) this.preventDefault();
  }

  composedPath() {
    return this.#active ? [this.#target] : [];
  }
  preventDefault() {
    if (this.#cancelable && !this.#passive) this.#prevented = true;
  }
  stopPropagation() {
    this.#halted = true;
  }
  initEvent(type, bubbles = false, cancelable = false) {
    if (arguments.length === 0) throw missing('type');
    if (this.#active) return;
    this.#type = `${type}`;
    this.#bubbles = Boolean(bubbles);
    this.#cancelable = Boolean(cancelable);
  }
  stopImmediatePropagation() {
    this.#stopped = true;
  }

  [custom](depth, options, inspect) {
    if (typeof depth === 'number' && depth < 0) return this.constructor.name;
    const { type, defaultPrevented, cancelable, timeStamp } = this;
    return `${this.constructor.name} ${inspect({ type, defaultPrevented, cancelable, timeStamp }, options)}`;
  }

  static NONE = 0;
  static CAPTURING_PHASE = 1;
  static AT_TARGET = 2;
  static BUBBLING_PHASE = 3;
}

class CustomEvent extends Event {
  #detail;

  constructor(type, options = undefined) {
    if (arguments.length === 0) throw missing('type');
    super(type, options);
    this.#detail = options?.detail ?? null;
  }

  get detail() {
    return this.#detail;
  }
}

class EventTarget {
  #listeners = new Map();

  static {
    held = (target, type) => (target.#listeners.get(`${type}`) ?? []).map((each) => each.listener);
  }

  addEventListener(type, listener, options = undefined) {
    if (arguments.length < 2) throw missing('type', 'listener');
    if (listener === null || listener === undefined) return;
    if (typeof listener !== 'function' && typeof listener !== 'object') {
      throw invalidArgType('listener', 'EventListener', listener);
    }
    const { once = false, signal, passive = false, capture = options === true } = Object(options);
    if (signal?.aborted) return;
    const known = this.#listeners.get(`${type}`) ?? [];
    if (known.some((each) => each.listener === listener && each.capture === Boolean(capture))) return;
    this.#listeners.set(`${type}`, [
      ...known,
      { listener, once: Boolean(once), passive: Boolean(passive), capture: Boolean(capture) },
    ]);
    signal?.addEventListener('abort', () => this.removeEventListener(type, listener, options), { once: true });
  }

  removeEventListener(type, listener, options = undefined) {
    if (arguments.length < 2) throw missing('type', 'listener');
    const capture = Boolean(options === true || Object(options).capture);
    const known = this.#listeners.get(`${type}`) ?? [];
    this.#listeners.set(
      `${type}`,
      known.filter((each) => each.listener !== listener || each.capture !== capture),
    );
  }

  dispatchEvent(event) {
    if (!(event instanceof Event)) throw invalidArgType('event', 'Event', event);
    return dispatching(event, this, this.#listeners.get(event.type) ?? [], (each) => {
      if (!(this.#listeners.get(event.type) ?? []).includes(each)) return;
      if (each.once)
        this.#listeners.set(
          event.type,
          this.#listeners.get(event.type).filter((other) => other !== each),
        );
      // An error of a listener is nobody's: the others still run.
      try {
        if (typeof each.listener === 'function') each.listener.call(this, event);
        else each.listener.handleEvent(event);
      } catch (error) {
        host.uncaught(error);
      }
    });
  }

  [custom](depth) {
    return typeof depth === 'number' && depth < 0 ? this.constructor.name : `${this.constructor.name} {}`;
  }
}

for (const Class of [Event, CustomEvent, EventTarget]) {
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
}

// An `onabort`-like property: a listener that can be exchanged.
exports.handlerProperty = function handlerProperty(Class, type) {
  const handlers = new WeakMap();
  Object.defineProperty(Class.prototype, `on${type}`, {
    get() {
      return handlers.get(this)?.handler ?? null;
    },
    set(handler) {
      const known = handlers.get(this);
      if (known !== undefined) known.handler = handler;
      else {
        const slot = { handler };
        handlers.set(this, slot);
        this.addEventListener(type, function listener(event) {
          if (typeof slot.handler === 'function') slot.handler.call(this, event);
        });
      }
    },
    enumerable: true,
    configurable: true,
  });
};
// The listeners of a target for one type of event.
exports.listenersOf = (target, type) => held(target, type);
exports.Event = Event;
exports.CustomEvent = CustomEvent;
exports.EventTarget = EventTarget;
