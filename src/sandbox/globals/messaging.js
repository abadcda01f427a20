// `MessageChannel`, `MessagePort`, `MessageEvent`, `BroadcastChannel`: messages within this one script.
'use strict';

const { Event, EventTarget, handlerProperty } = require('globals/event_target');
const { structuredClone } = require('globals/structured_clone');
const { coded } = require('internal/node_errors');
const tasks = require('internal/tasks');

const KEY = Symbol('MessagePort');
// Messages that wait for a port nobody listens on.
const MOST_WAITING = 10000;

class MessageEvent extends Event {
  #init;

  constructor(type, init = {}) {
    super(type, init);
    this.#init = init;
  }

  get data() {
    return this.#init.data ?? null;
  }
  get origin() {
    return this.#init.origin ?? '';
  }
  get lastEventId() {
    return this.#init.lastEventId ?? '';
  }
  get source() {
    return this.#init.source ?? null;
  }
  get ports() {
    return this.#init.ports ?? [];
  }
}

let connect;

class MessagePort extends EventTarget {
  #other;
  #open = true;
  #started = false;
  #waiting = [];
  #listeners = new Map();

  static {
    connect = (one, two) => {
      one.#other = two;
      two.#other = one;
    };
  }

  constructor(key) {
    if (key !== KEY) throw coded(TypeError, 'ERR_CONSTRUCT_CALL_INVALID', 'Constructor cannot be called');
    super();
  }

  postMessage(message) {
    if (arguments.length === 0) {
      throw coded(TypeError, 'ERR_MISSING_ARGS', 'Not enough arguments to MessagePort.postMessage');
    }
    const data = structuredClone(message);
    if (this.#open && this.#other.#open) this.#other.#receive(data);
  }

  #receive(data) {
    if (this.#waiting.length >= MOST_WAITING) throw new RangeError('too many messages wait for this port');
    this.#waiting.push(data);
    if (this.#started) this.#deliver();
  }

  #deliver() {
    for (const data of this.#waiting.splice(0)) {
      tasks.later(() => {
        if (this.#open) this.dispatchEvent(new MessageEvent('message', { data, source: null }));
      });
    }
  }

  start() {
    this.#started = true;
    this.#deliver();
  }

  close() {
    if (!this.#open) return;
    this.#open = false;
    tasks.later(() => this.dispatchEvent(new Event('close')));
    this.#other.close();
  }

  on(type, listener) {
    const wrapped = (event) => listener.call(this, type === 'message' ? event.data : event);
    this.#listeners.set(listener, wrapped);
    this.addEventListener(type, wrapped);
    if (type === 'message') this.start();
    return this;
  }
  addListener(type, listener) {
    return this.on(type, listener);
  }
  once(type, listener) {
    const once = (...args) => {
      this.off(type, once);
      listener.apply(this, args);
    };
    return this.on(type, once);
  }
  off(type, listener) {
    this.removeEventListener(type, this.#listeners.get(listener) ?? listener);
    this.#listeners.delete(listener);
    return this;
  }
  removeListener(type, listener) {
    return this.off(type, listener);
  }

  ref() {}
  unref() {}
  hasRef() {
    return this.#started;
  }
}

// Setting `onmessage` opens the port.
handlerProperty(MessagePort, 'message');
handlerProperty(MessagePort, 'messageerror');
const onmessage = Object.getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage');
Object.defineProperty(MessagePort.prototype, 'onmessage', {
  ...onmessage,
  set(handler) {
    onmessage.set.call(this, handler);
    this.start();
  },
});

class MessageChannel {
  constructor() {
    this.port1 = new MessagePort(KEY);
    this.port2 = new MessagePort(KEY);
    connect(this.port1, this.port2);
  }
}

const channels = new Map();

class BroadcastChannel extends EventTarget {
  #name;
  #open = true;

  constructor(name) {
    if (arguments.length === 0) throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "name" argument must be specified');
    super();
    this.#name = `${name}`;
    const members = channels.get(this.#name) ?? new Set();
    members.add(this);
    channels.set(this.#name, members);
  }

  get name() {
    return this.#name;
  }

  postMessage(message) {
    if (arguments.length === 0) throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "message" argument must be specified');
    if (!this.#open) throw new DOMException('BroadcastChannel is closed.', 'InvalidStateError');
    for (const member of channels.get(this.#name)) {
      if (member === this) continue;
      const data = structuredClone(message);
      tasks.later(() => {
        if (member.#open) member.dispatchEvent(new MessageEvent('message', { data }));
      });
    }
  }

  close() {
    this.#open = false;
    channels.get(this.#name)?.delete(this);
  }

  ref() {
    return this;
  }
  unref() {
    return this;
  }
}
handlerProperty(BroadcastChannel, 'message');
handlerProperty(BroadcastChannel, 'messageerror');

for (const Class of [MessageEvent, MessagePort, BroadcastChannel]) {
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
}
Object.assign(exports, { BroadcastChannel, MessageChannel, MessageEvent, MessagePort });
