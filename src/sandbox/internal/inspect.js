// Values as text, the way Node's `util.inspect` shows them. Getters are not called, proxies not triggered.
'use strict';

const kinds = require('internal/kinds');
const { quote, propertyKey, symbolKey } = require('internal/quote');
const { joined } = require('internal/inspect_layout');
const { className, tagOf, prefix, functionName } = require('internal/inspect_name');
const { errorText } = require('internal/inspect_error');

const custom = Symbol.for('nodejs.util.inspect.custom');

const { colors, styles } = require('internal/inspect_colors');

const DEFAULTS = {
  showHidden: false,
  depth: 2,
  colors: false,
  customInspect: true,
  showProxy: false,
  maxArrayLength: 100,
  maxStringLength: 10000,
  breakLength: 80,
  compact: 3,
  sorted: false,
  getters: false,
  numericSeparator: false,
};

const plainText = (text) => text;

// Escape codes around a text of a style.
function coloured(text, style) {
  const codes = inspect.colors[inspect.styles[style]];
  return codes === undefined ? text : `\u001b[${codes[0]}m${text}\u001b[${codes[1]}m`;
}

function inspect(value, options, ...rest) {
  const ctx = { ...DEFAULTS, seen: [], circular: new Map(), indentation: 0, deepest: 0, stylize: plainText };
  if (typeof options === 'boolean') {
    ctx.showHidden = options;
    if (rest[0] !== undefined) ctx.depth = rest[0];
  } else if (typeof options === 'object' && options !== null) {
    for (const key of Object.keys(DEFAULTS)) if (options[key] !== undefined) ctx[key] = options[key];
  }
  if (ctx.colors) ctx.stylize = coloured;
  if (ctx.maxArrayLength === null) ctx.maxArrayLength = Infinity;
  if (ctx.maxStringLength === null) ctx.maxStringLength = Infinity;
  return shown(ctx, value, 0, false);
}

function number(ctx, value) {
  if (Object.is(value, -0)) return '-0';
  const text = String(value);
  if (!ctx.numericSeparator) return text;
  const [whole, fraction] = text.split('.');
  if (!/^-?\d+$/.test(whole)) return text;
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '_');
  return fraction === undefined ? grouped : `${grouped}.${fraction.replace(/(\d{3})(?=\d)/g, '$1_')}`;
}

function primitive(ctx, value, typed) {
  switch (typeof value) {
    case 'string': {
      let text = value;
      let more = '';
      if (text.length > ctx.maxStringLength) {
        const left = text.length - ctx.maxStringLength;
        text = text.slice(0, ctx.maxStringLength);
        more = `... ${left} more character${left > 1 ? 's' : ''}`;
      }
      const room = ctx.breakLength - ctx.indentation - 4;
      // A long text with line breaks is shown line by line.
      if (ctx.compact !== true && !typed && text.length > 16 && text.length > room && text.includes('\n')) {
        const lines = text.split(/(?<=\n)/).map((line) => ctx.stylize(quote(line), 'string'));
        return lines.join(` +\n${' '.repeat(ctx.indentation + 2)}`) + more;
      }
      return ctx.stylize(quote(text), 'string') + more;
    }
    case 'number':
      return ctx.stylize(number(ctx, value), 'number');
    case 'bigint':
      return ctx.stylize(`${ctx.numericSeparator ? number(ctx, value) : value}n`, 'bigint');
    case 'symbol':
      return ctx.stylize(symbolKey(value).slice(1, -1), 'symbol');
    default:
      // `undefined`, `null`, booleans.
      return ctx.stylize(String(value), value === null ? 'null' : typeof value);
  }
}

// Asks an object that wants to show itself; undefined if it does not.
function byItself(ctx, value, context, level) {
  const show = value[custom];
  if (typeof show !== 'function' || show === inspect) return undefined;
  const constructor = Object.getOwnPropertyDescriptor(value, 'constructor')?.value;
  if (constructor?.prototype === value) return undefined;
  const options = { stylize: ctx.stylize };
  for (const key of Object.keys(DEFAULTS)) options[key] = ctx[key];
  const depth = ctx.depth === null ? null : ctx.depth - level;
  const result = show.call(context, depth, options, inspect);
  if (result === context) return undefined;
  if (typeof result !== 'object' || result === null) {
    return String(result).replaceAll('\n', `\n${' '.repeat(ctx.indentation)}`);
  }
  return shown(ctx, result, level, false);
}

