// `Buffer`: bytes with Node's conversions, a Uint8Array underneath.
'use strict';

const { encoding, normalize, byteLength, wholeCharacters } = require('internal/encodings');
const { coded, invalidArgType, invalidArgValue, outOfRange, received } = require('internal/node_errors');
const { compareBytes, find, known, orUtf8, swap } = require('internal/buffer_bytes');
const { methods: numbers } = require('internal/buffer_numbers');
const kinds = require('internal/kinds');

const custom = Symbol.for('nodejs.util.inspect.custom');

const MAX_LENGTH = Number.MAX_SAFE_INTEGER;
const { fill: fillBytes, set: setBytes } = Uint8Array.prototype;

class FastBuffer extends Uint8Array {}

// Callable with and without `new`; both are deprecated, and both still occur.
function Buffer(value, encodingOrOffset, length) {
  if (typeof value === 'number') {
    if (typeof encodingOrOffset === 'string') throw invalidArgType('string', 'string', value);
    return Buffer.alloc(value);
  }
  return Buffer.from(value, encodingOrOffset, length);
}
Buffer.prototype = FastBuffer.prototype;
Object.setPrototypeOf(Buffer, Uint8Array);
Object.defineProperty(Buffer.prototype, 'constructor', { value: Buffer, writable: true, configurable: true });
Object.defineProperty(Buffer, Symbol.species, { get: () => FastBuffer, configurable: true });

function allocate(size) {
  try {
    return new FastBuffer(size);
  } catch {
    throw new RangeError('Array buffer allocation failed');
  }
}

