// `ObjectId` of the npm module `mongodb`, as each major version has it.
'use strict';

const { Buffer } = require('globals/buffer');

const custom = Symbol.for('nodejs.util.inspect.custom');
const HEX = /^[0-9a-fA-F]{24}$/;

let machine;
let counter;

// Seconds, five bytes of this run, a number that goes up.
function generate(seconds = Math.floor(Date.now() / 1000)) {
  if (machine === undefined) {
    machine = host.randomBytes(5);
    const start = host.randomBytes(3);
    counter = (start[0] << 16) | (start[1] << 8) | start[2];
  }
  counter = (counter + 1) % 0x1000000;
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(seconds >>> 0, 0);
  bytes.set(machine, 4);
  bytes.writeUIntBE(counter, 9, 3);
  return bytes;
}

const refusals = {
  2: 'Argument passed in must be a single String of 12 bytes or a string of 24 hex characters',
  3: 'Argument passed in must be a single String of 12 bytes or a string of 24 hex characters',
  4: 'Argument passed in must be a string of 12 bytes or a string of 24 hex characters or an integer',
  5: 'Argument passed in must be a string of 12 bytes or a string of 24 hex characters or an integer',
};

const refusalOf = (major) => refusals[major] ?? 'input must be a 24 character hex string, 12 byte Uint8Array, or an integer';

// The twelve bytes an id is made of; `undefined` where it can be none.
function bytesOf(given, major) {
  if (given === undefined || given === null) return generate();
  if (typeof given === 'number') return generate(given);
  if (typeof given === 'string') {
    if (HEX.test(given)) return Buffer.from(given, 'hex');
    return major < 6 && given.length === 12 && Buffer.from(given, 'latin1').length === 12
      ? Buffer.from(given, 'latin1')
      : undefined;
  }
  if (given instanceof Uint8Array) return given.byteLength === 12 ? Buffer.from(given) : undefined;
  if (typeof given === 'object' && typeof given.toHexString === 'function') return Buffer.from(given.toHexString(), 'hex');
  if (typeof given === 'object' && given.id !== undefined && given.id !== given) return bytesOf(given.id, major);
  return undefined;
}

const methodsOf = (read, major, make) => ({
  toHexString() {
    return read(this).toString('hex');
  },

  toString(encoding) {
    return encoding === 'base64' ? read(this).toString('base64') : this.toHexString();
  },

  toJSON() {
    return this.toHexString();
  },

  equals(other) {
    if (other === undefined || other === null) return false;
    if (typeof other === 'object' && typeof other.toHexString === 'function') {
      return other.toHexString().toLowerCase() === this.toHexString();
    }
    if (typeof other !== 'string') return false;
    if (other.length === 24) return other.toLowerCase() === this.toHexString();
    return other.length === 12 && Buffer.from(other, 'latin1').equals(read(this));
  },

  getTimestamp() {
    return new Date(read(this).readUInt32BE(0) * 1000);
  },

  [custom]() {
    if (major < 4) return this.toHexString();
    return major < 6 ? `new ObjectId("${this.toHexString()}")` : `new ObjectId('${this.toHexString()}')`;
  },

  ...(major < 4
    ? { generate: make }
    : {
        toExtendedJSON() {
          return { $oid: this.toHexString() };
        },
      }),
});

// The class of a major version; `fail` makes its errors.
exports.objectId = function objectId(major, fail) {
  const kept = Symbol('id');
  const read = (id) => (major < 4 ? id.id : major < 6 ? id[kept] : id.buffer);
  const init = (id, given) => {
    const bytes = bytesOf(given, major);
    if (bytes === undefined) {
      const shape = major > 3 && typeof given === 'object' && !(given instanceof Uint8Array);
      throw fail(shape ? 'Argument passed in does not match the accepted types' : refusalOf(major));
    }
    if (major < 4) {
      id._bsontype = 'ObjectID';
      id.id = bytes;
    } else if (major < 6) {
      id[kept] = bytes;
    } else {
      id.buffer = bytes;
    }
  };
  let ObjectId;
  if (major < 5) {
    // Up to version 4 it may be called without `new`.
    ObjectId = function (given) {
      if (!(this instanceof ObjectId)) return new ObjectId(given);
      init(this, given);
      return undefined;
    };
    Object.defineProperty(ObjectId, 'name', { value: major < 4 ? 'ObjectID' : 'ObjectId' });
  } else {
    ObjectId = class ObjectId {
      constructor(given) {
        init(this, given);
      }
    };
  }
  const methods = methodsOf(read, major, generate);
  for (const key of Reflect.ownKeys(methods)) {
    Object.defineProperty(ObjectId.prototype, key, { value: methods[key], writable: true, configurable: true });
  }
  if (major >= 4) {
    const type = { get: () => (major < 5 ? 'ObjectID' : 'ObjectId'), configurable: true };
    Object.defineProperty(ObjectId.prototype, '_bsontype', type);
    Object.defineProperty(ObjectId.prototype, 'id', {
      get() {
        return read(this);
      },
      configurable: true,
    });
  }
  const short = major < 5 ? 'Argument passed in must be a single String of 12 bytes or a string of 24 hex characters' : 'hex string must be 24 characters';
  const statics = {
    createFromHexString(text) {
      if (typeof text !== 'string' || !HEX.test(text)) throw fail(short);
      return new ObjectId(text);
    },
    createFromTime(seconds) {
      const bytes = Buffer.alloc(12);
      bytes.writeUInt32BE(seconds >>> 0, 0);
      return new ObjectId(bytes);
    },
    createPk: () => new ObjectId(),
    generate,
    isValid(given) {
      if (given === undefined || given === null) return false;
      if (typeof given === 'number') return true;
      if (typeof given === 'object' && typeof given.toHexString === 'function') return true;
      return bytesOf(given, major) !== undefined;
    },
  };
  for (const [name, value] of Object.entries(statics)) {
    Object.defineProperty(ObjectId, name, { value, writable: true, configurable: true });
  }
  return ObjectId;
};
