// `require('diagnostics_channel')`: named channels on which packages tell what they do.
'use strict';

const { invalidArgType, needFunction } = require('internal/node_errors');

const channels = new Map();

class Channel {
  constructor(name) {
    this.name = name;
    Object.defineProperty(this, 'listeners', { value: [], writable: true });
    Object.defineProperty(this, 'stores', { value: new Map() });
  }
  get hasSubscribers() {
    return this.listeners.length > 0 || this.stores.size > 0;
  }
  subscribe(listener) {
    needFunction(listener, 'subscription');
    this.listeners = [...this.listeners, listener];
  }
  unsubscribe(listener) {
    const at = this.listeners.indexOf(listener);
    if (at < 0) return false;
    this.listeners = this.listeners.filter((_, index) => index !== at);
    return true;
  }
  publish(message) {
    for (const listener of this.listeners) listener(message, this.name);
  }
  bindStore(store, transform) {
    this.stores.set(store, transform);
  }
  unbindStore(store) {
    return this.stores.delete(store);
  }
  runStores(data, run, self, ...args) {
    let inner = () => {
      this.publish(data);
      return Reflect.apply(run, self, args);
    };
    for (const [store, transform] of this.stores) {
      const next = inner;
      inner = () => store.run(transform === undefined ? data : transform(data), next);
    }
    return inner();
  }
}

function channel(name) {
  if (typeof name !== 'string' && typeof name !== 'symbol') {
    throw invalidArgType('channel', ['string', 'symbol'], name);
  }
  if (!channels.has(name)) channels.set(name, new Channel(name));
  return channels.get(name);
}

const EVENTS = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'];

class TracingChannel {
  constructor(given) {
    for (const event of EVENTS) {
      this[event] = typeof given === 'string' ? channel(`tracing:${given}:${event}`) : given[event];
    }
  }
  get hasSubscribers() {
    return EVENTS.some((event) => this[event]?.hasSubscribers);
  }
  subscribe(handlers) {
    for (const event of EVENTS) if (handlers[event]) this[event].subscribe(handlers[event]);
  }
  unsubscribe(handlers) {
    return EVENTS.every((event) => !handlers[event] || this[event].unsubscribe(handlers[event]));
  }
  traceSync(run, context = {}, self, ...args) {
    return this.start.runStores(context, () => {
      try {
        const result = Reflect.apply(run, self, args);
        context.result = result;
        return result;
      } catch (error) {
        context.error = error;
        this.error.publish(context);
        throw error;
      } finally {
        this.end.publish(context);
      }
    });
  }
  tracePromise(run, context = {}, self, ...args) {
    const settled = (key, publish) => (value) => {
      context[key] = value;
      if (publish) this.error.publish(context);
      this.asyncStart.publish(context);
      this.asyncEnd.publish(context);
      if (key === 'error') throw value;
      return value;
    };
    return this.start.runStores(context, () => {
      try {
        return Promise.resolve(Reflect.apply(run, self, args)).then(settled('result'), settled('error', true));
      } finally {
        this.end.publish(context);
      }
    });
  }
  traceCallback(run, position = -1, context = {}, self, ...args) {
    const at = position < 0 ? args.length + position : position;
    const callback = args[at];
    needFunction(callback, 'callback');
    const { error: failed, asyncStart, asyncEnd } = this;
    args[at] = function (error, result) {
      if (error) {
        context.error = error;
        failed.publish(context);
      } else {
        context.result = result;
      }
      asyncStart.publish(context);
      try {
        return Reflect.apply(callback, this, arguments);
      } finally {
        asyncEnd.publish(context);
      }
    };
    return this.start.runStores(context, () => {
      try {
        return Reflect.apply(run, self, args);
      } finally {
        this.end.publish(context);
      }
    });
  }
}

Object.assign(exports, {
  channel,
  hasSubscribers: (name) => channels.get(name)?.hasSubscribers ?? false,
  subscribe: (name, listener) => channel(name).subscribe(listener),
  unsubscribe: (name, listener) => channel(name).unsubscribe(listener),
  tracingChannel: (given) => new TracingChannel(given),
  Channel,
});
