// Sessions and transactions of the npm module `mongodb`.
'use strict';

const { Buffer } = require('globals/buffer');
const { perform } = require('mongodb/flavour');
const EventEmitter = require('internal/emitter');
const tasks = require('internal/tasks');

const kept = new WeakMap();

class ClientSession extends EventEmitter {
  constructor(state) {
    super();
    const id = Buffer.from(host.randomBytes(16));
    id[6] = (id[6] & 0x0f) | 0x40;
    id[8] = (id[8] & 0x3f) | 0x80;
    this.id = { id: new state.flavour.bson.Binary(id, 4) };
    this.hasEnded = false;
    const text = host.base64(id);
    kept.set(this, { state, lsid: { id: { $binary: { base64: text, subType: '04' } } }, number: 0, open: false, sent: false });
  }

  get client() {
    return kept.get(this).state.client;
  }

  inTransaction() {
    return kept.get(this).open;
  }

  startTransaction() {
    const inner = kept.get(this);
    const { errors } = inner.state.flavour;
    if (inner.open) {
      const make = errors.classes.MongoTransactionError;
      throw make === undefined ? errors.plain('Transaction already in progress') : new make('Transaction already in progress');
    }
    Object.assign(inner, { open: true, sent: false, number: inner.number + 1 });
  }

  commitTransaction(callback) {
    return this.#end('commitTransaction', callback);
  }

  abortTransaction(callback) {
    return this.#end('abortTransaction', callback);
  }

  #end(verb, callback) {
    const inner = kept.get(this);
    const { errors, major } = inner.state.flavour;
    const make = errors.classes.MongoTransactionError ?? errors.classes.MongoError;
    const refusal = inner.open ? undefined : new make('No transaction started');
    return perform(inner.state.flavour, callback, refusal, (done, from) => {
      inner.open = false;
      const value = major < 6 ? null : undefined;
      if (!inner.sent) {
        tasks.later(() => done(undefined, value), 0, from.stack);
        return;
      }
      const command = { [verb]: 1, lsid: inner.lsid, txnNumber: inner.number, autocommit: false };
      inner.state.send('admin', command, from, (reply) => {
        if (reply.kind === 'error') done(inner.state.lost(reply));
        else if (reply.answer.ok === 0) done(inner.state.refused(reply.answer));
        else done(undefined, value);
      });
    });
  }

  async withTransaction(run) {
    this.startTransaction();
    let value;
    try {
      value = await run(this);
    } catch (error) {
      if (this.inTransaction()) await this.abortTransaction();
      throw error;
    }
    if (this.inTransaction()) await this.commitTransaction();
    return value;
  }

  endSession(...args) {
    const callback = args.findLast((one) => typeof one === 'function');
    this.hasEnded = true;
    return perform(kept.get(this).state.flavour, callback, undefined, (done, from) => {
      tasks.later(() => done(), 0, from.stack);
    });
  }
}

exports.start = (state) => new ClientSession(state);

// What a command carries for its session.
exports.sessionOf = function sessionOf(session, command) {
  const inner = session === undefined || session === null ? undefined : kept.get(session);
  if (inner === undefined) return {};
  if (session.hasEnded) throw inner.state.flavour.errors.plain('Cannot use a session that has ended');
  if (!inner.open || command.getMore !== undefined) return { lsid: inner.lsid };
  const first = inner.sent ? {} : { startTransaction: true };
  inner.sent = true;
  return { lsid: inner.lsid, txnNumber: inner.number, ...first, autocommit: false };
};
