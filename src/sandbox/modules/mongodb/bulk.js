// Several writes at once: `bulkWrite`, `insertMany`, and the builders of ordered and unordered bulks.
'use strict';

const { fromExtended } = require('mongodb/extended');
const { perform, split } = require('mongodb/flavour');

class WriteError {
  constructor(err) {
    this.err = err;
  }

  get code() {
    return this.err.code;
  }

  get index() {
    return this.err.index;
  }

  get errmsg() {
    return this.err.errmsg;
  }

  getOperation() {
    return this.err.op;
  }

  toJSON() {
    return { code: this.err.code, index: this.err.index, errmsg: this.err.errmsg, op: this.err.op };
  }
}

class BulkWriteResult {
  constructor(totals, flavour) {
    const ids = (pairs) => Object.fromEntries(pairs.map(({ index, _id }) => [index, _id]));
    const counts = {
      insertedCount: totals.nInserted,
      matchedCount: totals.nMatched,
      modifiedCount: totals.nModified,
      deletedCount: totals.nRemoved,
      upsertedCount: totals.nUpserted,
      upsertedIds: ids(totals.upserted),
      insertedIds: ids(totals.insertedIds),
    };
    Object.defineProperty(this, 'result', { value: totals, enumerable: flavour.major < 5 });
    if (flavour.major < 4) Object.assign(this, counts, { n: totals.nInserted });
    else if (flavour.major > 4) Object.assign(this, counts);
    else Object.defineProperties(this, Object.fromEntries(Object.entries(counts).map(([name, value]) => [name, { value }])));
    Object.defineProperty(this, 'ok', { value: totals.ok });
    Object.defineProperty(this, 'totals', { value: totals });
  }

  toJSON() {
    return Object.keys(this).includes('result') ? this.result : { ...this };
  }

  hasWriteErrors() {
    return this.totals.writeErrors.length > 0;
  }

  getWriteErrors() {
    return this.totals.writeErrors;
  }

  isOk() {
    return this.totals.ok === 1;
  }

  getInsertedIds() {
    return this.totals.insertedIds;
  }

  getUpsertedIds() {
    return this.totals.upserted;
  }
}

// Operations as commands' parts: `[verb, part, document sent]`.
function read(flavour, operation) {
  const [[name, stated] = []] = Object.entries(operation ?? {});
  const write = (update, multi) => {
    const part = { q: stated.filter, u: update, multi, upsert: stated.upsert, collation: stated.collation, arrayFilters: stated.arrayFilters };
    return ['update', part];
  };
  switch (name) {
    case 'insertOne': {
      const document = stated.document ?? stated;
      return ['insert', document];
    }
    case 'updateOne':
      return write(stated.update, false);
    case 'updateMany':
      return write(stated.update, true);
    case 'replaceOne':
      return write(stated.replacement, false);
    case 'deleteOne':
      return ['delete', { q: stated.filter, limit: 1, collation: stated.collation }];
    case 'deleteMany':
      return ['delete', { q: stated.filter, limit: 0, collation: stated.collation }];
    default:
      throw flavour.major < 4
        ? new Error('bulkWrite only supports insertOne, insertMany, updateOne, updateMany, removeOne, removeMany, deleteOne, deleteMany')
        : flavour.errors.argument(
            'bulkWrite only supports insertOne, updateOne, updateMany, deleteOne, deleteMany',
          );
  }
}

const PARTS = { insert: 'documents', update: 'updates', delete: 'deletes' };