function shown(ctx, value, level, typed) {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return primitive(ctx, value, typed);
  const context = value;
  for (let parts = host.proxyParts(value); parts !== undefined; parts = host.proxyParts(value)) {
    if (ctx.showProxy) return proxy(ctx, parts, level);
    if (parts[0] === null) return '<Revoked Proxy>';
    value = parts[0];
  }
  if (ctx.customInspect) {
    const text = byItself(ctx, value, context, level);
    if (text !== undefined) return text;
  }
  if (ctx.seen.includes(value)) {
    if (!ctx.circular.has(value)) ctx.circular.set(value, ctx.circular.size + 1);
    return ctx.stylize(`[Circular *${ctx.circular.get(value)}]`, 'special');
  }
  return object(ctx, value, level);
}

function proxy(ctx, parts, level) {
  if (parts[0] === null) return '<Revoked Proxy>';
  if (ctx.depth !== null && level > ctx.depth) return 'Proxy [Array]';
  ctx.indentation += 2;
  const entries = [shown(ctx, parts[0], level + 1, false), shown(ctx, parts[1], level + 1, false)];
  ctx.indentation -= 2;
  ctx.deepest = level;
  return joined(ctx, entries, '', ['Proxy [', ']'], { level, list: true, numeric: false, hasMore: false });
}

const isIndex = (key) => /^(?:0|[1-9]\d{0,9})$/.test(key) && Number(key) < 4294967295;

// The keys worth listing; `indexed` leaves out the elements.
function keysOf(ctx, value, indexed) {
  const all = ctx.showHidden ? Object.getOwnPropertyNames(value) : Object.keys(value);
  const keys = indexed ? all.filter((key) => !isIndex(key)) : all;
  for (const symbol of Object.getOwnPropertySymbols(value)) {
    if (ctx.showHidden || Object.prototype.propertyIsEnumerable.call(value, symbol)) keys.push(symbol);
  }
  return keys;
}

// How one kind of object shows: its text before the braces, the braces, and what fills in the entries.
function shapeOf(ctx, value, name, tag, level) {
  const sized = (fallback, size) => prefix(name, tag, fallback, `(${size})`);
  if (Array.isArray(value)) {
    const plain = name === 'Array' && tag === '';
    return {
      indexed: true,
      list: true,
      braces: [`${plain ? '' : sized('Array', value.length)}[`, ']'],
      fill: elements,
      empty: value.length === 0,
    };
  }
  if (kinds.isSet(value))
    return { braces: [`${sized('Set', setSize(value))}{`, '}'], fill: members, empty: setSize(value) === 0 };
  if (kinds.isMap(value))
    return { braces: [`${sized('Map', mapSize(value))}{`, '}'], fill: pairs, empty: mapSize(value) === 0 };
  if (kinds.isTypedArray(value)) {
    const fallback = kinds.typedArrayName(value);
    return {
      indexed: true,
      list: true,
      braces: [`${sized(fallback, value.length)}[`, ']'],
      fill: numbers,
      empty: value.length === 0 && !ctx.showHidden,
    };
  }
  if (kinds.isArgumentsObject(value)) return { braces: ['[Arguments] {', '}'], empty: true, bare: '[Arguments] {}' };
  if (typeof value === 'function') return { base: functionName(value, name, tag), style: 'special' };
  if (kinds.isRegExp(value)) {
    const text = RegExp.prototype.toString.call(value);
    return { base: name === 'RegExp' && tag === '' ? text : prefix(name, tag, 'RegExp') + text, style: 'regexp' };
  }
  if (kinds.isDate(value)) {
    const time = Date.prototype.getTime.call(value);
    const text = Number.isNaN(time) ? Date.prototype.toString.call(value) : Date.prototype.toISOString.call(value);
    return { base: name === 'Date' && tag === '' ? text : prefix(name, tag, 'Date') + text, style: 'date' };
  }
  if (kinds.isError(value)) return { error: true };
  if (kinds.isAnyArrayBuffer(value)) return { braces: [`${prefix(name, tag, 'ArrayBuffer')}{`, '}'], fill: contents };
  if (kinds.isDataView(value)) return { braces: [`${prefix(name, tag, 'DataView')}{`, '}'], fill: view };
  if (kinds.isPromise(value)) return { braces: [`${prefix(name, tag, 'Promise')}{`, '}'], fill: settled };
  if (kinds.isWeakSet(value)) return { braces: [`${prefix(name, tag, 'WeakSet')}{`, '}'], fill: unknown };
  if (kinds.isWeakMap(value)) return { braces: [`${prefix(name, tag, 'WeakMap')}{`, '}'], fill: unknown };
  if (kinds.isBoxedPrimitive(value)) return boxed(ctx, value, name, tag);
  const plain = name === 'Object' && tag === '';
  const braces = [`${plain ? '' : prefix(name, tag, 'Object')}{`, '}'];
  return { braces, empty: true, bare: `${braces[0]}}` };
}

