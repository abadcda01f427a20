// A connection of the npm module `mysql`: commands are queued, also before `connect` is through.
'use strict';

const EventEmitter = require('internal/emitter');
const wire = require('internal/wire');
const errors = require('mysql/errors');
const { accessOf, fromUrl, targetOf } = require('mysql/settings');
const { Session } = require('mysql/session');
const { createQuery, OkPacket } = require('mysql/query');
const sqlString = require('mysql/sql_string').of('mysql');

const EMPTY = { code: 'ER_EMPTY_QUERY', errno: 1065, sql_state: '42000', message: 'Query was empty' };

class ConnectionConfig {
  constructor(given) {
    const options = typeof given === 'string' ? fromUrl(given) : given;
    this.host = options.host || 'localhost';
    this.port = options.port === undefined ? 3306 : Number(options.port);
    this.user = options.user || undefined;
    this.password = options.password || undefined;
    this.database = options.database;
    this.connectTimeout = options.connectTimeout ?? 10000;
    this.supportBigNumbers = options.supportBigNumbers || false;
    this.bigNumberStrings = options.bigNumberStrings || false;
    this.dateStrings = options.dateStrings || false;
    this.debug = options.debug;
    this.stringifyObjects = options.stringifyObjects || false;
    this.timezone = options.timezone || 'local';
    this.queryFormat = options.queryFormat;
    this.ssl = options.ssl || false;
    this.multipleStatements = options.multipleStatements || false;
    this.typeCast = options.typeCast === undefined ? true : options.typeCast;
  }
}

const enqueueError = (what, why, code) =>
  Object.assign(new Error(`Cannot enqueue ${what} ${why}.`), { code: `PROTOCOL_ENQUEUE_${code}`, fatal: false });

class Connection extends EventEmitter {
  #session;
  #handshaken = false;
  #refusal;