// The same memory as a Buffer.
const wrap = (bytes) => new FastBuffer(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function fromText(text, name) {
  return wrap(known(orUtf8(name)).bytes(text));
}

function fromList(list) {
  const length = Number(list.length);
  if (!(length > 0)) return new FastBuffer(0);
  const buffer = allocate(Math.floor(length));
  for (let i = 0; i < buffer.length; i++) buffer[i] = list[i];
  return buffer;
}

function fromMemory(memory, offset, length) {
  offset = offset === undefined ? 0 : +offset || 0;
  const most = memory.byteLength - offset;
  if (most < 0) throw coded(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', '"offset" is outside of buffer bounds');
  if (length === undefined) return new FastBuffer(memory, offset);
  length = +length;
  if (!(length > 0)) length = 0;
  else if (length > most) throw coded(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', '"length" is outside of buffer bounds');
  return new FastBuffer(memory, offset, length);
}

function fromObject(object) {
  if (object.length !== undefined || kinds.isAnyArrayBuffer(object.buffer)) {
    return typeof object.length === 'number' ? fromList(object) : new FastBuffer(0);
  }
  if (object.type === 'Buffer' && Array.isArray(object.data)) return fromList(object.data);
  return undefined;
}

Buffer.from = function from(value, encodingOrOffset, length) {
  if (typeof value === 'string') return fromText(value, encodingOrOffset);
  if (typeof value === 'object' && value !== null) {
    if (kinds.isAnyArrayBuffer(value)) return fromMemory(value, encodingOrOffset, length);
    const inner = typeof value.valueOf === 'function' ? value.valueOf() : undefined;
    if (
      inner !== undefined &&
      inner !== null &&
      inner !== value &&
      (typeof inner === 'string' || typeof inner === 'object')
    ) {
      return Buffer.from(inner, encodingOrOffset, length);
    }
    const buffer = fromObject(value);
    if (buffer !== undefined) return buffer;
    if (typeof value[Symbol.toPrimitive] === 'function') {
      const primitive = value[Symbol.toPrimitive]('string');
      if (typeof primitive === 'string') return fromText(primitive, encodingOrOffset);
    }
  }
  throw coded(
    TypeError,
    'ERR_INVALID_ARG_TYPE',
    `The first argument must be of type string or an instance of Buffer, ArrayBuffer, or Array or an Array-like Object.${received(value)}`,
  );
};

function checkSize(size) {
  if (typeof size !== 'number') throw invalidArgType('size', 'number', size);
  if (!(size >= 0 && size <= MAX_LENGTH)) throw outOfRange('size', `>= 0 && <= ${MAX_LENGTH}`, size);
}

const statics = {
  alloc(size, fill, name) {
    checkSize(size);
    const buffer = allocate(Math.floor(size));
    return fill === undefined || fill === 0 || size === 0 ? buffer : buffer.fill(fill, name);
  },
  allocUnsafe(size) {
    checkSize(size);
    return allocate(Math.floor(size));
  },
  allocUnsafeSlow(size) {
    checkSize(size);
    return allocate(Math.floor(size));
  },
  of(...items) {
    return fromList(items);
  },
  copyBytesFrom(view, offset = 0, length = undefined) {
    if (!kinds.isTypedArray(view)) throw invalidArgType('view', 'TypedArray', view);
    const part = view.slice(offset, length === undefined ? undefined : offset + length);
    return wrap(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
  },
  isBuffer: (value) => value instanceof Buffer,
  isEncoding: (name) => typeof name === 'string' && name.length !== 0 && normalize(name) !== undefined,
  byteLength(value, name) {
    if (typeof value === 'string') return byteLength(value, encoding(orUtf8(name)) ?? encoding('utf8'));
    if (ArrayBuffer.isView(value) || kinds.isAnyArrayBuffer(value)) return value.byteLength;
    throw invalidArgType('string', ['string', 'Buffer', 'ArrayBuffer'], value);
  },
  compare(one, two) {
    if (!kinds.isUint8Array(one)) throw invalidArgType('buf1', ['Buffer', 'Uint8Array'], one);
    if (!kinds.isUint8Array(two)) throw invalidArgType('buf2', ['Buffer', 'Uint8Array'], two);
    return compareBytes(one, two);
  },
  concat(list, total) {
    if (!Array.isArray(list)) throw invalidArgType('list', 'Array', list);
    if (list.length === 0) return new FastBuffer(0);
    if (total === undefined) {
      total = 0;
      for (let i = 0; i < list.length; i++) total += list[i]?.length || 0;
    } else {
      if (typeof total !== 'number') throw invalidArgType('length', 'number', total);
      if (!Number.isInteger(total)) throw outOfRange('length', 'an integer', total);
      if (total < 0) throw outOfRange('length', `>= 0 && <= ${MAX_LENGTH}`, total);
    }
    const joined = allocate(total);
    let at = 0;
    for (let i = 0; i < list.length; i++) {
      const part = list[i];
      if (!kinds.isUint8Array(part)) throw invalidArgType(`list[${i}]`, ['Buffer', 'Uint8Array'], part);
      if (at < total) setBytes.call(joined, part.length > total - at ? part.subarray(0, total - at) : part, at);
      at += part.length;
    }
    return joined;
  },
};

// A position counted from the end if negative, kept within the buffer.
function position(value, length, fallback) {
  if (value === undefined) return fallback;
  value = Math.trunc(Number(value)) || 0;
  return value < 0 ? Math.max(0, length + value) : Math.min(value, length);
}

const within = (value, length, fallback) => {
  if (value === undefined) return fallback;
  value = Math.trunc(Number(value)) || 0;
  return Math.max(0, Math.min(value, length));
};

function checkIndex(value, name, most) {
  if (typeof value !== 'number') throw invalidArgType(name, 'number', value);
  if (!Number.isInteger(value)) throw outOfRange(name, 'an integer', value);
  if (value < 0 || value > most) throw outOfRange(name, `>= 0 && <= ${most}`, value);
}

function writer(name) {
  return function write(text, offset = 0, length = this.length - offset) {
    return put(this, text, offset, length, name);
  };
}

const slicer = (name) =>
  function slice(start, end) {
    return this.toString(name, start, end);
  };

function put(buffer, text, offset, length, name) {
  if (typeof text !== 'string') throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'argument must be a string');
  const room = Math.min(length, buffer.length - offset);
  const { bytes: convert } = known(name);
  const bytes = convert(text);
  let count = Math.min(bytes.length, room);
  const canonical = normalize(name);
  if (canonical === 'utf8') count = wholeCharacters(bytes, room);
  if (canonical === 'utf16le') count -= count % 2;
  setBytes.call(buffer, bytes.subarray(0, count), offset);
  return count;
}

const methods = {
  toString(name, start, end) {
    if (arguments.length === 0) return host.utf8(this);
    start = within(start, this.length, 0);
    end = within(end, this.length, this.length);
    if (end <= start) return '';
    const part = start === 0 && end === this.length ? this : this.subarray(start, end);
    return (name === undefined ? encoding('utf8') : known(name)).text(part);
  },
  write(text, offset, length, name) {
    if (offset === undefined) return put(this, text, 0, this.length, 'utf8');
    if (typeof offset === 'string') return put(this, text, 0, this.length, offset || 'utf8');
    checkIndex(offset, 'offset', this.length);
    const room = this.length - offset;
    if (typeof length === 'string') return put(this, text, offset, room, length || 'utf8');
    if (length === undefined) return put(this, text, offset, room, name || 'utf8');
    checkIndex(length, 'length', this.length);
    return put(this, text, offset, Math.min(length, room), name || 'utf8');
  },
  slice(start, end) {
    return this.subarray(start, end);
  },
  subarray(start, end) {
    start = position(start, this.length, 0);
    end = position(end, this.length, this.length);
    return new FastBuffer(this.buffer, this.byteOffset + start, Math.max(0, end - start));
  },
  equals(other) {
    if (!kinds.isUint8Array(other)) throw invalidArgType('otherBuffer', ['Buffer', 'Uint8Array'], other);
    return this === other || compareBytes(this, other) === 0;
  },
  compare(target, targetStart, targetEnd, start, end) {
    if (!kinds.isUint8Array(target)) throw invalidArgType('target', ['Buffer', 'Uint8Array'], target);
    const bound = (value, name, most, fallback) => {
      if (value === undefined) return fallback;
      checkIndex(value, name, most);
      return value;
    };
    targetStart = bound(targetStart, 'targetStart', Infinity, 0);
    targetEnd = bound(targetEnd, 'targetEnd', target.length, target.length);
    start = bound(start, 'sourceStart', Infinity, 0);
    end = bound(end, 'sourceEnd', this.length, this.length);
    if (start >= end) return targetStart >= targetEnd ? 0 : -1;
    if (targetStart >= targetEnd) return 1;
    return compareBytes(this.subarray(start, end), target.subarray(targetStart, targetEnd));
  },
  indexOf(value, start, name) {
    return find(this, value, start, true, name);
  },
  lastIndexOf(value, start, name) {
    return find(this, value, start, false, name);
  },
  includes(value, start, name) {
    return this.indexOf(value, start, name) !== -1;
  },
  fill(value, offset, end, name) {
    if (typeof offset === 'string') [offset, end, name] = [undefined, undefined, offset];
    else if (typeof end === 'string') [end, name] = [undefined, end];
    if (offset !== undefined) checkIndex(offset, 'offset', MAX_LENGTH);
    if (end !== undefined) checkIndex(end, 'end', this.length);
    offset ??= 0;
    end ??= this.length;
    if (typeof value === 'string') {
      if (name !== undefined && typeof name !== 'string') throw invalidArgType('encoding', 'string', name);
      const bytes = known(name || 'utf8').bytes(value);
      if (bytes.length === 0 && value !== '') throw invalidArgValue('value', value);
      value = bytes.length === 0 ? 0 : bytes;
    }
    if (kinds.isUint8Array(value)) {
      if (value.length === 0) throw invalidArgValue('value', value);
      for (let i = offset; i < end; i++) this[i] = value[(i - offset) % value.length];
    } else {
      fillBytes.call(this, typeof value === 'boolean' ? +value : value & 255, offset, end);
    }
    return this;
  },
  copy(target, targetStart, start, end) {
    if (!kinds.isUint8Array(target)) throw invalidArgType('target', ['Buffer', 'Uint8Array'], target);
    const from = start === undefined ? 0 : Math.trunc(Number(start)) || 0;
    const at = targetStart === undefined ? 0 : Math.trunc(Number(targetStart)) || 0;
    const to = end === undefined ? this.length : Math.trunc(Number(end)) || 0;
    if (at < 0) throw outOfRange('targetStart', '>= 0', at);
    if (from < 0 || from > this.length) throw outOfRange('sourceStart', `>= 0 && <= ${this.length}`, from);
    if (to < 0) throw outOfRange('sourceEnd', '>= 0', to);
    const count = Math.min(to - from, target.length - at, this.length - from);
    if (count <= 0) return 0;
    setBytes.call(target, this.subarray(from, from + count), at);
    return count;
  },
  swap16() {
    return swap(this, 2);
  },
  swap32() {
    return swap(this, 4);
  },
  swap64() {
    return swap(this, 8);
  },
  toJSON() {
    return { type: 'Buffer', data: Array.from(this) };
  },
  toLocaleString(name, start, end) {
    return this.toString(name, start, end);
  },
  inspect(depth, options) {
    return this[custom](depth, options ?? {}, require('internal/inspect').inspect);
  },
  [custom](depth, options, inspect) {
    const most = exports.INSPECT_MAX_BYTES;
    let text = '';
    for (let i = 0; i < Math.min(most, this.length); i++)
      text += `${i === 0 ? '' : ' '}${this[i].toString(16).padStart(2, '0')}`;
    const left = this.length - most;
    if (left > 0) text += ` ... ${left} more byte${left > 1 ? 's' : ''}`;
    const extra = {};
    let has = false;
    for (const key of Object.keys(this)) {
      if (!/^\d+$/.test(key)) {
        extra[key] = this[key];
        has = true;
      }
    }
    if (has)
      text += `${text === '' ? '' : ','}${inspect(extra, { ...options, breakLength: Infinity, compact: true }).slice(1, -2)}`;
    return `<${this.constructor.name} ${text}>`;
  },
};

for (const [name, method] of [
  ['utf8', 'utf8'],
  ['latin1', 'latin1'],
  ['ascii', 'ascii'],
  ['hex', 'hex'],
  ['base64', 'base64'],
  ['base64url', 'base64url'],
  ['utf16le', 'ucs2'],
]) {
  methods[`${method}Write`] = writer(name);
  methods[`${method}Slice`] = slicer(name);
}

// Packages go through the methods of `Buffer.prototype` with `for … in`, where Node lists them.
function define(target, properties, enumerable = false) {
  for (const key of Reflect.ownKeys(properties)) {
    Object.defineProperty(target, key, {
      value: properties[key],
      writable: true,
      enumerable: enumerable && typeof key === 'string',
      configurable: true,
    });
  }
}
define(Buffer, statics);
define(Buffer, { from: Buffer.from, poolSize: 8192 });
define(Buffer.prototype, methods, true);
define(Buffer.prototype, numbers, true);
for (const [name, source] of [
  ['parent', 'buffer'],
  ['offset', 'byteOffset'],
]) {
  Object.defineProperty(Buffer.prototype, name, {
    get() {
      return this instanceof Buffer ? this[source] : undefined;
    },
    enumerable: true,
    configurable: true,
  });
}

exports.Buffer = Buffer;
exports.INSPECT_MAX_BYTES = 50;
