// `require('async_hooks')`: contexts that follow timers, ticks, answers and promise handlers. Hooks hear nothing.
'use strict';

const { needFunction, needString } = require('internal/node_errors');
const context = require('internal/context');

class AsyncLocalStorage {
  #enabled = true;
  static bind(run) {
    needFunction(run, 'fn');
    return AsyncResource.bind(run);
  }
  static snapshot() {
    const taken = context.current();
    return (run, ...args) => context.inside(taken, () => run(...args));
  }
  getStore() {
    return this.#enabled ? context.current()?.get(this) : undefined;
  }
  run(store, run, ...args) {
    this.#enabled = true;
    return context.inside(context.current().with(this, store), () => Reflect.apply(run, null, args));
  }
  exit(run, ...args) {
    return context.inside(context.current().with(this, undefined), () => Reflect.apply(run, null, args));
  }
  enterWith(store) {
    this.#enabled = true;
    context.enter(context.current().with(this, store));
  }
  disable() {
    this.#enabled = false;
  }
}

let resources = 1;

class AsyncResource {
  #context = context.current();
  #id = (resources += 1);
  constructor(type) {
    needString(type, 'type');
  }
  static bind(run, type, self) {
    return new AsyncResource(type ?? (run.name || 'bound-anonymous-fn')).bind(run, self);
  }
  bind(run, self) {
    needFunction(run, 'fn');
    const resource = this;
    return function (...args) {
      return resource.runInAsyncScope(run, self ?? this, ...args);
    };
  }
  runInAsyncScope(run, self, ...args) {
    return context.inside(this.#context, () => Reflect.apply(run, self, args));
  }
  emitDestroy() {
    return this;
  }
  asyncId() {
    return this.#id;
  }
  triggerAsyncId() {
    return 1;
  }
}

const hook = {
  enable: () => hook,
  disable: () => hook,
};

Object.assign(exports, {
  AsyncLocalStorage,
  AsyncResource,
  createHook: () => hook,
  executionAsyncId: () => 1,
  triggerAsyncId: () => 0,
  executionAsyncResource: () => ({}),
  asyncWrapProviders: Object.freeze({ NONE: 0, PROMISE: 1 }),
});
