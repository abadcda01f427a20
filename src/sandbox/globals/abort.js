// `AbortController` and `AbortSignal`.
'use strict';

const { Event, EventTarget, handlerProperty } = require('globals/event_target');
const { coded, invalidArgType, outOfRange } = require('internal/node_errors');
const tasks = require('internal/tasks');

const custom = Symbol.for('nodejs.util.inspect.custom');

const KEY = Symbol('AbortSignal');
let abort;

class AbortSignal extends EventTarget {
  #aborted = false;
  #reason = undefined;

  static {
    abort = (signal, reason = new DOMException('This operation was aborted', 'AbortError')) => {
      if (signal.#aborted) return;
      signal.#aborted = true;
      signal.#reason = reason;
      signal.dispatchEvent(new Event('abort'));
    };
  }

  constructor(key) {
    if (key !== KEY) throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
    super();
  }

  get aborted() {
    return this.#aborted;
  }

  get reason() {
    return this.#reason;
  }

  throwIfAborted() {
    if (this.#aborted) throw this.#reason;
  }

  static abort(reason = undefined) {
    const signal = new AbortSignal(KEY);
    abort(signal, reason);
    return signal;
  }

  static timeout(delay) {
    if (typeof delay !== 'number') throw invalidArgType('delay', 'number', delay);
    if (!(delay >= 0 && delay <= 4294967295)) throw outOfRange('delay', '>= 0 && <= 4294967295', delay);
    const signal = new AbortSignal(KEY);
    const id = host.timer(delay, false);
    tasks.keep(id, () => abort(signal, new DOMException('The operation was aborted due to timeout', 'TimeoutError')));
    host.background(id, true);
    return signal;
  }

  static any(signals) {
    if (typeof signals?.[Symbol.iterator] !== 'function') {
      throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'Value can not be converted to sequence.');
    }
    const all = [...signals];
    all.forEach((signal, i) => {
      if (!(signal instanceof AbortSignal)) throw invalidArgType(`signals[${i}]`, 'AbortSignal', signal);
    });
    const result = new AbortSignal(KEY);
    const first = all.find((signal) => signal.aborted);
    if (first !== undefined) abort(result, first.reason);
    else for (const signal of all) signal.addEventListener('abort', () => abort(result, signal.reason), { once: true });
    return result;
  }

  [custom](depth, options, inspect) {
    if (typeof depth === 'number' && depth < 0) return 'AbortSignal';
    return `AbortSignal ${inspect({ aborted: this.#aborted }, options)}`;
  }
}
handlerProperty(AbortSignal, 'abort');

class AbortController {
  #signal = new AbortSignal(KEY);

  get signal() {
    return this.#signal;
  }

  abort(reason = undefined) {
    abort(this.#signal, reason);
  }

  [custom](depth, options, inspect) {
    if (typeof depth === 'number' && depth < 0) return 'AbortController';
    return `AbortController ${inspect({ signal: this.#signal }, options)}`;
  }
}

for (const Class of [AbortController, AbortSignal]) {
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
}

// A signal that nobody can abort from outside.
exports.newSignal = () => new AbortSignal(KEY);
exports.AbortController = AbortController;
exports.AbortSignal = AbortSignal;
