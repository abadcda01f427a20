// Documents on the way to the store and back: JavaScript values as extended JSON.
'use strict';

const { isDate, isRegExp, isMap } = require('internal/kinds');

// The deepest document a server takes.
const DEEPEST = 100;

const doubled = (number) => {
  if (Number.isNaN(number)) return { $numberDouble: 'NaN' };
  return { $numberDouble: number > 0 ? 'Infinity' : '-Infinity' };
};

function dated(date) {
  const ms = date.getTime();
  if (Number.isNaN(ms)) return { $date: { $numberLong: '-9223372036854775808' } };
  return ms >= 0 && ms < 253402300800000 ? { $date: date.toISOString() } : { $date: { $numberLong: String(ms) } };
}

// What each class of the module becomes, by the name of its type.
const CLASSES = {
  ObjectID: (id) => ({ $oid: id.toHexString?.() ?? Array.from(id.id, (byte) => byte.toString(16).padStart(2, '0')).join('') }),
  Long: (long) => ({ $numberLong: long.toString() }),
  Timestamp: (stamp) => {
    const whole = stamp.toBigInt();
    return { $timestamp: { t: Number(BigInt.asUintN(32, whole >> 32n)), i: Number(BigInt.asUintN(32, whole)) } };
  },
  Decimal128: (decimal) => ({ $numberDecimal: decimal.toString() }),
  Binary: (binary) => ({
    $binary: {
      base64: host.base64(binary.buffer.subarray(0, binary.position)),
      subType: binary.sub_type.toString(16).padStart(2, '0'),
    },
  }),
  Int32: (one) => ({ $numberInt: String(one.value | 0) }),
  Double: (one) => (Number.isFinite(+one.value) ? { $numberDouble: String(+one.value) } : doubled(+one.value)),
  MinKey: () => ({ $minKey: 1 }),
  MaxKey: () => ({ $maxKey: 1 }),
  BSONRegExp: (one) => ({ $regularExpression: { pattern: one.pattern, options: one.options ?? '' } }),
  BSONSymbol: (one) => ({ $symbol: String(one.value) }),
  Code: (one) => (one.scope ? { $code: String(one.code), $scope: one.scope } : { $code: String(one.code) }),
};
CLASSES.ObjectId = CLASSES.ObjectID;
CLASSES.UUID = CLASSES.Binary;
CLASSES.Symbol = CLASSES.BSONSymbol;

const flagsOf = (regexp) =>
  (regexp.ignoreCase ? 'i' : '') + (regexp.multiline ? 'm' : '') + (regexp.dotAll ? 's' : '');

// A value as extended JSON; `undefined` for what documents leave out (functions, symbols).
exports.toExtended = function toExtended(value, bson, options = {}) {
  const convert = (value, depth) => {
    if (depth > DEEPEST) throw bson.cyclic();
    switch (typeof value) {
      case 'undefined':
        return options.ignoreUndefined ? undefined : null;
      case 'number':
        return Number.isFinite(value) ? value : doubled(value);
      case 'bigint':
        if (bson.major < 5) throw new TypeError('Unsupported type BigInt, please use Decimal128');
        return { $numberLong: value.toString() };
      case 'function':
      case 'symbol':
        return undefined;
      case 'object':
        return value === null ? null : converted(value, depth);
      default:
        return value;
    }
  };
  const converted = (value, depth) => {
    if (isDate(value)) return dated(value);
    if (isRegExp(value)) return { $regularExpression: { pattern: value.source, options: flagsOf(value) } };
    if (value instanceof Uint8Array) return { $binary: { base64: host.base64(value), subType: '00' } };
    if (Array.isArray(value)) return value.map((item) => convert(item, depth + 1) ?? null);
    const type = value._bsontype;
    if (type === 'DBRef') {
      const out = { $ref: value.namespace ?? value.collection, $id: convert(value.oid, depth + 1) };
      return value.db === undefined || value.db === null ? out : { ...out, $db: value.db };
    }
    if (typeof type === 'string' && Object.hasOwn(CLASSES, type)) return CLASSES[type](value);
    if (typeof value.toBSON === 'function') return convert(value.toBSON(), depth + 1);
    const out = {};
    for (const [key, inner] of isMap(value) ? value.entries() : Object.entries(value)) {
      if (options.checkKeys) bson.checkKey(String(key));
      const made = convert(inner, depth + 1);
      // A name of any kind is a name, `__proto__` too.
      if (made !== undefined) {
        Object.defineProperty(out, key, { value: made, writable: true, enumerable: true, configurable: true });
      }
    }
    return out;
  };
  return convert(value, 0);
};

// A document of the store as a script gets it.
exports.fromExtended = function fromExtended(value, bson) {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item) => fromExtended(item, bson));
  const keys = Object.keys(value);
  const [first] = keys;
  if (first !== undefined && first[0] === '$') {
    const made = typed(first, value, bson);
    if (made !== undefined) return made;
  }
  const out = {};
  for (const key of keys) {
    const inner = fromExtended(value[key], bson);
    if (key === '__proto__') {
      Object.defineProperty(out, key, { value: inner, writable: true, enumerable: true, configurable: true });
    } else {
      out[key] = inner;
    }
  }
  return out;
};

function typed(name, holder, bson) {
  const value = holder[name];
  switch (name) {
    case '$oid':
      return new bson.ObjectId(value);
    case '$date':
      return new Date(typeof value === 'object' ? Number(value.$numberLong) : value);
    case '$numberLong': {
      const number = Number(value);
      return Number.isSafeInteger(number) ? number : bson.Long.fromString(value);
    }
    case '$numberInt':
    case '$numberDouble':
      return Number(value);
    case '$numberDecimal':
      return new bson.Decimal128(value);
    case '$binary': {
      const bytes = host.fromBase64(value.base64);
      const kind = parseInt(value.subType, 16);
      return kind === 4 && bson.major > 3 ? new bson.UUID(bytes) : new bson.Binary(bytes, kind);
    }
    case '$regularExpression':
      return new RegExp(value.pattern, value.options.replaceAll(/[^ims]/g, ''));
    case '$timestamp':
      return bson.major < 4 ? new bson.Timestamp(value.i, value.t) : new bson.Timestamp(value);
    case '$code':
      return new bson.Code(value, holder.$scope);
    case '$symbol':
      return value;
    case '$undefined':
      return undefined;
    case '$minKey':
      return new bson.MinKey();
    case '$maxKey':
      return new bson.MaxKey();
    case '$ref':
      return holder.$id === undefined ? undefined : new bson.DBRef(value, fromId(holder.$id, bson), holder.$db);
    default:
      return undefined;
  }
}

const fromId = (id, bson) => exports.fromExtended(id, bson);