  constructor(config) {
    super();
    this.config = config;
    this.#session = new Session('mysql', targetOf(config), accessOf(config), errors.mysql);
    this.#session.onFatal = (error, commands) => {
      this.state = 'protocol_error';
      this.#refusal = ['after fatal error', 'AFTER_FATAL_ERROR'];
      error.fatal = true;
      this._lost(error);
      const told = commands.filter((command) => command.listens());
      for (const command of told) wire.backTo(command.from, command.settle, error);
      if (told.length === 0) wire.backTo(commands[0].from, () => this.emit('error', error));
    };
    this._connectCalled = false;
    this.state = 'disconnected';
    this.threadId = null;
  }

  // The pool forgets a connection that broke.
  _lost() {}

  #enqueue(what, from, { start, settle, listens = () => true }) {
    if (what === 'Handshake' && this.#handshaken && this.#refusal === undefined) {
      const error = enqueueError(what, 'after already enqueuing a Handshake', 'HANDSHAKE_TWICE');
      wire.soon(from, settle, error);
      return;
    }
    if (this.#refusal !== undefined) {
      const [why, code] = this.#refusal;
      wire.soon(from, settle, enqueueError(what, why, code));
      return;
    }
    this.#session.add({ from, start, settle, listens });
  }

  // An error goes to the callback, else to the listeners of the connection.
  #told(callback, answer = () => []) {
    return (error, reply) => {
      if (callback !== undefined) callback(error ?? null, ...(error ? [] : answer(reply)));
      else if (error) this.emit('error', error);
    };
  }

  connect(options, callback) {
    const done = typeof options === 'function' ? options : callback;
    this._connect(wire.here(), done);
  }

  _connect(from, done) {
    const told = this.#told(done, () => [new OkPacket()]);
    this.#enqueue('Handshake', from, {
      start: (next) => this.#session.connect(from, next),
      settle: (error, reply) => {
        if (!error) {
          this.state = 'authenticated';
          this.threadId = this.#session.id;
          this.emit('connect');
        }
        told(error, reply);
      },
      listens: () => done !== undefined,
    });
    this._connectCalled = true;
    this.#handshaken = true;
  }

  // Asking for anything asks for the connection.
  #ready(from) {
    if (!this.#handshaken && this.#refusal === undefined) this._connect(from);
  }

  query(sql, values, callback) {
    const query = createQuery(sql, values, callback);
    if (typeof sql !== 'object' || !('typeCast' in sql)) query.typeCast = this.config.typeCast;
    return this._query(query, wire.here());
  }

  _query(query, from) {
    query._connection = this;
    const statement = this.#statement(query);
    query.sql = statement.literal;
    this.#ready(from);
    this.#enqueue('Query', from, {
      start: (next) => {
        if (statement.text === '') this.#session.ping(from, () => next(errors.mysql(EMPTY, this.config)));
        else this.#session.query(statement, from, next, this.config.multipleStatements);
      },
      settle: (error, reply) => query._settle(error, reply, this.config, (orphan) => this.emit('error', orphan)),
      listens: () => query._listens(),
    });
    return query;
  }

  #statement({ sql, values }) {
    const { queryFormat, stringifyObjects, timezone } = this.config;
    const text = sql === undefined ? '' : String(sql);
    if (typeof queryFormat === 'function') {
      const formatted = String(queryFormat.call(this, text, values, timezone));
      return { literal: formatted, text: formatted, params: [] };
    }
    return {
      ...sqlString.bind(text, values, { stringifyObjects, zone: timezone }),
      literal: sql === undefined ? sql : this.format(text, values),
    };
  }

  ping(options, callback) {
    this.#simple('Ping', typeof options === 'function' ? options : callback, (from, next) =>
      this.#session.ping(from, next),
    );
  }

  changeUser(options, callback) {
    const done = typeof options === 'function' ? options : callback;
    const { user, password, database } = typeof options === 'object' ? options : {};
    Object.assign(this.config, user && { user }, password && { password }, database && { database });
    this.#simple('ChangeUser', done, (from, next) => this.#session.ping(from, next));
  }

  #simple(what, callback, start) {
    const from = wire.here();
    this.#ready(from);
    const settle = this.#told(callback, () => [new OkPacket()]);
    this.#enqueue(what, from, { start: (next) => start(from, next), settle, listens: () => callback !== undefined });
  }

  #transaction(sql, options, callback) {
    const given = typeof options === 'function' ? {} : options;
    return this.query({ ...given, sql, values: null }, typeof options === 'function' ? options : callback);
  }

  beginTransaction(options, callback) {
    return this.#transaction('START TRANSACTION', options, callback);
  }

  commit(options, callback) {
    return this.#transaction('COMMIT', options, callback);
  }

  rollback(options, callback) {
    return this.#transaction('ROLLBACK', options, callback);
  }

  end(options, callback) {
    const done = typeof options === 'function' ? options : callback;
    const from = wire.here();
    this.#ready(from);
    this.#enqueue('Quit', from, {
      start: (next) => this.#session.quit(from, next),
      settle: (error) => {
        this.state = 'disconnected';
        if (done !== undefined) done(error ?? undefined);
        else if (error) this.emit('error', error);
        if (!error) this.emit('end');
      },
      listens: () => done !== undefined,
    });
    this.#refusal ??= ['after invoking quit', 'AFTER_QUIT'];
  }

  destroy() {
    this.state = 'disconnected';
    this.#refusal = ['after being destroyed', 'AFTER_DESTROY'];
    if (this.#handshaken) this.#session.destroy(wire.here());
  }

  pause() {}

  resume() {}

  escape(value) {
    return sqlString.escape(value, false, this.config.timezone);
  }

  escapeId(value) {
    return sqlString.escapeId(value, false);
  }

  format(sql, values) {
    if (typeof this.config.queryFormat === 'function') {
      return this.config.queryFormat.call(this, sql, values, this.config.timezone);
    }
    return sqlString.format(sql, values, this.config.stringifyObjects, this.config.timezone);
  }
}

Object.assign(exports, { Connection, ConnectionConfig });
