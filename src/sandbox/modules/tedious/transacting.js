// The transactions of a connection of `tedious`.
'use strict';

const { randomBytes } = require('crypto');
const wire = require('internal/wire');
const STATE = require('tedious/states');
const statements = require('tedious/statements');
const transactions = require('tedious/transactions');

// By what the server tells one transaction from another.
const descriptor = (byte) => wire.buffer(Uint8Array.of(byte, 0, 0, 0, 0, 0, 0, 0));

exports.transactingOf = function transactingOf(Base, Request) {
  return class Connection extends Base {
    #transactions = 0;
    #savepoints = new Set();

    constructor(config) {
      super(config);
      this.inTransaction = false;
      this.transactionDescriptors = [descriptor(0)];
    }

    #transact(text, after, callback) {
      const request = new Request(undefined, (error) => {
        if (!error) after();
        callback(error, this.transactionDescriptors.at(-1));
      });
      this._make(request, statements.batch(text));
    }

    beginTransaction(callback, name = '', isolationLevel = this.config.options.isolationLevel) {
      const begun = () => {
        this.#transactions += 1;
        this.transactionDescriptors.push(descriptor(this.#transactions));
        this.inTransaction = true;
      };
      this.#transact(transactions.beginText(isolationLevel), begun, callback);
    }

    #ended() {
      this.transactionDescriptors.length = 1;
      this.#savepoints.clear();
      this.inTransaction = false;
    }

    commitTransaction(callback, name = '') {
      this.#transact(transactions.commitText(), () => this.#ended(), (error) => callback(error));
    }

    rollbackTransaction(callback, name = '') {
      // Back to a savepoint, the transaction goes on.
      const isSavepoint = this.#savepoints.has(name);
      const ended = () => {
        if (isSavepoint) return;
        this.#ended();
        this.emit('rollbackTransaction');
      };
      this.#transact(transactions.rollbackText(isSavepoint ? name : ''), ended, (error) => callback(error));
    }

    saveTransaction(callback, name) {
      const saved = () => this.#savepoints.add(name);
      this.#transact(transactions.saveText(name), saved, (error) => callback(error));
    }

    transaction(callback, isolationLevel) {
      if (typeof callback !== 'function') throw new TypeError('`cb` must be a function');
      const nested = this.inTransaction;
      const name = `_tedious_${randomBytes(10).toString('hex')}`;
      const finish = (error, done, ...more) => {
        if (error) {
          if (this.inTransaction && this.state === STATE.LOGGED_IN) {
            this.rollbackTransaction((failure) => done(failure || error, ...more), name);
          } else done(error, ...more);
        } else if (nested) done(null, ...more);
        else this.commitTransaction((failure) => done(failure, ...more), name);
      };
      const begun = (error) => (error ? callback(error) : callback(null, finish));
      if (nested) this.saveTransaction(begun, name);
      else this.beginTransaction(begun, name, isolationLevel);
    }
  };
};