function boxed(ctx, value, name, tag) {
  const inner = value.valueOf();
  const kind = Object(inner).constructor.name;
  let base = `[${kind}`;
  if (kind !== name) base += name === null ? ' (null prototype)' : ` (${name})`;
  base += `: ${primitive({ ...ctx, compact: true, stylize: plainText }, inner)}]`;
  if (tag !== '' && tag !== name && tag !== kind) base += ` [${tag}]`;
  return { base, indexed: kind === 'String', withoutLength: kind === 'String', style: kind.toLowerCase() };
}

function object(ctx, value, level) {
  const name = className(value);
  const tag = tagOf(value, name, ctx.showHidden);
  const shape = shapeOf(ctx, value, name, tag, level);
  const keys = keysOf(ctx, value, shape.indexed === true).filter((key) => !(shape.withoutLength && key === 'length'));
  let base = shape.base ?? '';
  if (shape.error) base = errorText(ctx, value, name, keys);
  if (keys.length === 0) {
    if (base !== '') return shape.style === undefined ? base : ctx.stylize(base, shape.style);
    if (shape.empty) return shape.bare ?? `${shape.braces[0]}${shape.braces[1]}`;
  }
  if (ctx.depth !== null && level > ctx.depth) {
    const constructor = Array.isArray(value) && name === 'Array' ? 'Array' : prefix(name, tag, 'Object').slice(0, -1);
    return ctx.stylize(`[${constructor}]`, 'special');
  }

  ctx.seen.push(value);
  ctx.deepest = level;
  const filled = shape.fill?.(ctx, value, level) ?? [];
  const entries = Array.isArray(filled) ? filled : filled.entries;
  for (const key of keys) entries.push(property(ctx, value, level, key, false));
  ctx.seen.pop();

  const reference = ctx.circular.get(value);
  let braces = shape.braces ?? ['{', '}'];
  if (reference !== undefined) {
    if (ctx.compact === true) braces = [`<ref *${reference}> ${braces[0]}`, braces[1]];
    else base = base === '' ? `<ref *${reference}>` : `<ref *${reference}> ${base}`;
  }
  if (ctx.sorted) sort(entries, ctx.sorted, shape.list ? entries.length - keys.length : 0);
  const text = joined(ctx, entries, base, braces, {
    level,
    list: shape.list === true,
    numeric: shape.list === true && onlyNumbers(value, ctx.maxArrayLength),
    hasMore: filled.hasMore === true,
  });
  return text;
}

function sort(entries, sorted, from) {
  const order = typeof sorted === 'function' ? sorted : undefined;
  entries.splice(from, Infinity, ...entries.slice(from).sort(order));
}

function onlyNumbers(list, most) {
  const length = Math.min(list.length, most);
  for (let i = 0; i < length; i++) {
    const descriptor = Object.getOwnPropertyDescriptor(list, i);
    const type = typeof descriptor?.value;
    if (type !== 'number' && type !== 'bigint') return false;
  }
  return true;
}

function property(ctx, value, level, key, element) {
  const descriptor = Object.getOwnPropertyDescriptor(value, key) ?? { value: value[key], enumerable: true };
  let text;
  if ('value' in descriptor) {
    ctx.indentation += 2;
    text = shown(ctx, descriptor.value, level + 1, false);
    ctx.indentation -= 2;
  } else if (descriptor.get !== undefined) {
    text = ctx.stylize(descriptor.set === undefined ? '[Getter]' : '[Getter/Setter]', 'special');
    const ask = ctx.getters === true || ctx.getters === (descriptor.set === undefined ? 'get' : 'set');
    if (ask) text = read(ctx, value, descriptor.get, level, text);
  } else {
    text = descriptor.set === undefined ? ctx.stylize('undefined', 'undefined') : ctx.stylize('[Setter]', 'special');
  }
  if (element) return text;
  const plain = propertyKey(key);
  const label =
    typeof key === 'symbol'
      ? ctx.stylize(plain, 'symbol')
      : plain === key
        ? ctx.stylize(plain, 'name')
        : ctx.stylize(plain, 'string');
  return descriptor.enumerable === false
    ? `[${typeof key === 'symbol' ? plain.slice(1, -1) : key}]: ${text}`
    : `${label}: ${text}`;
}

function read(ctx, value, get, level, label) {
  try {
    const result = get.call(value);
    ctx.indentation += 2;
    const text = shown(ctx, result, level + 1, false);
    ctx.indentation -= 2;
    return typeof result === 'object' && result !== null ? `${label} ${text}` : `${label.slice(0, -1)}: ${text}]`;
  } catch (error) {
    return `${label.slice(0, -1)}: <Inspection threw (${error?.message})>]`;
  }
}

