// Numbers in a `Buffer`: readInt8 … writeDoubleBE.
'use strict';

const { coded, invalidArgType, outOfRange } = require('internal/node_errors');

const view = (buffer) => new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);

// Throws unless `size` bytes can be had at `offset`.
function checkOffset(buffer, offset, size) {
  if (typeof offset !== 'number') throw invalidArgType('offset', 'number', offset);
  if (Number.isInteger(offset) && offset >= 0 && offset + size <= buffer.length) return;
  if (!Number.isInteger(offset)) throw outOfRange('offset', 'an integer', offset);
  if (buffer.length < size) {
    throw coded(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', 'Attempt to access memory outside buffer bounds');
  }
  throw outOfRange('offset', `>= 0 and <= ${buffer.length - size}`, offset);
}

// The range of an integer in Node's words.
function rangeOf(bytes, signed, big) {
  const n = big ? 'n' : '';
  if (bytes <= 4) {
    const most = signed ? 2 ** (8 * bytes - 1) - 1 : 2 ** (8 * bytes) - 1;
    return `>= ${signed ? -most - 1 : 0} and <= ${most}`;
  }
  if (!signed) return `>= 0${n} and < 2${n} ** ${8 * bytes}${n}`;
  return `>= -(2${n} ** ${8 * bytes - 1}${n}) and < 2${n} ** ${8 * bytes - 1}${n}`;
}

const methods = {};

function defineFixed(name, kind, bytes, signed) {
  const integer = signed !== undefined;
  const big = kind.startsWith('Big');
  const least = signed ? -(2 ** (8 * bytes - 1)) : 0;
  const most = signed ? 2 ** (8 * bytes - 1) - 1 : 2 ** (8 * bytes) - 1;
  for (const order of bytes === 1 ? [''] : ['LE', 'BE']) {
    const get = DataView.prototype[`get${kind}`];
    const set = DataView.prototype[`set${kind}`];
    methods[`read${name}${order}`] = function read(offset = 0) {
      checkOffset(this, offset, bytes);
      return get.call(view(this), offset, order === 'LE');
    };
    methods[`write${name}${order}`] = function write(value, offset = 0) {
      if (big) {
        if (typeof value !== 'bigint')
          throw new TypeError('Cannot mix BigInt and other types, use explicit conversions');
        const bound = signed ? 2n ** 63n : 2n ** 64n;
        if (value >= bound || value < (signed ? -bound : 0n))
          throw outOfRange('value', rangeOf(8, signed, true), value);
      } else {
        value = +value;
        if (integer && (value > most || value < least)) throw outOfRange('value', rangeOf(bytes, signed), value);
      }
      checkOffset(this, offset, bytes);
      set.call(view(this), offset, value, order === 'LE');
      return offset + bytes;
    };
  }
}

defineFixed('UInt8', 'Uint8', 1, false);
defineFixed('Int8', 'Int8', 1, true);
defineFixed('UInt16', 'Uint16', 2, false);
defineFixed('Int16', 'Int16', 2, true);
defineFixed('UInt32', 'Uint32', 4, false);
defineFixed('Int32', 'Int32', 4, true);
defineFixed('BigUInt64', 'BigUint64', 8, false);
defineFixed('BigInt64', 'BigInt64', 8, true);
defineFixed('Float', 'Float32', 4);
defineFixed('Double', 'Float64', 8);

function checkLength(length) {
  if (length === undefined || typeof length !== 'number') throw invalidArgType('byteLength', 'number', length);
  if (!Number.isInteger(length)) throw outOfRange('byteLength', 'an integer', length);
  if (length < 1 || length > 6) throw outOfRange('byteLength', '>= 1 and <= 6', length);
}

// Integers of one to six bytes.
function defineVariable(name, signed, little) {
  const order = little ? 'LE' : 'BE';
  methods[`read${name}${order}`] = function read(offset, length) {
    if (offset === undefined) throw invalidArgType('offset', 'number', offset);
    checkLength(length);
    checkOffset(this, offset, length);
    let value = 0;
    for (let i = 0; i < length; i++) value = value * 256 + this[offset + (little ? length - 1 - i : i)];
    return signed && value >= 2 ** (8 * length - 1) ? value - 2 ** (8 * length) : value;
  };
  methods[`write${name}${order}`] = function write(value, offset, length) {
    checkLength(length);
    value = +value;
    const most = signed ? 2 ** (8 * length - 1) - 1 : 2 ** (8 * length) - 1;
    if (value > most || value < (signed ? -most - 1 : 0)) throw outOfRange('value', rangeOf(length, signed), value);
    checkOffset(this, offset, length);
    let left = value < 0 ? value + 2 ** (8 * length) : value;
    for (let i = 0; i < length; i++) {
      this[offset + (little ? i : length - 1 - i)] = left % 256;
      left = Math.floor(left / 256);
    }
    return offset + length;
  };
}

for (const little of [true, false]) {
  defineVariable('UInt', false, little);
  defineVariable('Int', true, little);
}

for (const name of Object.keys(methods)) {
  if (name.includes('UInt')) methods[name.replace('UInt', 'Uint')] = methods[name];
}

exports.methods = methods;
