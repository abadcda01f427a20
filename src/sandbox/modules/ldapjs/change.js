// `Attribute` and `Change` of the npm module `ldapjs`.
'use strict';

const { Buffer } = require('globals/buffer');

const buffers = (given) => {
  const list = Array.isArray(given) ? given : [given];
  return list.map((one) => (one instanceof Uint8Array ? Buffer.from(one) : Buffer.from(String(one))));
};

// A value as it is sent: text where it is text.
const cellOf = (buffer) => {
  const text = buffer.toString('utf8');
  return Buffer.from(text).equals(buffer) ? text : { $bytes: host.base64(buffer) };
};

// Up to version 2: `type`, `vals`.
class OldAttribute {
  constructor(options = {}) {
    this.type = options.type ?? '';
    this._vals = [];
    const given = options.vals ?? options.values;
    if (given !== undefined && given !== null) this._vals = buffers(given);
  }

  get vals() {
    const encoding = this.type.endsWith(';binary') ? 'base64' : 'utf8';
    return this._vals.map((value) => value.toString(encoding));
  }

  set vals(given) {
    this._vals = buffers(given);
  }

  get buffers() {
    return this._vals;
  }

  get values() {
    return undefined;
  }

  get json() {
    return { type: this.type, vals: this.vals };
  }

  addValue(value) {
    this._vals.push(...buffers(value));
  }

  toJSON() {
    return this.json;
  }

  toString() {
    return JSON.stringify(this.json);
  }

  static isAttribute(value) {
    return value instanceof OldAttribute;
  }

  get _kept() {
    return this._vals;
  }
}
Object.defineProperty(OldAttribute, 'name', { value: 'Attribute' });
delete OldAttribute.prototype.values;

// From version 3 on: `type`, `values`.
class Attribute {
  #type;
  #buffers;

  constructor(options = {}) {
    this.#type = options.type ?? '';
    this.#buffers = buffers(options.values ?? options.vals ?? []);
  }

  get [Symbol.toStringTag]() {
    return 'LdapAttribute';
  }

  get type() {
    return this.#type;
  }

  set type(type) {
    this.#type = type;
  }

  get values() {
    const encoding = this.#type.endsWith(';binary') ? 'base64' : 'utf8';
    return this.#buffers.map((value) => value.toString(encoding));
  }

  set values(given) {
    this.#buffers = buffers(given);
  }

  get buffers() {
    return this.#buffers;
  }

  get pojo() {
    return { type: this.type, values: this.values };
  }

  addValue(value) {
    this.#buffers.push(...buffers(value));
  }

  static isAttribute(value) {
    return value instanceof Attribute;
  }

  get _kept() {
    return this.#buffers;
  }
}

const KINDS = ['add', 'delete', 'replace'];

// The classes of a major version.
exports.changes = function changes(major) {
  const Kind = major < 3 ? OldAttribute : Attribute;

  // Up to version 2 a modification may be `{mail: 'x'}`; from 3 on it is an attribute with its values.
  function modificationOf(given) {
    if (Kind.isAttribute(given)) return given;
    if (major > 2) {
      if (given !== null && typeof given === 'object' && typeof given.type === 'string' && Array.isArray(given.values)) return new Kind(given);
      throw new Error('modification must be an Attribute');
    }
    const keys = Object.keys(given);
    if (given.type !== undefined && (given.vals !== undefined || keys.length === 1)) return new Kind(given);
    if (keys.length === 2 && typeof given.type === 'string' && Array.isArray(given.vals)) return new Kind(given);
    if (keys.length > 1) throw new Error('Only one attribute per Change allowed');
    if (keys.length === 0) return new Kind();
    return new Kind({ type: keys[0], vals: given[keys[0]] });
  }

  class Change {
    constructor(options = {}) {
      this._modification = new Kind();
      if (options.modification !== undefined || major > 2) this.modification = options.modification ?? new Kind();
      this.operation = options.operation ?? options.type ?? 'add';
    }

    get operation() {
      return KINDS[this._operation];
    }

    set operation(given) {
      const found = typeof given === 'number' ? given : KINDS.indexOf(String(given).toLowerCase());
      if (KINDS[found] === undefined) {
        throw new Error(major < 3 ? `Invalid operation type: 0x${String(given)}` : `invalid operation: ${given}`);
      }
      this._operation = found;
    }

    get modification() {
      return this._modification;
    }

    set modification(given) {
      this._modification = modificationOf(given);
    }

    get json() {
      return { operation: this.operation, modification: this._modification.json ?? this._modification.pojo };
    }

    static isChange(value) {
      return value instanceof Change;
    }
  }

  // What `modify` is given: a change, several, or a plain object that is one.
  function read(given) {
    const list = Array.isArray(given) ? given : [given];
    return list.flatMap((one) => {
      if (one instanceof Change) return [one];
      if (one === null || typeof one !== 'object') throw new TypeError('change (Change) required');
      if (!one.operation && !one.type) throw new Error('change.operation required');
      if (typeof one.modification !== 'object') throw new Error('change.modification (object) required');
      const keys = Object.keys(one.modification);
      // Several attributes in one change, as version 1 took them.
      if (major < 3 && keys.length > 1 && one.modification.type === undefined) {
        return keys.map((key) => new Change({ operation: one.operation, modification: { [key]: one.modification[key] } }));
      }
      return [new Change(one)];
    });
  }

  const partOf = (attribute) => ({ name: attribute.type, values: attribute._kept.map(cellOf) });
  const sent = (change) => ({ operation: change.operation, attribute: partOf(change.modification) });

  // The attributes of a new entry.
  function entryOf(entry) {
    if (Array.isArray(entry)) {
      if (!entry.every((one) => Kind.isAttribute(one))) throw new TypeError('entry must be an Array of Attributes');
      return entry.map(partOf);
    }
    return Object.keys(entry).map((name) => {
      const list = Array.isArray(entry[name]) ? entry[name] : [entry[name]];
      const values = list.map((value) => {
        if (value instanceof Uint8Array) return value;
        return value.toString();
      });
      return partOf(new Kind(major < 3 ? { type: name, vals: values } : { type: name, values }));
    });
  }

  return { Attribute: Kind, Change, read, sent, entryOf };
};