const more = (count) => `... ${count} more item${count > 1 ? 's' : ''}`;

function elements(ctx, value, level) {
  const entries = [];
  const { length } = value;
  let i = 0;
  while (i < length && entries.length < ctx.maxArrayLength) {
    if (Object.hasOwn(value, i)) {
      entries.push(property(ctx, value, level, i, true));
      i += 1;
      continue;
    }
    const start = i;
    // Huge sparse arrays: the next element is looked up among the keys, not counted to.
    const next = length - i > 1000 ? Object.keys(value).find((key) => isIndex(key) && Number(key) > start) : undefined;
    if (next !== undefined) i = Number(next);
    else if (length - i > 1000) i = length;
    else while (i < length && !Object.hasOwn(value, i)) i += 1;
    const count = i - start;
    entries.push(`<${count} empty item${count > 1 ? 's' : ''}>`);
  }
  if (i < length) {
    entries.push(more(length - i));
    return { entries, hasMore: true };
  }
  return entries;
}

function numbers(ctx, value) {
  const length = Math.min(value.length, ctx.maxArrayLength);
  const entries = [];
  for (let i = 0; i < length; i++) entries.push(primitive(ctx, value[i]));
  const hasMore = value.length > length;
  if (hasMore) entries.push(more(value.length - length));
  if (ctx.showHidden) {
    ctx.indentation += 2;
    for (const key of ['BYTES_PER_ELEMENT', 'length', 'byteLength', 'byteOffset', 'buffer']) {
      entries.push(`[${key}]: ${shown(ctx, value[key], 1, true)}`);
    }
    ctx.indentation -= 2;
  }
  return { entries, hasMore };
}

const setSize = Function.prototype.call.bind(Object.getOwnPropertyDescriptor(Set.prototype, 'size').get);
const mapSize = Function.prototype.call.bind(Object.getOwnPropertyDescriptor(Map.prototype, 'size').get);
const { forEach: eachMember } = Set.prototype;
const { forEach: eachPair } = Map.prototype;

function members(ctx, value, level) {
  const entries = [];
  ctx.indentation += 2;
  let skipped = 0;
  eachMember.call(value, (member) => {
    if (entries.length < ctx.maxArrayLength) entries.push(shown(ctx, member, level + 1, false));
    else skipped += 1;
  });
  ctx.indentation -= 2;
  if (skipped > 0) entries.push(more(skipped));
  return entries;
}

function pairs(ctx, value, level) {
  const entries = [];
  ctx.indentation += 2;
  let skipped = 0;
  eachPair.call(value, (held, key) => {
    if (entries.length < ctx.maxArrayLength) {
      entries.push(`${shown(ctx, key, level + 1, false)} => ${shown(ctx, held, level + 1, false)}`);
    } else {
      skipped += 1;
    }
  });
  ctx.indentation -= 2;
  if (skipped > 0) entries.push(more(skipped));
  return entries;
}

function contents(ctx, value) {
  const bytes = new Uint8Array(value);
  const length = Math.min(bytes.length, Math.max(0, ctx.maxArrayLength));
  let text = '';
  for (let i = 0; i < length; i++) text += `${i === 0 ? '' : ' '}${bytes[i].toString(16).padStart(2, '0')}`;
  const left = bytes.length - length;
  if (left > 0) text += ` ... ${left} more byte${left > 1 ? 's' : ''}`;
  return [`[Uint8Contents]: <${text}>`, `[byteLength]: ${bytes.length}`];
}

function view(ctx, value, level) {
  ctx.indentation += 2;
  const entries = ['byteLength', 'byteOffset', 'buffer'].map(
    (key) => `[${key}]: ${shown(ctx, value[key], level + 1, false)}`,
  );
  ctx.indentation -= 2;
  return entries;
}

function settled(ctx, value, level) {
  const [state, result] = host.promiseState(value);
  if (state === 'pending') return ['<pending>'];
  ctx.indentation += 2;
  const text = shown(ctx, result, level + 1, false);
  ctx.indentation -= 2;
  return [state === 'rejected' ? `<rejected> ${text}` : text];
}

const unknown = () => ['<items unknown>'];

inspect.custom = custom;
Object.defineProperty(inspect, 'defaultOptions', {
  get: () => DEFAULTS,
  set(options) {
    if (options === null || typeof options !== 'object') {
      throw require('internal/node_errors').invalidArgType('options', 'object', options);
    }
    Object.assign(DEFAULTS, options);
  },
  enumerable: true,
  configurable: true,
});
inspect.colors = colors;
inspect.styles = styles;

exports.inspect = inspect;
