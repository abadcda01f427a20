// What a write answers, by version.
'use strict';

const { fromExtended } = require('mongodb/extended');

class Connection {
  constructor({ host, port }) {
    this.id = 0;
    this.host = host;
    this.port = port;
  }
}

// Up to version 3: the server's answer under `result`, with what the driver adds beside it.
class CommandResult {
  constructor(result, state) {
    this.result = result;
    this.connection = new Connection(state.target);
    this.message = { documents: [result] };
  }

  toJSON() {
    return this.result;
  }

  toString() {
    return JSON.stringify(this.toJSON());
  }
}

const idsOf = (documents) => Object.fromEntries(documents.map((document, index) => [index, document._id]));

exports.insertedOne = function insertedOne(state, answer, document) {
  if (state.flavour.major > 3) return { acknowledged: true, insertedId: document._id };
  const result = new CommandResult(fromExtended(answer, state.flavour.bson), state);
  return Object.assign(result, { ops: [document], insertedCount: answer.n, insertedId: document._id });
};

exports.saved = function saved(state, answer, document) {
  const result = new CommandResult(fromExtended(answer, state.flavour.bson), state);
  return Object.assign(result, { ops: [document] });
};

exports.insertedMany = function insertedMany(state, count, documents) {
  if (state.flavour.major > 3) return { acknowledged: true, insertedCount: count, insertedIds: idsOf(documents) };
  return { result: { ok: 1, n: count }, ops: documents, insertedCount: count, insertedIds: idsOf(documents) };
};

exports.updated = function updated(state, answer, replacement) {
  const { bson, major } = state.flavour;
  const upserted = fromExtended(answer.upserted ?? [], bson);
  const matched = upserted.length > 0 ? 0 : answer.n;
  if (major > 3) {
    return {
      acknowledged: true,
      modifiedCount: answer.nModified ?? answer.n,
      upsertedId: upserted[0]?._id ?? null,
      upsertedCount: upserted.length,
      matchedCount: matched,
    };
  }
  const result = new CommandResult(fromExtended(answer, bson), state);
  Object.assign(result, {
    modifiedCount: answer.nModified ?? answer.n,
    upsertedId: upserted[0] ?? null,
    upsertedCount: upserted.length,
    matchedCount: matched,
  });
  return replacement === undefined ? result : Object.assign(result, { ops: [replacement] });
};

exports.deleted = function deleted(state, answer) {
  if (state.flavour.major > 3) return { acknowledged: true, deletedCount: answer.n };
  const result = new CommandResult(fromExtended(answer, state.flavour.bson), state);
  return Object.assign(result, { deletedCount: answer.n });
};

// What the methods of version 2 answer: `result.n` and nothing more.
exports.plain = (state, answer) => new CommandResult(fromExtended(answer, state.flavour.bson), state);

// The first write that was refused, as an error; `undefined` where all went well.
exports.refused = function refused(state, answer) {
  const { bson, errors, major } = state.flavour;
  const [first] = answer.writeErrors ?? [];
  if (first === undefined) return undefined;
  const read = fromExtended(first, bson);
  return major < 4 ? errors.write(read) : errors.write({ ...read, errmsg: read.errmsg });
};
