// `Db` of the npm module `mongodb`.
'use strict';

const { Collection } = require('mongodb/collection');
const { ListCursor } = require('mongodb/cursor');
const { fromExtended } = require('mongodb/extended');
const { perform, split } = require('mongodb/flavour');

const FORBIDDEN = [' ', '.', '$', '/', '\\'];

const states = new WeakMap();

class Db {
  constructor(state, name, options) {
    const { errors, major } = state.flavour;
    if (typeof name !== 'string') {
      throw major < 4 ? errors.own('database name must be a string') : errors.api(major < 6 ? 'Database name must be a string' : 'Database name must be a string');
    }
    if (name.length === 0) throw errors.own(major < 4 ? 'database name cannot be the empty string' : 'Database name cannot be the empty string');
    for (const sign of FORBIDDEN) {
      if (name.includes(sign) && name !== '$external') {
        throw errors.api(`${major < 6 ? 'database' : 'Database'} names cannot contain the character '${sign}'`);
      }
    }
    states.set(this, state);
    Object.defineProperty(this, 'databaseName', { value: name, enumerable: major < 4 });
    this.options = { ...options };
    if (major < 3) this.close = (...args) => state.client.close(...args);
  }

  get namespace() {
    return this.databaseName;
  }

  collection(name, ...args) {
    const state = states.get(this);
    const [[options], callback] = split(state.flavour, args);
    const collection = new Collection(state, this, name, options);
    if (callback !== undefined) callback(null, collection);
    return collection;
  }

  #ask(command, callback, read, options = {}) {
    const state = states.get(this);
    return perform(state.flavour, callback, undefined, (done, from) => {
      state.run(this.databaseName, command, options, from, (error, answer) => (error ? done(error) : done(undefined, read(answer))));
    });
  }

  command(command, ...args) {
    const { flavour } = states.get(this);
    const [[options], callback] = split(flavour, args);
    return this.#ask(command, callback, (answer) => fromExtended(answer, flavour.bson), options);
  }

  admin() {
    const state = states.get(this);
    const admin = new Db(state, 'admin');
    return {
      command: (...args) => admin.command(...args),
      ping: (...args) => admin.command({ ping: 1 }, ...args),
      serverInfo: (...args) => admin.command({ buildInfo: 1 }, ...args),
      buildInfo: (...args) => admin.command({ buildInfo: 1 }, ...args),
      listDatabases: (...args) => {
        const [[options], callback] = split(state.flavour, args);
        return admin.command({ listDatabases: 1, ...options }, ...(callback === undefined ? [] : [callback]));
      },
    };
  }

  listCollections(filter = {}, options = {}) {
    return new ListCursor(states.get(this), this.databaseName, { listCollections: 1, filter, nameOnly: options.nameOnly ?? false });
  }

  collections(...args) {
    const state = states.get(this);
    const [, callback] = split(state.flavour, args);
    const named = (answer) => answer.cursor.firstBatch.map((one) => new Collection(state, this, one.name));
    return this.#ask({ listCollections: 1, filter: {}, nameOnly: true }, callback, named);
  }

  createCollection(name, ...args) {
    const state = states.get(this);
    const [[options = {}], callback] = split(state.flavour, args);
    const { session, ...stated } = options;
    return this.#ask({ create: name, ...stated }, callback, () => new Collection(state, this, name), { session });
  }

  dropCollection(name, ...args) {
    const [, callback] = split(states.get(this).flavour, args);
    return this.#ask({ drop: name }, callback, () => true);
  }

  dropDatabase(...args) {
    const [, callback] = split(states.get(this).flavour, args);
    return this.#ask({ dropDatabase: 1 }, callback, () => true);
  }

  stats(...args) {
    const { flavour } = states.get(this);
    const [, callback] = split(flavour, args);
    return this.#ask({ dbStats: 1 }, callback, (answer) => fromExtended(answer, flavour.bson));
  }

  createIndex(name, key, ...args) {
    return this.collection(name).createIndex(key, ...args);
  }

  ensureIndex(name, key, ...args) {
    return this.collection(name).createIndex(key, ...args);
  }

  indexInformation(name, ...args) {
    return this.collection(name).indexInformation(...args);
  }

  watch() {
    return states.get(this).client.watch();
  }
}

exports.Db = Db;
