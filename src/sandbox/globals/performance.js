// `performance` and its entries, on the realm's own clock.
'use strict';

const { EventTarget } = require('globals/event_target');
const { coded, invalidArgType, needFunction, needString } = require('internal/node_errors');
const tasks = require('internal/tasks');

const custom = Symbol.for('nodejs.util.inspect.custom');
const KEY = Symbol('performance');
// More are not kept: a script that marks in an endless loop must not fill the memory.
const MOST_ENTRIES = 100000;

const illegal = () => coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
const now = () => host.elapsed();

class PerformanceEntry {
  #name;
  #type;
  #start;
  #duration;
  #detail;

  constructor(key, name, type, start, duration, detail) {
    if (key !== KEY) throw illegal();
    this.#name = name;
    this.#type = type;
    this.#start = start;
    this.#duration = duration;
    this.#detail = detail;
  }

  get name() {
    return this.#name;
  }
  get entryType() {
    return this.#type;
  }
  get startTime() {
    return this.#start;
  }
  get duration() {
    return this.#duration;
  }
  get detail() {
    return this.#detail;
  }

  toJSON() {
    const { name, entryType, startTime, duration, detail } = this;
    return { name, entryType, startTime, duration, ...(detail === undefined ? {} : { detail }) };
  }

  [custom](depth, options, inspect) {
    if (typeof depth === 'number' && depth < 0) return this.constructor.name;
    const { name, entryType, startTime, duration, detail } = this;
    return `${this.constructor.name} ${inspect({ name, entryType, startTime, duration, detail }, options)}`;
  }
}

const cloned = (detail) =>
  detail === undefined || detail === null ? null : require('globals/structured_clone').structuredClone(detail);

class PerformanceMark extends PerformanceEntry {
  constructor(name, options) {
    if (arguments.length === 0) throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "name" argument must be specified');
    if (options !== undefined && options !== null && typeof options !== 'object') {
      throw invalidArgType('options', 'object', options);
    }
    const start = options?.startTime ?? now();
    if (typeof start !== 'number') throw invalidArgType('startTime', 'number', start);
    if (start < 0) throw coded(TypeError, 'ERR_PERFORMANCE_INVALID_TIMESTAMP', `${start} is not a valid timestamp`);
    super(KEY, `${name}`, 'mark', start, 0, cloned(options?.detail));
  }
}

class PerformanceMeasure extends PerformanceEntry {}

class PerformanceResourceTiming extends PerformanceEntry {
  constructor() {
    throw illegal();
  }
}

let entries = [];
const observers = new Set();

function keep(entry) {
  if (entries.length < MOST_ENTRIES) entries.push(entry);
  for (const observer of observers) observer.take(entry);
}

const byTime = (list) => [...list].sort((one, two) => one.startTime - two.startTime);

class PerformanceObserverEntryList {
  #entries;

  constructor(key, list) {
    if (key !== KEY) throw illegal();
    this.#entries = byTime(list);
  }

  getEntries() {
    return [...this.#entries];
  }
  getEntriesByType(type) {
    return this.#entries.filter((entry) => entry.entryType === `${type}`);
  }
  getEntriesByName(name, type) {
    return this.#entries.filter(
      (entry) => entry.name === `${name}` && (type === undefined || entry.entryType === type),
    );
  }
}

const OBSERVED = ['dns', 'function', 'gc', 'http', 'http2', 'mark', 'measure', 'net', 'resource'];

class PerformanceObserver {
  #callback;
  #types = new Set();
  #records = [];
  #due = false;
  #slot = { take: (entry) => this.#take(entry) };

  constructor(callback) {
    needFunction(callback, 'callback');
    this.#callback = callback;
  }

