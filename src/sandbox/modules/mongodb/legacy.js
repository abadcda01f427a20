// Methods of collections that later versions took away.
'use strict';

const { sortOf } = require('mongodb/cursor');
const { perform, split } = require('mongodb/flavour');
const results = require('mongodb/results');

const known = new Map();

function methodsOf(flavour) {
  const { major, errors } = flavour;
  const { placeOf } = require('mongodb/collection');
  const methods = {
    insert(documents, ...args) {
      const list = Array.isArray(documents) ? documents : [documents];
      return this.insertMany(list, ...args);
    },

    update(filter, update, ...args) {
      const [[options], callback] = split(flavour, args);
      const given = options ?? {};
      const rest = callback === undefined ? [given] : [given, callback];
      if (major > 3) return this.updateMany(filter, update, ...rest);
      const { state, database, name } = placeOf(this);
      let refusal;
      if (filter === null || typeof filter !== 'object') refusal = errors.own('selector must be a valid JavaScript object');
      else if (update === null || typeof update !== 'object') refusal = errors.own('document must be a valid JavaScript object');
      return perform(flavour, callback, refusal, (done, from) => {
        const part = { q: filter, u: update };
        for (const option of ['upsert', 'multi', 'collation', 'arrayFilters']) {
          if (given[option] !== undefined) part[option] = given[option];
        }
        state.run(database, { update: name, updates: [part], ordered: true }, given, from, (error, answer) => {
          const refused = error ?? results.refused(state, answer);
          if (refused) done(refused);
          else done(undefined, results.plain(state, answer));
        });
      });
    },

    remove(...args) {
      if (major > 3) return this.deleteMany(...args);
      const [[, options]] = split(flavour, args);
      return this._delete(args, options?.single ? 1 : 0, results.plain);
    },
  };
  if (major > 3) return methods;
  return Object.assign(methods, {
    save(document, ...args) {
      const [[options], callback] = split(flavour, args);
      const rest = callback === undefined ? [options] : [options, callback];
      if (document._id === undefined) return this._insert(document, rest, results.saved);
      return this.update({ _id: document._id }, document, { ...options, upsert: true }, ...(callback === undefined ? [] : [callback]));
    },

    findAndModify(query, sort, update, ...args) {
      const [[options], callback] = split(flavour, args);
      const given = { ...options, sort: sortOf(sort) };
      const change = given.remove ? { remove: true } : { update };
      return this._findAndModify(query, change, callback === undefined ? [given] : [given, callback]);
    },

    findAndRemove(query, sort, ...args) {
      const [[options], callback] = split(flavour, args);
      const given = { ...options, sort: sortOf(sort) };
      return this._findAndModify(query, { remove: true }, callback === undefined ? [given] : [given, callback]);
    },

    ensureIndex(key, ...args) {
      return this.createIndex(key, ...args);
    },

    dropAllIndexes(...args) {
      return this.dropIndexes(...args);
    },

    group() {
      throw errors.own('group is not supported by the document stores of loginscope; use aggregate');
    },

    mapReduce() {
      throw errors.own('mapReduce is not supported by the document stores of loginscope; use aggregate');
    },
  });
}

// Gives a collection the methods of its version.
exports.older = function older(collection, flavour) {
  if (!known.has(flavour)) known.set(flavour, methodsOf(flavour));
  for (const [name, value] of Object.entries(known.get(flavour))) {
    Object.defineProperty(collection, name, { value, writable: true, configurable: true });
  }
};
