// What a search of `ldapjs` brings: entries and the end.
'use strict';

const { Buffer } = require('globals/buffer');
const { parseDN } = require('ldapjs/name');

const bufferOf = (cell) => {
  if (cell !== null && typeof cell === 'object' && '$bytes' in cell) return Buffer.from(cell.$bytes, 'base64');
  return Buffer.from(String(cell));
};

// One value stands alone, several are a list.
const single = (values) => (values.length === 1 ? values[0] : values);

// The classes of a major version; `Attribute` is its class of attributes.
exports.entries = function entries(major, Attribute) {
  class OldEntry {
    constructor(entry, messageID) {
      this.messageID = messageID;
      this.protocolOp = 100;
      this.controls = [];
      this.objectName = entry.name;
      this.attributes = entry.attributes.map(({ name, values }) => new Attribute({ type: name, vals: values.map(bufferOf) }));
    }

    get type() {
      return 'SearchEntry';
    }

    get dn() {
      return this.objectName;
    }

    get object() {
      const out = { dn: String(this.dn), controls: [] };
      for (const attribute of this.attributes) {
        if (attribute.vals.length > 0) out[attribute.type] = single(attribute.vals);
      }
      return out;
    }

    get raw() {
      const out = { dn: String(this.dn), controls: [] };
      for (const attribute of this.attributes) {
        if (attribute.buffers.length > 0) out[attribute.type] = single(attribute.buffers);
      }
      return out;
    }

    get json() {
      return { messageID: this.messageID, protocolOp: this.type, objectName: this.objectName, attributes: this.attributes.map((one) => one.json), controls: [] };
    }

    toString() {
      return JSON.stringify(this.json);
    }
  }
  Object.defineProperty(OldEntry, 'name', { value: 'SearchEntry' });

  class SearchResultEntry {
    #entry;
    #attributes;
    #messageId;

    constructor(entry, messageId) {
      this.#entry = entry;
      this.#messageId = messageId;
      this.#attributes = entry.attributes.map(({ name, values }) => new Attribute({ type: name, values: values.map(bufferOf) }));
    }

    get type() {
      return 'SearchResultEntry';
    }

    get messageId() {
      return this.#messageId;
    }

    get attributes() {
      return this.#attributes;
    }

    get objectName() {
      return parseDN(this.#entry.name, major);
    }

    get dn() {
      return this.objectName;
    }

    get controls() {
      return [];
    }

    get pojo() {
      return {
        messageId: this.#messageId,
        protocolOp: 100,
        type: this.type,
        objectName: this.objectName.toString(),
        attributes: this.#attributes.map((one) => one.pojo),
        controls: [],
      };
    }

    get json() {
      return this.pojo;
    }

    toString() {
      return JSON.stringify(this.pojo);
    }
  }

  // How an operation ended. Of a later version only `status` and its kin can be read.
  const resultOf = (name, { code, matched, message }, messageID) => {
    const holder = {
      [name]: class {
        constructor() {
          if (major < 3) Object.assign(this, { messageID, controls: [], status: code, matchedDN: matched, errorMessage: message, referrals: [] });
          else Object.defineProperties(this, { status: { value: code }, matchedDN: { value: matched }, diagnosticMessage: { value: message }, messageId: { value: messageID }, referrals: { value: [] } });
        }
      },
    };
    return new holder[name]();
  };

  return { Entry: major < 3 ? OldEntry : SearchResultEntry, resultOf };
};