  #take(entry) {
    if (!this.#types.has(entry.entryType) || this.#records.length >= MOST_ENTRIES) return;
    this.#records.push(entry);
    if (this.#due) return;
    this.#due = true;
    tasks.keep(host.immediate(), () => {
      this.#due = false;
      const records = this.takeRecords();
      if (records.length > 0) this.#callback(new PerformanceObserverEntryList(KEY, records), this);
    });
  }

  observe(options = {}) {
    if (typeof options !== 'object' || options === null) throw invalidArgType('options', 'Object', options);
    const { entryTypes, type, buffered } = options;
    if (entryTypes === undefined && type === undefined) {
      throw coded(
        TypeError,
        'ERR_MISSING_ARGS',
        'The "options.entryTypes" or "options.type" argument must be specified',
      );
    }
    if (entryTypes !== undefined && !Array.isArray(entryTypes)) {
      throw invalidArgType('options.entryTypes', 'string[]', entryTypes);
    }
    for (const each of entryTypes ?? [type]) if (OBSERVED.includes(each)) this.#types.add(each);
    observers.add(this.#slot);
    if (buffered) for (const entry of entries) this.#take(entry);
  }

  disconnect() {
    observers.delete(this.#slot);
    this.#types.clear();
    this.#records = [];
  }

  takeRecords() {
    return this.#records.splice(0);
  }

  static get supportedEntryTypes() {
    return OBSERVED;
  }
}

// Where a mark stands, by its name or its time.
function timeOf(mark) {
  if (mark === undefined) return undefined;
  if (typeof mark === 'number') {
    if (mark < 0) throw coded(TypeError, 'ERR_PERFORMANCE_INVALID_TIMESTAMP', `${mark} is not a valid timestamp`);
    return mark;
  }
  const name = `${mark}`;
  const known = entries.findLast((entry) => entry.entryType === 'mark' && entry.name === name);
  if (known !== undefined) return known.startTime;
  if (Object.hasOwn(MILESTONES, name)) return MILESTONES[name];
  throw new DOMException(`The "${name}" performance mark has not been set`, 'SyntaxError');
}

const MILESTONES = { nodeStart: 0, v8Start: 0, environment: 0, bootstrapComplete: 0, loopStart: 0, loopExit: -1 };
const nodeTiming = {
  name: 'node',
  entryType: 'node',
  startTime: 0,
  get duration() {
    return now();
  },
  ...MILESTONES,
  idleTime: 0,
  uvMetricsInfo: { loopCount: 0, events: 0, eventsWaiting: 0 },
  toJSON() {
    const { toJSON, ...rest } = this;
    return rest;
  },
};

class Performance extends EventTarget {
  constructor(key) {
    if (key !== KEY) throw illegal();
    super();
  }

  now() {
    return now();
  }
  get timeOrigin() {
    return host.now() - host.elapsed();
  }
  get nodeTiming() {
    return nodeTiming;
  }

  mark(name, options) {
    if (arguments.length === 0) throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "name" argument must be specified');
    const mark = new PerformanceMark(name, options);
    keep(mark);
    return mark;
  }

  measure(name, startOrOptions, endMark) {
    if (arguments.length === 0) throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "name" argument must be specified');
    needString(name, 'name');
    const options = typeof startOrOptions === 'object' && startOrOptions !== null ? startOrOptions : undefined;
    const { start, end, duration, detail } = options ?? { start: startOrOptions, end: endMark };
    let until = timeOf(end);
    if (until === undefined)
      until = options && duration !== undefined && start !== undefined ? timeOf(start) + duration : now();
    let from = timeOf(start);
    if (from === undefined) from = duration === undefined ? 0 : until - duration;
    const measure = new PerformanceMeasure(KEY, name, 'measure', from, until - from, cloned(detail));
    keep(measure);
    return measure;
  }

  clearMarks(name) {
    entries = entries.filter((entry) => entry.entryType !== 'mark' || (name !== undefined && entry.name !== `${name}`));
  }
  clearMeasures(name) {
    entries = entries.filter(
      (entry) => entry.entryType !== 'measure' || (name !== undefined && entry.name !== `${name}`),
    );
  }
  clearResourceTimings() {}
  setResourceTimingBufferSize() {}

  getEntries() {
    return byTime(entries);
  }
  getEntriesByName(name, type) {
    if (arguments.length === 0) throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "name" argument must be specified');
    return byTime(entries).filter(
      (entry) => entry.name === `${name}` && (type === undefined || entry.entryType === type),
    );
  }
  getEntriesByType(type) {
    if (arguments.length === 0) throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "type" argument must be specified');
    return byTime(entries).filter((entry) => entry.entryType === `${type}`);
  }

  timerify(run) {
    needFunction(run, 'fn');
    function timerified(...args) {
      const start = now();
      const result =
        new.target === undefined ? Reflect.apply(run, this, args) : Reflect.construct(run, args, new.target);
      for (const observer of observers) {
        observer.take(new PerformanceEntry(KEY, run.name, 'function', start, now() - start, args));
      }
      return result;
    }
    Object.defineProperty(timerified, 'name', { value: `timerified ${run.name}`, configurable: true });
    Object.defineProperty(timerified, 'length', { value: run.length, configurable: true });
    return timerified;
  }

  // The loop of the container is never idle and never late: time passes as the script makes it pass.
  eventLoopUtilization() {
    return { idle: 0, active: 0, utilization: 0 };
  }

  toJSON() {
    return {
      nodeTiming: nodeTiming.toJSON(),
      timeOrigin: this.timeOrigin,
      eventLoopUtilization: this.eventLoopUtilization(),
    };
  }

  [custom](depth, options, inspect) {
    if (typeof depth === 'number' && depth < 0) return 'Performance';
    return `Performance ${inspect({ nodeTiming: this.nodeTiming, timeOrigin: this.timeOrigin }, options)}`;
  }
}

for (const Class of [
  Performance,
  PerformanceEntry,
  PerformanceMark,
  PerformanceMeasure,
  PerformanceObserver,
  PerformanceObserverEntryList,
  PerformanceResourceTiming,
]) {
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
  exports[Class.name] = Class;
}
exports.performance = new Performance(KEY);