// Runs the operations, those of a kind that follow each other in one command; `done(error, totals)`.
exports.runBulk = function runBulk(state, database, name, operations, options, from, done) {
  const { flavour } = state;
  const totals = {
    ok: 1,
    writeErrors: [],
    writeConcernErrors: [],
    insertedIds: [],
    nInserted: 0,
    nUpserted: 0,
    nMatched: 0,
    nModified: 0,
    nRemoved: 0,
    upserted: [],
  };
  const ordered = options.ordered !== false;
  let steps;
  try {
    steps = operations.map((operation, index) => {
      const [verb, part] = read(flavour, operation);
      if (verb === 'insert' && part._id === undefined) part._id = new flavour.bson.ObjectId();
      if (verb === 'insert') totals.insertedIds.push({ index, _id: part._id });
      return { verb, part, index };
    });
  } catch (error) {
    done(error);
    return;
  }
  const finish = () => {
    const [first] = totals.writeErrors;
    if (flavour.major > 4) {
      const refused = new Set(totals.writeErrors.map((one) => one.index));
      const last = ordered && first !== undefined ? first.index : Infinity;
      totals.insertedIds = totals.insertedIds.filter(({ index }) => !refused.has(index) && index < last);
    }
    if (first === undefined) {
      done(undefined, totals);
      return;
    }
    const told = flavour.major < 4 ? { ...first.err, err: first.err } : { errmsg: first.errmsg, code: first.code, writeErrors: totals.writeErrors };
    const error = new flavour.errors.BulkWriteError(told, new BulkWriteResult(totals, flavour));
    done(error, totals);
  };
  const next = (at) => {
    if (at >= steps.length || (ordered && totals.writeErrors.length > 0)) {
      finish();
      return;
    }
    let end = at + 1;
    while (end < steps.length && steps[end].verb === steps[at].verb) end++;
    const batch = steps.slice(at, end);
    const { verb } = batch[0];
    const command = { [verb]: name, [PARTS[verb]]: batch.map((one) => one.part), ordered };
    state.run(database, command, { ...options, checkKeys: verb === 'insert' }, from, (error, answer) => {
      if (error) {
        done(error);
        return;
      }
      count(totals, verb, answer, batch, flavour);
      next(end);
    });
  };
  next(0);
};

function count(totals, verb, answer, batch, flavour) {
  const upserted = fromExtended(answer.upserted ?? [], flavour.bson);
  if (verb === 'insert') totals.nInserted += answer.n;
  if (verb === 'delete') totals.nRemoved += answer.n;
  if (verb === 'update') {
    totals.nUpserted += upserted.length;
    totals.nMatched += answer.n - upserted.length;
    totals.nModified += answer.nModified;
    for (const { index, _id } of upserted) totals.upserted.push({ index: batch[index].index, _id });
  }
  for (const error of fromExtended(answer.writeErrors ?? [], flavour.bson)) {
    const { index, part } = batch[error.index];
    const { code, errmsg, errInfo } = error;
    const err = flavour.major < 4 ? { index, code, errmsg, op: part } : { index, code, errmsg, errInfo, op: part };
    totals.writeErrors.push(new WriteError(err));
  }
}

// The builders: operations are gathered, `execute` runs them.
class Bulk {
  #collection;
  #options;
  #operations = [];

  constructor(collection, options) {
    this.#collection = collection;
    this.#options = options;
  }

  insert(document) {
    this.#operations.push({ insertOne: { document } });
    return this;
  }

  raw(operation) {
    this.#operations.push(operation);
    return this;
  }

  find(filter) {
    const add = (operation) => {
      this.#operations.push(operation);
      return this;
    };
    let upsert;
    const builder = {
      upsert() {
        upsert = true;
        return builder;
      },
      update: (update) => add({ updateMany: { filter, update, upsert } }),
      updateOne: (update) => add({ updateOne: { filter, update, upsert } }),
      replaceOne: (replacement) => add({ replaceOne: { filter, replacement, upsert } }),
      delete: () => add({ deleteMany: { filter } }),
      deleteOne: () => add({ deleteOne: { filter } }),
      remove: () => add({ deleteMany: { filter } }),
      removeOne: () => add({ deleteOne: { filter } }),
    };
    return builder;
  }

  get length() {
    return this.#operations.length;
  }

  execute(...args) {
    return this.#collection.bulkWrite(this.#operations, this.#options, ...args);
  }
}

// `bulkWrite` of a collection.
exports.bulkWrite = function bulkWrite(state, database, name, operations, args) {
  const { flavour } = state;
  const [[options = {}], callback] = split(flavour, args);
  let refusal;
  if (!Array.isArray(operations)) {
    refusal =
      flavour.major < 4
        ? flavour.errors.plain('operations must be an array of documents')
        : flavour.errors.argument('Argument "operations" must be an array of documents');
  } else if (operations.length === 0) {
    refusal = flavour.major < 4 ? new TypeError('Invalid Operation, no operations specified') : flavour.errors.argument('Invalid BulkOperation, Batch cannot be empty');
  }
  return perform(flavour, callback, refusal, (done, from) => {
    exports.runBulk(state, database, name, operations, options, from, (error, totals) => {
      if (error) done(error);
      else done(undefined, new BulkWriteResult(totals, flavour));
    });
  });
};

exports.Bulk = Bulk;
