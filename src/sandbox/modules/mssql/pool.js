// `ConnectionPool` of `mssql`. Connecting opens one connection to see whether it can be done and closes it again;
// requests get connections of their own. The real pool sends `SELECT 1;` before each use to see whether a connection
// still stands; here that is known, and only what the script asks for is sent.
'use strict';

const EventEmitter = require('internal/emitter');
const tasks = require('internal/tasks');
const wire = require('internal/wire');
const { ConnectionError, MSSQLError } = require('mssql/errors');
const { later, outcome } = require('mssql/outcome');
const settings = require('mssql/settings');

exports.poolOf = function poolOf(driver) {
  const { era } = driver;

  class ConnectionPool extends EventEmitter {
    #all = [];
    #idle = [];
    #opening = 0;
    #waiting = [];
    #connecting = [];
    #open = false;
    #ended = false;

    constructor(config, callback) {
      super();
      const from = wire.here();
      this._connected = false;
      this._connecting = false;
      this._healthy = false;
      try {
        this.config = settings.read(config, era);
        if (![undefined, true].includes(this.config.options.useColumnNames)) {
          throw new MSSQLError('Invalid options `useColumnNames`, use `arrayRowMode` instead');
        }
      } catch (error) {
        if (typeof callback !== 'function') throw error;
        later(from, callback, error);
        return;
      }
      if (typeof callback === 'function') this.connect(callback);
    }

    static parseConnectionString(text) {
      return settings.fromString(text, era);
    }

    get connected() {
      return this._connected;
    }

    get connecting() {
      return this._connecting;
    }

    get healthy() {
      return this._healthy;
    }

    get size() {
      return this.#all.length + this.#opening;
    }

    get available() {
      return this.#idle.length;
    }

    get pending() {
      return this.#waiting.length;
    }

    get borrowed() {
      return this.#all.length - this.#idle.length;
    }

    connect(callback) {
      const from = wire.here();
      return outcome(driver, from, callback, this, (done) => this._connect(from, (error) => done(error, this)));
    }

    _connect(from, done) {
      if (this._connected) {
        later(from, done, null);
        return;
      }
      this.#connecting.push([from, done]);
      if (this._connecting) return;
      this._connecting = true;
      this.#create(from, (error, connection) => {
        this._connecting = false;
        if (!error) {
          this._healthy = true;
          this._connected = true;
          this.#open = true;
          wire.inNameOf(from, () => connection.close());
        }
        for (const [place, told] of this.#connecting.splice(0)) later(place, told, error ?? null);
      });
    }

    #create(from, done) {
      let settled = false;
      const once = (error, connection) => {
        if (settled) return;
        settled = true;
        done(error, connection);
      };
      let connection;
      try {
        connection = wire.inNameOf(from, () => new driver.tedious.Connection(settings.forTedious(this.config, era)));
      } catch (error) {
        tasks.later(() => once(error), 0, from.stack);
        return;
      }
      connection.on('connect', (error) => once(error ? new ConnectionError(error) : undefined, connection));
      connection.on('error', (error) => {
        if (error.code === 'ESOCKET') connection.hasError = true;
        else this.emit('error', error);
        once(error);
      });
      const ended = new ConnectionError('The connection ended without ever completing the connection');
      connection.on('end', () => once(ended));
      if (this.config.debug) connection.on('debug', (text) => this.emit('debug', connection, text));
      if (typeof this.config.beforeConnect === 'function') this.config.beforeConnect(connection);
      if (connection.state.name === 'Initialized') wire.inNameOf(from, () => connection.connect());
    }

    // Hands a connection to a request, a transaction or a prepared statement: `done(error, connection, config)`.
    _acquire(from, done) {
      if (!this.#open || this.#ended) {
        const reason = this.#ended ? 'Connection is closing' : 'Connection not yet open.';
        const error = new ConnectionError(reason, 'ENOTOPEN');
        tasks.later(() => done(error), 0, from.stack);
        return;
      }
      const waiting = { from, done, timer: undefined };
      this.#waiting.push(waiting);
      const { acquireTimeoutMillis = 30000 } = this.config.pool ?? {};
      waiting.timer = tasks.later(
        () => {
          this.#waiting = this.#waiting.filter((other) => other !== waiting);
          const error = new Error('operation timed out for an unknown reason');
          error.name = 'TimeoutError';
          done(error);
        },
        acquireTimeoutMillis,
        from.stack,
      );
      this.#serve();
    }

    acquire(requester, callback) {
      const from = wire.here();
      return outcome(driver, from, callback, this, (done) => this._acquire(from, done));
    }

    #give(waiting, error, connection) {
      tasks.drop(waiting.timer);
      waiting.done(error, connection, this.config);
    }

    #serve() {
      this.#idle = this.#idle.filter((connection) => {
        if (!connection.closed && !connection.hasError) return true;
        this.#all = this.#all.filter((other) => other !== connection);
        return false;
      });
      while (this.#waiting.length > 0 && this.#idle.length > 0) {
        const waiting = this.#waiting.shift();
        const connection = this.#idle.pop();
        tasks.later(() => this.#give(waiting, undefined, connection), 0, waiting.from.stack);
      }
      const { max = 10 } = this.config.pool ?? {};
      while (this.#waiting.length > this.#opening && this.#all.length + this.#opening < max) {
        this.#opening += 1;
        this.#create(this.#waiting[this.#opening - 1].from, (error, connection) => this.#opened(error, connection));
      }
    }

    #opened(error, connection) {
      this.#opening -= 1;
      if (!error) this.#all.push(connection);
      const waiting = this.#waiting.shift();
      if (waiting !== undefined) this.#give(waiting, error, connection);
      else if (!error) this.#idle.push(connection);
      if (!error && this.#ended) connection.close();
    }

    release(connection) {
      if (!this.#all.includes(connection) || this.#idle.includes(connection)) return this;
      if (this.#ended || connection.closed || connection.hasError) {
        this.#all = this.#all.filter((other) => other !== connection);
        if (!connection.closed) connection.close();
      } else {
        this.#idle.push(connection);
      }
      this.#serve();
      return this;
    }

    close(callback) {
      const from = wire.here();
      return outcome(driver, from, callback, this, (done) => this.#close(from, (error) => done(error, this)));
    }

    #close(from, done) {
      if (this._connecting) {
        later(from, done, new ConnectionError('Cannot close a pool while it is connecting'));
        return;
      }
      if (this.#open) {
        this._connected = false;
        this._healthy = false;
        this.#open = false;
        for (const connection of this.#idle.splice(0)) {
          this.#all = this.#all.filter((other) => other !== connection);
          wire.inNameOf(from, () => connection.close());
        }
      }
      later(from, done, null);
    }

    request() {
      return new driver.Request(this);
    }

    transaction() {
      return new driver.Transaction(this);
    }

    query(...args) {
      return driver.Request.ask(new driver.Request(this), 'query', args);
    }

    batch(...args) {
      return driver.Request.ask(new driver.Request(this), 'batch', args);
    }
  }

  return ConnectionPool;
};
