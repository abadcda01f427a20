// What the driver itself refuses before anything is sent, in each version's words, and how it names indexes.
'use strict';

const isObject = (value) => Object.prototype.toString.call(value) === '[object Object]';
const isId = (value) => value?._bsontype === 'ObjectID' || value?._bsontype === 'ObjectId';

const startsWithDollar = (document) => Object.keys(document)[0]?.[0] === '$';

exports.refusalOf = {
  name({ errors, major }, name) {
    const say = (words) => (major < 4 ? errors.plain(words[0].toLowerCase() + words.slice(1)) : errors.argument(words));
    // From version 6 on names are left to the server.
    if (major > 5) return undefined;
    if (typeof name !== 'string') return say('Collection name must be a String');
    if (name === '' || name.includes('..')) return say('Collection names cannot be empty');
    if (name.includes('$') && !/^\$cmd|oplog\.\$main/.test(name)) return say("Collection names must not contain '$'");
    if (/^\.|\.$/.test(name)) return say("Collection names must not start or end with '.'");
    if (name.includes('\u0000')) return say('Collection names cannot contain a null character');
    return undefined;
  },

  filter({ errors, major }, filter) {
    if (filter === undefined || filter === null || isObject(filter) || isId(filter)) return undefined;
    if (typeof filter === 'object' && !Array.isArray(filter)) return undefined;
    return major < 4
      ? errors.own('query selector must be an object')
      : errors.argument('Query filter must be a plain object or ObjectId');
  },

  documents({ errors, major }, documents) {
    if (Array.isArray(documents)) {
      if (documents.length > 0) return undefined;
      return major < 4 ? errors.own('Invalid Operation, no operations specified') : errors.argument('Invalid BulkOperation, Batch cannot be empty');
    }
    return major < 4
      ? errors.own('docs parameter must be an array of documents')
      : errors.argument('Argument "docs" must be an array of documents');
  },

  update({ errors, major }, filter, update, replaces) {
    if (major < 4) {
      if (!replaces && (update === undefined || update === null)) {
        throw new TypeError('Cannot convert undefined or null to object');
      }
      if (!replaces && Object.keys(update).length === 0) {
        return errors.own('The update operation document must contain at least one atomic operator.');
      }
      if (!replaces && !startsWithDollar(update)) {
        return errors.own('the update operation document must contain atomic operators.');
      }
      if (filter === null || typeof filter !== 'object') return errors.own('selector must be a valid JavaScript object');
      if (update === null || typeof update !== 'object') return errors.own('document must be a valid JavaScript object');
      return undefined;
    }
    if (filter === null || typeof filter !== 'object') return errors.argument('Selector must be a valid JavaScript object');
    if (update === null || typeof update !== 'object') return errors.argument('Document must be a valid JavaScript object');
    const atomic = Array.isArray(update) || startsWithDollar(update);
    if (!replaces && !atomic) return errors.argument('Update document requires atomic operators');
    if (replaces && atomic) return errors.argument('Replacement document must not contain atomic operators');
    return undefined;
  },

  deletion({ errors, major }, filter) {
    if (filter !== null && typeof filter === 'object') return undefined;
    return major < 4 ? errors.own('selector must be a valid JavaScript object') : errors.argument('Selector must be a valid JavaScript object');
  },

  // Of `findOneAnd…`. Up to version 3 it is thrown.
  found({ errors, major }, filter, update, what) {
    const say = (words) => {
      if (major < 4) throw errors.own(`${words[0].toLowerCase()}${words.slice(1)}`);
      return errors.argument(`Argument "${words.split(' ')[0].toLowerCase()}" must be an object`);
    };
    if (filter === null || typeof filter !== 'object') return say('Filter parameter must be an object');
    if (what === undefined) return undefined;
    if (update === null || typeof update !== 'object') return say(`${what} parameter must be an object`);
    if (major < 4) return undefined;
    const atomic = Array.isArray(update) || startsWithDollar(update);
    if (what === 'update' && !atomic) return errors.argument('Update document requires atomic operators');
    if (what === 'replacement' && atomic) return errors.argument('Replacement document must not contain atomic operators');
    return undefined;
  },
};

// `createIndex` takes `'email'`, `['a', 'b']`, `[['a', 1]]`, `{a: 1}`.
exports.indexOf = function indexOf(stated, options) {
  const key = {};
  const add = (one) => {
    if (typeof one === 'string') key[one] = 1;
    else if (Array.isArray(one)) {
      if (typeof one[0] === 'string' && one.length === 2 && typeof one[1] !== 'string') [, key[one[0]]] = one;
      else if (typeof one[0] === 'string' && one.length === 2 && /^(?:asc|desc|text|hashed|2d)/.test(one[1])) [, key[one[0]]] = one;
      else one.forEach(add);
    } else if (one !== null && typeof one === 'object') Object.assign(key, one instanceof Map ? Object.fromEntries(one) : one);
  };
  add(stated);
  const { session, w, ...rest } = options;
  const name = rest.name ?? Object.entries(key).map(([field, way]) => `${field}_${way}`).join('_');
  return { ...rest, name, key };
};
