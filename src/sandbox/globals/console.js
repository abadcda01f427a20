// `console`: formats as Node does and hands each line to the recording.
'use strict';

// Most lines are plain text: what formats the others is loaded when it is needed.
function format(...args) {
  if (args.length === 1 && typeof args[0] === 'string') return args[0];
  if (args.every((arg) => typeof arg === 'string') && !args[0]?.includes('%')) return args.join(' ');
  return require('internal/format').format(...args);
}

const INDENT = 2;

// A span of time in the unit a reader would choose.
function duration(ms) {
  const pad = (value, places) => String(value).padStart(places, '0');
  if (ms < 1000) return `${Number(ms.toFixed(3))}ms`;
  if (ms < 60000) return `${(ms / 1000).toFixed(3)}s`;
  const minutes = Math.floor(ms / 60000);
  const [seconds, thousandths] = ((ms % 60000) / 1000).toFixed(3).split('.');
  if (minutes < 60) return `${minutes}:${pad(seconds, 2)}.${thousandths} (m:ss.mmm)`;
  return `${Math.floor(minutes / 60)}:${pad(minutes % 60, 2)}:${pad(seconds, 2)} (h:mm:ss)`;
}

// The methods of a console; `write(level, text)` takes what it prints.
function methodsOf(write, { groupIndentation = INDENT, inspectOptions, formatted = format } = {}) {
  let indent = '';
  const counts = new Map();
  const timers = new Map();

  function print(level, text) {
    write(level, indent === '' ? text : indent + text.replaceAll('\n', `\n${indent}`));
  }

  function elapsed(label, method, rest, ends) {
    const started = timers.get(label);
    if (started === undefined) {
      print('warn', `Warning: No such label '${label}' for console.${method}()`);
      return;
    }
    print('log', formatted(`${label}: ${duration(host.elapsed() - started)}`.replaceAll('%', '%%'), ...rest));
    if (ends) timers.delete(label);
  }

  const methods = {
    log: (...args) => print('log', formatted(...args)),
    debug: (...args) => print('debug', formatted(...args)),
    info: (...args) => print('info', formatted(...args)),
    warn: (...args) => print('warn', formatted(...args)),
    error: (...args) => print('error', formatted(...args)),
    dir: (value, options) =>
      print('log', require('internal/inspect').inspect(value, { customInspect: false, ...inspectOptions, ...options })),
    dirxml: (...args) => print('log', formatted(...args)),
    trace(...args) {
      const trace = { name: 'Trace', message: formatted(...args) };
      const stack = new Error(trace.message).stack;
      const frames = stack.slice(Math.max(stack.indexOf('\n    at'), 0)).replace(/^(?!\n).*$/s, '');
      print('error', `Trace${trace.message === '' ? '' : `: ${trace.message}`}${frames}`);
    },
    assert(condition, ...args) {
      if (condition) return;
      const [first, ...rest] = args;
      if (args.length === 0) methods.warn('Assertion failed');
      else if (typeof first === 'string') methods.warn(`Assertion failed: ${first}`, ...rest);
      else methods.warn('Assertion failed:', ...args);
    },
    count(label = 'default') {
      label = `${label}`;
      counts.set(label, (counts.get(label) ?? 0) + 1);
      print('log', `${label}: ${counts.get(label)}`);
    },
    countReset(label = 'default') {
      label = `${label}`;
      if (!counts.delete(label)) print('warn', `Warning: Count for '${label}' does not exist`);
    },
    group(...args) {
      if (args.length > 0) methods.log(...args);
      indent += ' '.repeat(groupIndentation);
    },
    groupEnd() {
      indent = indent.slice(groupIndentation);
    },
    table(value, columns) {
      if (columns !== undefined && !Array.isArray(columns)) {
        throw require('internal/node_errors').invalidArgType('properties', 'Array', columns);
      }
      const text = require('internal/table').table(value, columns);
      if (text === undefined) methods.log(value);
      else print('log', text);
    },
    time(label = 'default') {
      label = `${label}`;
      if (timers.has(label)) print('warn', `Warning: Label '${label}' already exists for console.time()`);
      else timers.set(label, host.elapsed());
    },
    timeEnd(label = 'default') {
      elapsed(`${label}`, 'timeEnd', [], true);
    },
    timeLog(label = 'default', ...rest) {
      elapsed(`${label}`, 'timeLog', rest, false);
    },
    clear() {},
    profile() {},
    profileEnd() {},
    timeStamp() {},
  };
  methods.groupCollapsed = methods.group;
  return methods;
}

function setUp(console, write, options) {
  const methods = methodsOf(write, options);
  for (const name of Object.keys(methods)) {
    Object.defineProperty(console, name, {
      value: methods[name],
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }
  return console;
}

// `new Console(stdout, stderr)`: a console that writes to streams of the script.
function Console(options, stderr) {
  if (new.target === undefined) return Reflect.construct(Console, [options, stderr]);
  const { coded, invalidArgType, invalidArgValue } = require('internal/node_errors');
  const given =
    typeof options?.write === 'function' || options === null || typeof options !== 'object'
      ? { stdout: options, stderr }
      : options;
  const { stdout, colorMode = 'auto', groupIndentation = INDENT, inspectOptions } = given;
  const errors = given.stderr ?? stdout;
  for (const [name, stream] of [
    ['stdout', stdout],
    ['stderr', errors],
  ]) {
    if (typeof stream?.write !== 'function') {
      throw coded(TypeError, 'ERR_CONSOLE_WRITABLE_STREAM', `Console expects a writable stream instance for ${name}`);
    }
  }
  if (!['auto', true, false].includes(colorMode)) {
    throw invalidArgValue('colorMode', colorMode, "must be one of: 'auto', true, false");
  }
  if (inspectOptions !== undefined && (typeof inspectOptions !== 'object' || inspectOptions === null)) {
    throw invalidArgType('options.inspectOptions', 'object', inspectOptions);
  }
  const shown = { ...(colorMode === true ? { colors: true } : {}), ...inspectOptions };
  const formatted = (...args) => require('internal/format').formatWithOptions(shown, ...args);
  const write = (level, text) => (level === 'warn' || level === 'error' ? errors : stdout).write(`${text}\n`);
  setUp(this, write, { groupIndentation, inspectOptions: shown, formatted });
}

exports.console = setUp(Object.create({}), (level, text) => host.print(level, text));
Object.assign(exports.console, {
  Console,
  context() {
    return exports.console;
  },
  createTask(name) {
    const { needString } = require('internal/node_errors');
    needString(name, 'name');
    return { run: (work) => work() };
  },
});
Object.defineProperty(Console, Symbol.hasInstance, {
  value: (value) => value === exports.console || Function.prototype[Symbol.hasInstance].call(Console, value),
});
Object.defineProperty(exports.console, Symbol.toStringTag, { value: 'console', configurable: true });
