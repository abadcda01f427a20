// `Collection` of the npm module `mongodb`.
'use strict';

const { Bulk, bulkWrite, runBulk } = require('mongodb/bulk');
const { AggregationCursor, FindCursor, ListCursor, sortOf } = require('mongodb/cursor');
const { fromExtended } = require('mongodb/extended');
const { perform, split } = require('mongodb/flavour');
const results = require('mongodb/results');
const { indexOf, refusalOf } = require('mongodb/statements');

const places = new WeakMap();

// The state, database and name of a collection, for the methods of older versions.
exports.placeOf = (collection) => places.get(collection);

class Collection {
  constructor(state, db, name, options) {
    const refusal = refusalOf.name(state.flavour, name);
    if (refusal !== undefined) throw refusal;
    places.set(this, { state, db, database: db.databaseName, name, options: options ?? {} });
    const { older } = require('mongodb/legacy');
    if (state.flavour.major < 5) older(this, state.flavour);
  }

  get collectionName() {
    return places.get(this).name;
  }

  get namespace() {
    return `${this.dbName}.${this.collectionName}`;
  }

  get dbName() {
    return places.get(this).database;
  }

  find(...args) {
    const { state, database, name } = places.get(this);
    const [[filter, given], callback] = split(state.flavour, args);
    const options = given ?? {};
    // Up to version 3 it is left to the server.
    const refusal = state.flavour.major > 3 ? refusalOf.filter(state.flavour, filter) : undefined;
    if (refusal !== undefined) throw refusal;
    const command = { find: name, filter: idFilter(state, filter), ...findParts(state, options) };
    const cursor = new FindCursor(state, database, command, { session: options.session, ignoreUndefined: options.ignoreUndefined });
    if (callback !== undefined) callback(null, cursor);
    return cursor;
  }

  findOne(...args) {
    const { state, database, name } = places.get(this);
    const { flavour } = state;
    const [[filter, options], callback] = split(flavour, args);
    const refusal = refusalOf.filter(flavour, filter);
    return perform(flavour, callback, refusal, (done, from) => {
      const command = { find: name, filter: idFilter(state, filter), ...findParts(state, options ?? {}), limit: 1, singleBatch: true };
      state.run(database, command, options ?? {}, from, (error, answer) => {
        if (error) done(error);
        else done(undefined, fromExtended(answer.cursor.firstBatch[0] ?? null, flavour.bson));
      });
    });
  }

  insertOne(document, ...args) {
    return this._insert(document, args, results.insertedOne);
  }

  _insert(document, args, shape) {
    const { state, database, name } = places.get(this);
    const { flavour } = state;
    const [[options = {}], callback] = split(flavour, args);
    const refusal = Array.isArray(document) && flavour.major < 4 ? flavour.errors.own('doc parameter must be an object') : undefined;
    // A document is given its id on the spot, as the driver does it.
    if (refusal === undefined && document._id === undefined && flavour.major < 5) giveId(document, flavour);
    return perform(flavour, callback, refusal, (done, from) => {
      if (document === undefined || document === null) {
        done(new TypeError(`Cannot read properties of ${document} (reading '_id')`));
        return;
      }
      if (document._id === undefined) giveId(document, flavour);
      const command = { insert: name, documents: [document], ordered: true };
      state.run(database, command, { ...options, checkKeys: true }, from, (error, answer) => {
        const refused = error ?? results.refused(state, answer);
        if (refused) done(refused);
        else done(undefined, shape(state, answer, document));
      });
    });
  }

  insertMany(documents, ...args) {
    const { state, database, name } = places.get(this);
    const { flavour } = state;
    const [[options = {}], callback] = split(flavour, args);
    const refusal = refusalOf.documents(flavour, documents);
    return perform(flavour, callback, refusal, (done, from) => {
      const operations = documents.map((document) => ({ insertOne: { document } }));
      runBulk(state, database, name, operations, options, from, (error, totals) => {
        if (error) done(error);
        else done(undefined, results.insertedMany(state, totals.nInserted, documents));
      });
    });
  }

  updateOne(filter, update, ...args) {
    return this._update(filter, update, args, { multi: false });
  }

  updateMany(filter, update, ...args) {
    return this._update(filter, update, args, { multi: true });
  }

  replaceOne(filter, replacement, ...args) {
    return this._update(filter, replacement, args, { multi: false, replaces: true });
  }

