// `PreparedStatement` of `mssql`: a statement kept on one connection. To the store each execution is a statement.
'use strict';

const EventEmitter = require('internal/emitter');
const wire = require('internal/wire');
const { PreparedStatementError, TransactionError } = require('mssql/errors');
const { later, outcome } = require('mssql/outcome');

const NOT_PREPARED = ['Statement is not prepared. Call prepare() first.', 'ENOTPREPARED'];

exports.preparedOf = (driver) =>
  class PreparedStatement extends EventEmitter {
    #connection = null;
    #active = null;

    constructor(parent) {
      super();
      this.parent = parent || driver.global.pool;
      this.prepared = false;
      this.parameters = {};
    }

    get config() {
      return this.parent.config;
    }

    get connected() {
      return this.parent.connected;
    }

    #declare(name, type, io, count) {
      if (/--| |\/\*|\*\/|'/.test(name)) {
        throw new PreparedStatementError(`SQL injection warning for param '${name}'`, 'EINJECT');
      }
      if (count < 2) throw new PreparedStatementError('Invalid number of arguments. 2 arguments expected.', 'EARGS');
      const { type: of, length, scale, precision } = type instanceof Function ? type() : type;
      this.parameters[name] = { name, type: of, io, length, scale, precision };
      return this;
    }

    input(...args) {
      return this.#declare(args[0], args[1], 1, args.length);
    }

    output(...args) {
      return this.#declare(args[0], args[1], 2, args.length);
    }

    _acquire(from, done, request) {
      if (this.#connection === null) {
        later(from, done, new PreparedStatementError(...NOT_PREPARED));
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

    release(connection) {
      if (connection === this.#connection) this.#active = null;
      return this;
    }

    prepare(statement, callback) {
      const from = wire.here();
      const done = typeof statement === 'function' ? statement : callback;
      return outcome(driver, from, done, this, (told) => {
        if (this.prepared) {
          later(from, told, new PreparedStatementError('Statement is already prepared.', 'EALREADYPREPARED'));
          return;
        }
        if (typeof statement !== 'function') this.statement = statement || this.statement;
        this.parent._acquire(from, (error, connection) => {
          if (!error) {
            this.#connection = connection;
            this.prepared = true;
          }
          told(error, this);
        });
      });
    }

    execute(values, callback) {
      const request = new driver.Request(this);
      request.stream = this.stream ?? null;
      request.arrayRowMode = this.arrayRowMode ?? null;
      for (const [name, parameter] of Object.entries(this.parameters)) {
        request.parameters[name] = { ...parameter, value: values?.[name] };
      }
      const answer = request.query(this.statement, callback);
      return typeof callback === 'function' || this.stream ? request : answer;
    }

    unprepare(callback) {
      const from = wire.here();
      return outcome(driver, from, callback, this, (told) => {
        let refusal;
        if (!this.prepared) refusal = new PreparedStatementError(...NOT_PREPARED);
        else if (this.#active !== null) {
          const message = "Can't unprepare the statement. There is a request in progress.";
          refusal = new TransactionError(message, 'EREQINPROG');
        } else {
          this.parent.release(this.#connection);
          this.#connection = null;
          this.prepared = false;
        }
        later(from, told, refusal);
      });
    }
  };
