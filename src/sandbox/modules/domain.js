// `require('domain')`, the deprecated one: errors of the emitters and functions bound to a domain go to it.
'use strict';

const EventEmitter = require('events');

class Domain extends EventEmitter {
  constructor() {
    super();
    this.members = [];
  }
  #failed(error) {
    if (this.listenerCount('error') === 0) throw error;
    this.emit('error', error);
  }
  enter() {
    exports.active = this;
  }
  exit() {
    if (exports.active === this) exports.active = undefined;
  }
  add(emitter) {
    this.members.push(emitter);
    emitter.on('error', (error) => this.#failed(error));
  }
  remove(emitter) {
    this.members = this.members.filter((member) => member !== emitter);
  }
  run(run, ...args) {
    this.enter();
    try {
      return Reflect.apply(run, this, args);
    } catch (error) {
      this.#failed(error);
      return undefined;
    } finally {
      this.exit();
    }
  }
  bind(run) {
    return (...args) => this.run(() => run(...args));
  }
  intercept(run) {
    return (error, ...args) => {
      if (error instanceof Error) this.#failed(error);
      else this.run(() => run(...args));
    };
  }
  dispose() {
    this.exit();
    this.members = [];
  }
}

Object.assign(exports, { Domain, active: undefined, create: () => new Domain(), createDomain: () => new Domain() });
