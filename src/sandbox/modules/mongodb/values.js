// The other classes for what JSON has no type for: Long, Decimal128, Binary, UUID, Timestamp and kin.
'use strict';

const { Buffer } = require('globals/buffer');
const { inspect } = require('internal/inspect');

const custom = Symbol.for('nodejs.util.inspect.custom');

const MASK = 0xffffffffn;
const high = (value) => Number(BigInt.asIntN(32, value >> 32n));
const low = (value) => Number(BigInt.asIntN(32, value & MASK));

// The classes of a major version.
exports.values = function values(major, fail) {
  const quote = major < 6 ? '"' : "'";
  const shown = (text) => `${quote}${text}${quote}`;

  // What every class has: its type's name, and how it prints from version 4 on.
  function typed(Class, type, print) {
    Object.defineProperty(Class.prototype, '_bsontype', { value: type, writable: true, configurable: true });
    if (major > 3 && print !== undefined) {
      Object.defineProperty(Class.prototype, custom, {
        value() {
          return print(this);
        },
        configurable: true,
      });
    }
    return Class;
  }

  const own = (value, type) => {
    if (major < 4) value._bsontype = type;
  };

  class Long {
    constructor(lower = 0, upper = 0, unsigned = false) {
      own(this, 'Long');
      if (typeof lower === 'bigint' || typeof lower === 'string') {
        const value = BigInt(lower);
        [lower, upper] = [low(value), high(value)];
      }
      this[major < 4 ? 'low_' : 'low'] = lower | 0;
      this[major < 4 ? 'high_' : 'high'] = upper | 0;
      if (major > 3) this.unsigned = Boolean(unsigned);
    }

    static fromString(text) {
      const value = BigInt(text);
      return new this(low(value), high(value));
    }

    static fromBigInt(value) {
      return new this(low(value), high(value));
    }

    static fromNumber(value) {
      return this.fromBigInt(BigInt(Number.isFinite(value) ? Math.trunc(value) : 0));
    }

    static fromInt(value) {
      return this.fromNumber(value | 0);
    }

    static fromBits(lower, upper) {
      return new this(lower, upper);
    }

    static isLong(value) {
      return value instanceof Long;
    }

    toBigInt() {
      const [lower, upper] = major < 4 ? [this.low_, this.high_] : [this.low, this.high];
      const whole = (BigInt(upper) << 32n) | (BigInt(lower) & MASK);
      return this.unsigned ? BigInt.asUintN(64, whole) : whole;
    }

    toString(radix = 10) {
      return this.toBigInt().toString(radix);
    }

    toNumber() {
      return Number(this.toBigInt());
    }

    toInt() {
      return Number(BigInt.asIntN(32, this.toBigInt()));
    }

    toJSON() {
      return this.toString();
    }

    equals(other) {
      return this.toBigInt() === (other instanceof Long ? other.toBigInt() : BigInt(other));
    }

    compare(other) {
      const [one, two] = [this.toBigInt(), other instanceof Long ? other.toBigInt() : BigInt(other)];
      return one < two ? -1 : Number(one > two);
    }

    add(other) {
      return Long.fromBigInt(BigInt.asIntN(64, this.toBigInt() + Long.of(other)));
    }

    subtract(other) {
      return Long.fromBigInt(BigInt.asIntN(64, this.toBigInt() - Long.of(other)));
    }

    multiply(other) {
      return Long.fromBigInt(BigInt.asIntN(64, this.toBigInt() * Long.of(other)));
    }

    isZero() {
      return this.toBigInt() === 0n;
    }

    isNegative() {
      return this.toBigInt() < 0n;
    }

    static of(value) {
      return value instanceof Long ? value.toBigInt() : BigInt(value);
    }
  }
  typed(Long, 'Long', (value) => `new Long(${shown(value)}${value.unsigned ? ', true' : ''})`);

  class Timestamp extends Long {
    constructor(given = 0, upper) {
      if (given instanceof Long) super(low(given.toBigInt()), high(given.toBigInt()), true);
      else if (given !== null && typeof given === 'object') super(given.i, given.t, true);
      else super(given, upper, true);
      own(this, 'Timestamp');
    }

    get t() {
      return (this.high ?? this.high_) >>> 0;
    }

    get i() {
      return (this.low ?? this.low_) >>> 0;
    }

    toJSON() {
      return major < 4 ? this.toString() : { $timestamp: this.toString() };
    }
  }
  typed(Timestamp, 'Timestamp', (value) => `new Timestamp({ t: ${value.t}, i: ${value.i} })`);

  const texts = new WeakMap();
  const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$|^[+-]?(?:inf(?:inity)?|nan)$/i;

  class Decimal128 {
    constructor(given) {
      own(this, 'Decimal128');
      if (typeof given !== 'string' || !DECIMAL.test(given.trim())) {
        throw fail(`${given} not a valid Decimal128 string`);
      }
      texts.set(this, given.trim());
    }

    static fromString(text) {
      return new Decimal128(text);
    }

    toString() {
      return texts.get(this);
    }

    toJSON() {
      return { $numberDecimal: this.toString() };
    }
  }
  typed(Decimal128, 'Decimal128', (value) => `new Decimal128(${shown(value)})`);

  class Binary {
    constructor(bytes = Buffer.alloc(0), kind = 0) {
      own(this, 'Binary');
      this.sub_type = kind;
      if (major > 3) this.buffer = undefined;
      const buffer = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : Buffer.from(bytes);
      if (major < 4) this.position = buffer.length;
      this.buffer = buffer;
      if (major > 3) this.position = buffer.length;
    }

    static createFromBase64(text, kind) {
      return new Binary(Buffer.from(text, 'base64'), kind);
    }

    value(raw) {
      return raw ? this.buffer.slice(0, this.position) : this.buffer.toString('latin1', 0, this.position);
    }

    length() {
      return this.position;
    }

    toString(encoding) {
      if (encoding !== undefined) return this.buffer.toString(encoding, 0, this.position);
      return this.buffer.toString(major < 4 ? 'latin1' : 'utf8', 0, this.position);
    }

    toJSON() {
      return this.buffer.toString('base64', 0, this.position);
    }
  }
  Object.assign(Binary, {
    SUBTYPE_DEFAULT: 0,
    SUBTYPE_FUNCTION: 1,
    SUBTYPE_BYTE_ARRAY: 2,
    SUBTYPE_UUID_OLD: 3,
    SUBTYPE_UUID: 4,
    SUBTYPE_MD5: 5,
    SUBTYPE_USER_DEFINED: 128,
  });
  typed(Binary, 'Binary', (value) =>
    major < 5
      ? `new Binary(Buffer.from(${shown(value.buffer.toString('hex'))}, ${shown('hex')}), ${value.sub_type})`
      : `Binary.createFromBase64(${shown(value.buffer.toString('base64'))}, ${value.sub_type})`,
  );

  const UUID_TEXT = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

  class UUID extends Binary {
    constructor(given) {
      let bytes = given;
      if (given === undefined || given === null) {
        bytes = Buffer.from(host.randomBytes(16));
        bytes[6] = (bytes[6] & 0x0f) | 0x40;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
      } else if (typeof given === 'string') {
        if (!UUID_TEXT.test(given)) {
          throw fail('UUID string representation must be 32 hex digits or canonical hyphenated representation');
        }
        bytes = Buffer.from(given.replaceAll('-', ''), 'hex');
      }
      super(bytes.buffer instanceof Uint8Array ? bytes.buffer : bytes, 4);
    }

    get id() {
      return this.buffer;
    }

    toHexString(dashed = true) {
      const hex = this.buffer.toString('hex');
      return dashed ? hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') : hex;
    }

    toString(encoding) {
      return encoding === undefined ? this.toHexString() : this.buffer.toString(encoding);
    }

    toJSON() {
      return this.toHexString();
    }

    equals(other) {
      return String(other).replaceAll('-', '').toLowerCase() === this.toHexString(false);
    }
  }
  typed(UUID, major < 6 ? 'UUID' : 'Binary', (value) => `new UUID(${shown(value.toHexString())})`);

  const simple = (name, fields, print, json) => {
    const Class = {
      [name]: class {
        constructor(...given) {
          own(this, name);
          fields.forEach((field, index) => {
            this[field] = given[index];
          });
        }
      },
    }[name];
    if (json !== undefined) {
      Class.prototype.toJSON = function toJSON() {
        return json(this);
      };
      Object.defineProperty(Class.prototype, 'toJSON', { enumerable: false });
    }
    return typed(Class, name, print);
  };

  const Int32 = simple('Int32', ['value'], (one) => `new Int32(${one.value})`, (one) => one.value);
  const Double = simple('Double', ['value'], (one) => `new Double(${one.value})`, (one) => one.value);
  for (const Class of [Int32, Double]) Class.prototype.valueOf = function valueOf() { return this.value; };
  const MinKey = simple('MinKey', [], () => 'new MinKey()');
  const MaxKey = simple('MaxKey', [], () => 'new MaxKey()');
  const BSONRegExp = simple('BSONRegExp', ['pattern', 'options'], (one) =>
    `new BSONRegExp(${shown(one.pattern)}, ${shown(one.options)})`,
  );
  const BSONSymbol = simple('BSONSymbol', ['value'], (one) => `new BSONSymbol(${shown(one.value)})`, (one) => one.value);
  const Code = simple('Code', ['code', 'scope'], (one) => `new Code(${shown(one.code)})`, (one) =>
    one.scope ? { code: one.code, scope: one.scope } : { code: one.code },
  );
  const DBRef = simple(
    'DBRef',
    major < 4 ? ['namespace', 'oid', 'db'] : ['collection', 'oid', 'db', 'fields'],
    (one) => `new DBRef(${shown(one.collection)}, ${inspect(one.oid)}${one.db === undefined ? '' : `, ${shown(one.db)}`})`,
    (one) => {
      const name = one.namespace ?? one.collection;
      return { $ref: name, $id: one.oid, ...(one.db === undefined ? {} : { $db: one.db }) };
    },
  );

  return { Long, Timestamp, Decimal128, Binary, UUID, Int32, Double, MinKey, MaxKey, BSONRegExp, BSONSymbol, Code, DBRef };
};