  _update(filter, update, args, { multi, replaces = false }) {
    const { state, database, name } = places.get(this);
    const { flavour } = state;
    const [[options], callback] = split(flavour, args);
    const given = options ?? {};
    const refusal = refusalOf.update(flavour, filter, update, replaces);
    return perform(flavour, callback, refusal, (done, from) => {
      const { upsert, collation, hint, arrayFilters } = given;
      const part = { q: filter, u: update, upsert, multi: multi || undefined, collation, hint, arrayFilters };
      const command = { update: name, updates: [dropped(part)], ordered: true };
      state.run(database, command, given, from, (error, answer) => {
        const refused = error ?? results.refused(state, answer);
        if (refused) done(refused);
        else done(undefined, results.updated(state, answer, replaces ? update : undefined));
      });
    });
  }

  deleteOne(...args) {
    return this._delete(args, 1, results.deleted);
  }

  deleteMany(...args) {
    return this._delete(args, 0, results.deleted);
  }

  _delete(args, limit, shape) {
    const { state, database, name } = places.get(this);
    const { flavour } = state;
    const [[filter = {}, options], callback] = split(flavour, args);
    const refusal = refusalOf.deletion(flavour, filter);
    return perform(flavour, callback, refusal, (done, from) => {
      const { collation, hint } = options ?? {};
      const command = { delete: name, deletes: [dropped({ q: filter, limit, collation, hint })], ordered: true };
      state.run(database, command, options ?? {}, from, (error, answer) => {
        const refused = error ?? results.refused(state, answer);
        if (refused) done(refused);
        else done(undefined, shape(state, answer));
      });
    });
  }

  findOneAndUpdate(filter, update, ...args) {
    const { flavour } = places.get(this).state;
    return this._findAndModify(filter, { update }, args, refusalOf.found(flavour, filter, update, 'update'));
  }

  findOneAndReplace(filter, update, ...args) {
    const { flavour } = places.get(this).state;
    return this._findAndModify(filter, { update }, args, refusalOf.found(flavour, filter, update, 'replacement'));
  }

  findOneAndDelete(filter, ...args) {
    const { flavour } = places.get(this).state;
    return this._findAndModify(filter, { remove: true }, args, refusalOf.found(flavour, filter));
  }

  _findAndModify(filter, change, args, refusal) {
    const { state, database, name } = places.get(this);
    const { flavour } = state;
    const [[options], callback] = split(flavour, args);
    const given = options ?? {};
    return perform(flavour, callback, refusal, (done, from) => {
      const after = given.returnDocument === 'after' || given.returnOriginal === false || given.new === true;
      const command = {
        findAndModify: name,
        query: filter ?? {},
        sort: sortOf(given.sort),
        fields: given.projection ?? given.fields,
        collation: given.collation,
        arrayFilters: given.arrayFilters,
        ...change,
      };
      if (change.update !== undefined) Object.assign(command, { new: after, upsert: given.upsert ?? false });
      state.run(database, command, given, from, (error, answer) => {
        if (error) {
          done(error);
          return;
        }
        const made = fromExtended(answer, flavour.bson);
        const whole = given.includeResultMetadata ?? flavour.major < 6;
        done(undefined, whole ? made : made.value);
      });
    });
  }

  aggregate(pipeline, ...args) {
    const { state, database, name } = places.get(this);
    const { flavour } = state;
    const [[options], callback] = split(flavour, args);
    const given = options ?? {};
    if (!Array.isArray(pipeline ?? []) && flavour.major > 3) {
      throw flavour.errors.argument('Argument "pipeline" must be an array of aggregation stages');
    }
    const stages = Array.isArray(pipeline) ? [...pipeline] : pipeline === undefined ? [] : [pipeline];
    const cursor = given.batchSize === undefined ? {} : { batchSize: given.batchSize };
    const command = { aggregate: name, pipeline: stages, cursor, collation: given.collation };
    const found = new AggregationCursor(state, database, command, { session: given.session });
    if (callback !== undefined) callback(null, found);
    return found;
  }

  countDocuments(...args) {
    const { state, database, name } = places.get(this);
    const [[query = {}, options], callback] = split(state.flavour, args);
    const given = options ?? {};
    return perform(state.flavour, callback, undefined, (done, from) => {
      const pipeline = [{ $match: query ?? {} }];
      if (typeof given.skip === 'number') pipeline.push({ $skip: given.skip });
      if (typeof given.limit === 'number') pipeline.push({ $limit: given.limit });
      pipeline.push({ $group: { _id: 1, n: { $sum: 1 } } });
      const command = { aggregate: name, pipeline, cursor: {}, collation: given.collation };
      state.run(database, command, given, from, (error, answer) => done(error, answer?.cursor.firstBatch[0]?.n ?? 0));
    });
  }

  estimatedDocumentCount(...args) {
    return this.#ask(args, (name) => ({ count: name }), (answer) => answer.n);
  }

