// `console`: formats as Node does and hands each line to the recording.
'use strict';

// Most lines are plain text: what formats the others is loaded when it is needed.
function format(...args) {
  if (args.length === 1 && typeof args[0] === 'string') return args[0];
  if (args.every((arg) => typeof arg === 'string') && !args[0]?.includes('%')) return args.join(' ');
  return require('internal/format').format(...args);
}

const INDENT = 2;
let indent = '';
const counts = new Map();
const timers = new Map();

function print(level, text) {
  host.print(level, indent === '' ? text : indent + text.replaceAll('\n', `\n${indent}`));
}

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

function elapsed(label, method, rest, ends) {
  const started = timers.get(label);
  if (started === undefined) {
    print('warn', `Warning: No such label '${label}' for console.${method}()`);
    return;
  }
  print('log', format(`${label}: ${duration(host.elapsed() - started)}`.replaceAll('%', '%%'), ...rest));
  if (ends) timers.delete(label);
}

const methods = {
  log: (...args) => print('log', format(...args)),
  debug: (...args) => print('debug', format(...args)),
  info: (...args) => print('info', format(...args)),
  warn: (...args) => print('warn', format(...args)),
  error: (...args) => print('error', format(...args)),
  dir: (value, options) =>
    print('log', require('internal/inspect').inspect(value, { customInspect: false, ...options })),
  dirxml: (...args) => print('log', format(...args)),
  trace(...args) {
    const trace = { name: 'Trace', message: format(...args) };
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
    indent += ' '.repeat(INDENT);
  },
  groupEnd() {
    indent = indent.slice(INDENT);
  },
  table(value, columns) {
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
  profile() {},
  profileEnd() {},
  timeStamp() {},
};
methods.groupCollapsed = methods.group;

exports.console = Object.assign({}, methods);
exports.console.Console = function Console() {
  return exports.console;
};
Object.defineProperty(exports.console, Symbol.toStringTag, { value: 'console', configurable: true });
