// Looks at values without touching them: no getter is called, no proxy trap is run.
(function (host) {
  'use strict';

  // Taken before the script runs: what it changes later does not change how it is looked at.
  const { ownKeys, getOwnPropertyDescriptor: descriptor, getPrototypeOf } = Reflect;
  const { apply } = Reflect;
  const isArray = Array.isArray;
  const toText = Object.prototype.toString;
  const errorText = Error.prototype.toString;
  const dateText = Date.prototype.toISOString;
  const regexpText = RegExp.prototype.toString;
  const functionText = Function.prototype.toString;
  const symbolText = Symbol.prototype.toString;
  const mapPrototype = Map.prototype;
  const setPrototype = Set.prototype;
  const mapEntries = Map.prototype.entries;
  const setValues = Set.prototype.values;
  const mapSize = descriptor(Map.prototype, 'size').get;
  const setSize = descriptor(Set.prototype, 'size').get;
  const mapNext = getPrototypeOf(new Map().entries()).next;
  const setNext = getPrototypeOf(new Set().values()).next;
  const bytesTag = descriptor(getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;
  const stringify = JSON.stringify;
  const WIDTH = 160;
  const MOST_PROPERTIES = 500;

  const is = (get, value) => {
    try {
      apply(get, value, []);
      return true;
    } catch {
      return false;
    }
  };
  // Asking for the size of what is no map throws, and an error costs more than all the rest of a preview.
  const isMap = (value) => descends(value, mapPrototype) && is(mapSize, value);
  const isSet = (value) => descends(value, setPrototype) && is(setSize, value);

  // Whether `prototype` is among the nearest prototypes of a value.
  function descends(value, prototype) {
    let at = value;
    for (let level = 0; level < 6 && at !== null && !host.isProxy(at); level++) {
      at = getPrototypeOf(at);
      if (at === prototype) return true;
    }
    return false;
  }

  function quote(text) {
    const masked = host.mask(text);
    if (masked !== text) return masked;
    const cut = text.length > WIDTH ? `${text.slice(0, WIDTH)}…` : text;
    const json = stringify(cut).slice(1, -1).replace(/\\"/g, '"');
    return `'${json.replace(/'/g, "\\'")}'`;
  }

  function className(value) {
    const own = descriptor(value, 'constructor');
    const prototype = own === undefined ? getPrototypeOf(value) : value;
    if (prototype === null) return 'null prototype';
    if (host.isProxy(prototype)) return 'Object';
    const constructor = descriptor(prototype, 'constructor');
    if (constructor === undefined || typeof constructor.value !== 'function' || host.isProxy(constructor.value)) {
      return 'Object';
    }
    const name = descriptor(constructor.value, 'name');
    return name !== undefined && typeof name.value === 'string' ? name.value : 'Object';
  }

  function functionLabel(value) {
    const name = descriptor(value, 'name');
    const label = name !== undefined && typeof name.value === 'string' ? name.value : '';
    // Only a class has a prototype that cannot be replaced; taking down a function's text costs, and functions are many.
    const prototype = descriptor(value, 'prototype');
    let text = '';
    if (prototype !== undefined && prototype.writable === false) {
      try {
        text = apply(functionText, value, []);
      } catch {
        text = '';
      }
    }
    return text.startsWith('class') ? `class ${label || '(anonymous)'}` : `ƒ ${label || '(anonymous)'}`;
  }

  const key = (name) =>
    typeof name === 'symbol' ? `[${apply(symbolText, name, [])}]` : /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name);

  function kindOf(value) {
    switch (typeof value) {
      case 'undefined':
      case 'boolean':
      case 'number':
      case 'string':
      case 'symbol':
      case 'function':
        return typeof value;
      case 'bigint':
        return 'number';
      default:
        if (value === null) return 'null';
        return !host.isProxy(value) && Error.isError?.(value) ? 'error' : 'object';
    }
  }

  // One line; `depth` says how many levels inside are written out.
  function preview(value, depth) {
    switch (typeof value) {
      case 'string':
        return quote(value);
      case 'bigint':
        return `${value}n`;
      case 'symbol':
        return apply(symbolText, value, []);
      case 'function':
        return host.isProxy(value) ? 'Proxy ƒ' : functionLabel(value);
      case 'object':
        return value === null ? 'null' : objectPreview(value, depth);
      case 'number':
        return Object.is(value, -0) ? '-0' : `${value}`;
      default:
        return `${value}`;
    }
  }

  function objectPreview(value, depth) {
    if (host.isProxy(value)) return 'Proxy';
    if (Error.isError?.(value)) return errorPreview(value);
    const name = className(value);
    if (name === 'Date' && is(dateText, value)) return `Date ${apply(dateText, value, [])}`;
    if (name === 'RegExp' && is(regexpText, value)) return apply(regexpText, value, []);
    const promise = host.promiseState(value);
    if (promise !== undefined) return `Promise {${promise}}`;
    const bytes = apply(bytesTag, value, []);
    if (bytes !== undefined) return bytesPreview(value, name);
    if (isArray(value)) return listPreview(value, depth);
    if (isMap(value)) return `Map(${apply(mapSize, value, [])})`;
    if (isSet(value)) return `Set(${apply(setSize, value, [])})`;
    const prefix = name === 'Object' ? '' : `${name} `;
    if (depth === 0) return `${prefix}{…}`;
    const parts = [];
    let length = 0;
    let cut = false;
    for (const name of ownKeys(value)) {
      const property = descriptor(value, name);
      if (property === undefined || !property.enumerable) continue;
      if (length > WIDTH || parts.length >= 12) {
        cut = true;
        break;
      }
      const text = `${key(name)}: ${'value' in property ? named(name, property.value, depth - 1) : '(getter)'}`;
      parts.push(text);
      length += text.length;
    }
    if (cut) parts.push('…');
    return parts.length === 0 ? `${prefix}{}` : `${prefix}{${parts.join(', ')}}`;
  }

  // A value under a name that says it is secret is not shown.
  function named(name, value, depth) {
    if (typeof value === 'string' && typeof name === 'string' && host.isSecretName(name)) return host.maskWhole(value);
    return preview(value, depth);
  }

  function errorPreview(value) {
    const message = descriptor(value, 'message');
    const name = descriptor(value, 'name');
    const label = name !== undefined && typeof name.value === 'string' ? name.value : className(value);
    const text = message !== undefined && typeof message.value === 'string' ? message.value : '';
    return host.mask(text === '' ? label : `${label}: ${text.slice(0, WIDTH)}`);
  }

  function bytesPreview(value, name) {
    const shown = [];
    const length = value.length ?? value.byteLength;
    for (let i = 0; i < length && i < 16; i++) {
      shown.push(name === 'Buffer' ? value[i].toString(16).padStart(2, '0') : `${value[i]}`);
    }
    const more = length > 16 ? ' …' : '';
    return name === 'Buffer' ? `<Buffer ${shown.join(' ')}${more}>` : `${name}(${length}) [${shown.join(', ')}${more}]`;
  }

  function listPreview(value, depth) {
    if (depth === 0) return `[…${value.length}]`;
    const parts = [];
    let length = 0;
    for (let i = 0; i < value.length && i < 10 && length < WIDTH; i++) {
      const property = descriptor(value, i);
      const text = property === undefined ? '' : 'value' in property ? preview(property.value, depth - 1) : '(getter)';
      parts.push(text);
      length += text.length;
    }
    if (parts.length < value.length) parts.push('…');
    return value.length > 3 ? `(${value.length}) [${parts.join(', ')}]` : `[${parts.join(', ')}]`;
  }

  const expandable = (value) =>
    (typeof value === 'object' && value !== null && !host.isProxy(value)) ||
    (typeof value === 'function' && !host.isProxy(value));

  // [kind, preview, whether it can be expanded]
  function look(value, name) {
    if (typeof value === 'string' && typeof name === 'string' && host.isSecretName(name)) {
      return ['masked', host.maskWhole(value), false];
    }
    if (typeof value === 'string') {
      const masked = host.mask(value);
      if (masked === host.maskWhole(value)) return ['masked', masked, false];
    }
    return [kindOf(value), preview(value, 1), expandable(value)];
  }

  // Own properties: [name, path suffix or null, kind, preview, expandable, value]
  function properties(value) {
    const found = [];
    const add = (name, suffix, kept) => found.push([name, suffix, ...look(kept, name), kept]);
    if (isMap(value)) {
      const entries = apply(mapEntries, value, []);
      for (let next = apply(mapNext, entries, []); !next.done; next = apply(mapNext, entries, [])) {
        if (found.length >= MOST_PROPERTIES) break;
        add(preview(next.value[0], 0), null, next.value[1]);
      }
    } else if (isSet(value)) {
      const values = apply(setValues, value, []);
      for (let next = apply(setNext, values, []); !next.done; next = apply(setNext, values, [])) {
        if (found.length >= MOST_PROPERTIES) break;
        add(`${found.length}`, null, next.value);
      }
    }
    for (const name of ownKeys(value)) {
      if (found.length >= MOST_PROPERTIES) {
        found.push(['…', null, 'undefined', 'more properties are not shown', false, undefined]);
        break;
      }
      const property = descriptor(value, name);
      if (property === undefined) continue;
      const suffix =
        typeof name === 'symbol' ? null : /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${stringify(name)}]`;
      if ('value' in property) {
        add(key(name), suffix, property.value);
      } else {
        found.push([key(name), suffix, 'getter', '(getter, not called)', false, undefined]);
      }
    }
    const prototype = getPrototypeOf(value);
    if (prototype !== null && prototype !== Object.prototype && typeof value !== 'function' && !isArray(value)) {
      found.push(['[[Prototype]]', null, 'object', className(value), expandable(prototype), prototype]);
    }
    return found;
  }

  const known = new Set(ownKeys(globalThis));
  let added = ['configuration'];
  let count = known.size;

  // What the script put on the global object, and `configuration`. The names are looked for again only when their
  // number has changed: this is asked at every stop.
  function globals() {
    const names = ownKeys(globalThis);
    if (names.length !== count) {
      count = names.length;
      added = names.filter((name) => typeof name === 'string' && (!known.has(name) || name === 'configuration'));
    }
    const found = [];
    for (const name of added) {
      const property = descriptor(globalThis, name);
      if (property !== undefined && 'value' in property) found.push([name, property.value]);
    }
    return found;
  }

  return { look, properties, globals };
})