  count(...args) {
    const { flavour } = places.get(this).state;
    const [[query = {}, options], callback] = split(flavour, args);
    const { skip, limit, collation, session } = options ?? {};
    const rest = callback === undefined ? [{ session }] : [{ session }, callback];
    return this.#ask(rest, (name) => ({ count: name, query: query ?? {}, limit, skip, collation }), (answer) => answer.n);
  }

  distinct(key, ...args) {
    const { flavour } = places.get(this).state;
    const [[query = {}, options], callback] = split(flavour, args);
    const rest = callback === undefined ? [options] : [options, callback];
    return this.#ask(
      rest,
      (name) => ({ distinct: name, key, query: query ?? {}, collation: options?.collation }),
      (answer) => fromExtended(answer.values, flavour.bson),
    );
  }

  bulkWrite(operations, ...args) {
    const { state, database, name } = places.get(this);
    return bulkWrite(state, database, name, operations, args);
  }

  initializeOrderedBulkOp(options) {
    return new Bulk(this, { ...options, ordered: true });
  }

  initializeUnorderedBulkOp(options) {
    return new Bulk(this, { ...options, ordered: false });
  }

  createIndex(key, ...args) {
    const { flavour } = places.get(this).state;
    const [[options = {}], callback] = split(flavour, args);
    const index = indexOf(key, options ?? {});
    const rest = callback === undefined ? [] : [callback];
    return this.#ask(rest, (name) => ({ createIndexes: name, indexes: [index] }), () => index.name);
  }

  createIndexes(indexes, ...args) {
    const { flavour } = places.get(this).state;
    const [, callback] = split(flavour, args);
    const stated = indexes.map(({ key, ...options }) => indexOf(key, options));
    const rest = callback === undefined ? [] : [callback];
    const read = (answer) => (flavour.major < 4 ? fromExtended(answer, flavour.bson) : stated.map((index) => index.name));
    return this.#ask(rest, (name) => ({ createIndexes: name, indexes: stated }), read);
  }

  dropIndex(index, ...args) {
    const { flavour } = places.get(this).state;
    return this.#ask(args, (name) => ({ dropIndexes: name, index }), (answer) => fromExtended(answer, flavour.bson));
  }

  dropIndexes(...args) {
    return this.#ask(args, (name) => ({ dropIndexes: name, index: '*' }), () => true);
  }

  listIndexes() {
    const { state, database, name } = places.get(this);
    return new ListCursor(state, database, { listIndexes: name });
  }

  indexes(...args) {
    const { flavour } = places.get(this).state;
    return this.#ask(args, (name) => ({ listIndexes: name }), (answer) => fromExtended(answer.cursor.firstBatch, flavour.bson));
  }

  indexInformation(...args) {
    const read = (answer) => Object.fromEntries(answer.cursor.firstBatch.map((one) => [one.name, Object.entries(one.key)]));
    return this.#ask(args, (name) => ({ listIndexes: name }), read);
  }

  indexExists(wanted, ...args) {
    const read = (answer) => [wanted].flat().every((one) => answer.cursor.firstBatch.some((index) => index.name === one));
    return this.#ask(args, (name) => ({ listIndexes: name }), read);
  }

  drop(...args) {
    return this.#ask(args, (name) => ({ drop: name }), () => true);
  }

  isCapped(...args) {
    return this.#ask(args, (name) => ({ listCollections: 1, filter: { name } }), () => false);
  }

  options(...args) {
    return this.#ask(args, (name) => ({ listCollections: 1, filter: { name } }), (answer) => answer.cursor.firstBatch[0]?.options ?? null);
  }

  watch() {
    return places.get(this).state.client.watch();
  }

  #ask(args, make, read) {
    const { state, database, name } = places.get(this);
    const [[options], callback] = split(state.flavour, args);
    return perform(state.flavour, callback, undefined, (done, from) => {
      state.run(database, make(name), options ?? {}, from, (error, answer) => (error ? done(error) : done(undefined, read(answer))));
    });
  }
}

function giveId(document, flavour) {
  document._id = new flavour.bson.ObjectId();
}

const dropped = (part) => Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined));

// An id alone stands for a query by it.
function idFilter(state, filter) {
  if (filter === undefined || filter === null) return {};
  // Up to version 3 a cursor takes what is no query for none.
  if (typeof filter !== 'object' && state.flavour.major < 4) return {};
  const type = filter._bsontype;
  return type === 'ObjectID' || type === 'ObjectId' ? { _id: filter } : filter;
}

function findParts(state, options) {
  const older = state.flavour.major < 4;
  return {
    projection: options.projection ?? (older ? options.fields : undefined),
    sort: sortOf(options.sort),
    skip: options.skip,
    limit: options.limit,
    batchSize: options.batchSize,
    hint: options.hint,
    collation: options.collation,
    maxTimeMS: options.maxTimeMS,
  };
}

exports.Collection = Collection;
