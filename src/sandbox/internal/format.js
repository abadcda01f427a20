// `util.format`: fills a format string's placeholders and appends what is left.
'use strict';

const { inspect } = require('internal/inspect');

const number = (value) => (Object.is(value, -0) ? '-0' : `${value}`);

// Whether a value's text comes from the language itself, so that inspecting it says more.
function hasBuiltInText(value) {
  const parts = host.proxyParts(value);
  if (parts !== undefined) return parts[0] === null || hasBuiltInText(parts[0]);
  if (typeof value[Symbol.toPrimitive] === 'function') return value instanceof Date;
  if (typeof value.toString !== 'function') return true;
  if (Object.hasOwn(value, 'toString')) return false;
  let owner = value;
  while (owner !== null && !Object.hasOwn(owner, 'toString')) owner = Object.getPrototypeOf(owner);
  const constructor = owner === null ? undefined : Object.getOwnPropertyDescriptor(owner, 'constructor')?.value;
  return typeof constructor === 'function' && /\[native code\]/.test(Function.prototype.toString.call(constructor));
}

function asText(value) {
  if (typeof value === 'number') return number(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null || !hasBuiltInText(value)) return String(value);
  return inspect(value, { depth: 0, compact: 3 });
}

function asJson(value) {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (/circular/i.test(error?.message)) return '[Circular]';
    throw error;
  }
}

const FILL = {
  s: asText,
  j: asJson,
  d(value) {
    if (typeof value === 'bigint') return `${value}n`;
    return typeof value === 'symbol' ? 'NaN' : number(Number(value));
  },
  i(value) {
    if (typeof value === 'bigint') return `${value}n`;
    return typeof value === 'symbol' ? 'NaN' : number(Number.parseInt(value, 10));
  },
  f: (value) => (typeof value === 'symbol' ? 'NaN' : number(Number.parseFloat(value))),
  o: (value, options) => inspect(value, { ...options, showHidden: true, showProxy: true, depth: 4 }),
  O: (value, options) => inspect(value, options),
  c: () => '',
};

exports.formatWithOptions = function formatWithOptions(options, ...args) {
  const [first] = args;
  if (args.length === 1) return typeof first === 'string' ? first : inspect(first, options);
  let used = 0;
  let text = '';
  if (typeof first === 'string') {
    used = 1;
    text = first.replace(/%([sdifjoOc%])/g, (placeholder, kind) => {
      if (kind === '%') return '%';
      return used < args.length ? FILL[kind](args[used++], options) : placeholder;
    });
  }
  for (; used < args.length; used++) {
    const value = args[used];
    text += (used === 0 ? '' : ' ') + (typeof value === 'string' ? value : inspect(value, options));
  }
  return text;
};

exports.format = (...args) => exports.formatWithOptions(undefined, ...args);
