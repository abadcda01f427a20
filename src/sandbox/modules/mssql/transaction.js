// `Transaction` of `mssql`: one connection of the pool for all its requests, one after the other.
'use strict';

const EventEmitter = require('internal/emitter');
const wire = require('internal/wire');
const { TransactionError } = require('mssql/errors');
const { later, outcome } = require('mssql/outcome');

const ISOLATION_LEVEL = {
  READ_UNCOMMITTED: 1,
  READ_COMMITTED: 2,
  REPEATABLE_READ: 3,
  SERIALIZABLE: 4,
  SNAPSHOT: 5,
};

const NOT_BEGUN = ['Transaction has not begun. Call begin() first.', 'ENOTBEGUN'];

exports.ISOLATION_LEVEL = ISOLATION_LEVEL;

exports.transactionOf = function transactionOf(driver) {
  class Transaction extends EventEmitter {
    #connection = null;
    #active = null;
    #aborted = false;
    #rollbackAsked = false;

    constructor(parent) {
      super();
      this.parent = parent || driver.global.pool;
      this.isolationLevel = Transaction.defaultIsolationLevel;
      this.name = '';
    }

    get config() {
      return this.parent.config;
    }

    get connected() {
      return this.parent.connected;
    }

    // The server may end a transaction by itself.
    #abort = () => {
      if (this.#rollbackAsked) return;
      const connection = this.#connection;
      this.#leave();
      this.#aborted = true;
      later(wire.here(), () => this.parent.release(connection));
      this.emit('rollback', true);
    };

    #leave() {
      this.#connection.removeListener('rollbackTransaction', this.#abort);
      this.#connection = null;
    }

    _acquire(from, done, request) {
      if (this.#connection === null) {
        later(from, done, new TransactionError(...NOT_BEGUN));
        return;
      }
      if (this.#active !== null) {
        const message = "Can't acquire connection for the request. There is another request in progress.";
        later(from, done, new TransactionError(message, 'EREQINPROG'));
        return;
      }
      this.#active = request ?? true;
      later(from, done, undefined, this.#connection, this.config);
    }

    acquire(request, callback) {
      this._acquire(wire.here(), callback, request);
      return this;
    }

    release(connection) {
      if (connection === this.#connection) this.#active = null;
      return this;
    }

    begin(isolationLevel, callback) {
      const from = wire.here();
      const done = typeof isolationLevel === 'function' ? isolationLevel : callback;
      const level = typeof isolationLevel === 'function' ? undefined : isolationLevel;
      return outcome(driver, from, done, this, (told) => this.#begin(from, level, told));
    }

    #begin(from, level, told) {
      if (this.#connection !== null) {
        later(from, told, new TransactionError('Transaction has already begun.', 'EALREADYBEGUN'));
        return;
      }
      this.#aborted = false;
      this.#rollbackAsked = false;
      if (level) {
        if (!Object.values(ISOLATION_LEVEL).includes(level)) throw new TransactionError('Invalid isolation level.');
        this.isolationLevel = level;
      }
      const begun = (error) => {
        if (!error) this.emit('begin');
        told(error ? new TransactionError(error) : undefined, this);
      };
      this.parent._acquire(from, (error, connection) => {
        if (error) {
          told(error);
          return;
        }
        this.#connection = connection;
        connection.on('rollbackTransaction', this.#abort);
        wire.inNameOf(from, () => connection.beginTransaction(begun, this.name, this.isolationLevel));
      });
    }

    commit(callback) {
      return this.#end('commit', callback);
    }

    rollback(callback) {
      return this.#end('rollback', callback);
    }

    #end(verb, callback) {
      const from = wire.here();
      return outcome(driver, from, callback, this, (told) => {
        const refusal = this.#refusal(verb);
        if (refusal !== undefined) {
          later(from, told, refusal);
          return;
        }
        this.#rollbackAsked = verb === 'rollback';
        const ended = (error) => {
          const connection = this.#connection;
          this.#leave();
          this.parent.release(connection);
          if (!error) this.emit(verb, ...(verb === 'rollback' ? [this.#aborted] : []));
          told(error ? new TransactionError(error) : undefined);
        };
        wire.inNameOf(from, () => this.#connection[`${verb}Transaction`](ended));
      });
    }

    #refusal(verb) {
      if (this.#aborted) return new TransactionError('Transaction has been aborted.', 'EABORT');
      if (this.#connection === null) return new TransactionError(...NOT_BEGUN);
      if (this.#active === null) return undefined;
      return new TransactionError(`Can't ${verb} transaction. There is a request in progress.`, 'EREQINPROG');
    }

    request() {
      return new driver.Request(this);
    }
  }

  Transaction.defaultIsolationLevel = ISOLATION_LEVEL.READ_COMMITTED;
  return Transaction;
};
