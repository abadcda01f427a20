// A connection of the npm module `mysql2`: it connects as soon as it is made.
'use strict';

const EventEmitter = require('internal/emitter');
const wire = require('internal/wire');
const errors = require('mysql/errors');
const { accessOf, fromUrl, targetOf } = require('mysql/settings');
const { Session } = require('mysql/session');
const { createQuery, ResultSetHeader } = require('mysql2/query');
const { forExecute, forQuery, sqlString } = require('mysql2/statement');

const EMPTY = { code: 'ER_EMPTY_QUERY', errno: 1065, sql_state: '42000', message: 'Query was empty' };
const TOO_FEW = {
  code: 'ER_WRONG_ARGUMENTS',
  errno: 1210,
  sql_state: 'HY000',
  message: 'Incorrect arguments to mysqld_stmt_execute',
};

class ConnectionConfig {
  constructor(given) {
    const options = typeof given === 'string' ? fromUrl(given) : { ...(given.uri && fromUrl(given.uri)), ...given };
    this.host = options.host || 'localhost';
    this.port = Number(options.port || 3306);
    this.user = options.user || undefined;
    this.password = options.password || undefined;
    this.database = options.database;
    this.connectTimeout = options.connectTimeout ?? 10000;
    this.supportBigNumbers = options.supportBigNumbers || false;
    this.bigNumberStrings = options.bigNumberStrings || false;
    this.decimalNumbers = options.decimalNumbers || false;
    this.dateStrings = options.dateStrings || false;
    this.jsonStrings = options.jsonStrings || false;
    this.stringifyObjects = options.stringifyObjects || false;
    this.timezone = options.timezone || 'local';
    this.queryFormat = options.queryFormat;
    this.ssl = options.ssl || false;
    this.multipleStatements = options.multipleStatements || false;
    this.rowsAsArray = options.rowsAsArray || false;
    this.namedPlaceholders = options.namedPlaceholders || false;
    this.nestTables = options.nestTables;
    this.typeCast = options.typeCast === undefined ? true : options.typeCast;
  }
}

// What the callback of `connect` is given.
class Handshake {
  constructor(connectionId) {
    this.protocolVersion = 10;
    this.serverVersion = '8.0.0';
    this.connectionId = connectionId;
    this.characterSet = 45;
    this.statusFlags = 2;
    this.authPluginName = 'mysql_native_password';
  }
}

const closedState = () =>
  Object.assign(new Error("Can't add new command when connection is in closed state"), { fatal: true });

class PreparedStatement {
  #connection;

  constructor(connection, sql) {
    this.#connection = connection;
    this.query = sql;
  }

  execute(values, callback) {
    const [given, done] = typeof values === 'function' ? [[], values] : [values ?? [], callback];
    return this.#connection.execute(this.query, given, done);
  }

  close() {
    this.#connection.unprepare(this.query);
  }
}

class Connection extends EventEmitter {
  #session;
  #handshake;
  #fatal;
  #closed = false;
  #statements = new Map();

  constructor(config, from = wire.here()) {
    super();
    this.config = config;
    this.state = 'protocol_handshake';
    this.authorized = false;
    this.threadId = null;
    this.#session = new Session('mysql2', targetOf(config), accessOf(config), errors.mysql2);
    this.#session.onFatal = (error, commands) => this.#lost(error, commands);
    this.#session.add({
      from,
      start: (next) => this.#session.connect(from, next),
      settle: () => {
        this.state = 'authenticated';
        this.authorized = true;
        this.threadId = this.#session.id;
        this.#handshake = new Handshake(this.#session.id);
        this.emit('connect', this.#handshake);
      },
      handshake: true,
    });
  }

  // Every command with a callback hears of it; if one has none, or there is none, the connection does.
  #lost(error, commands) {
    this.#fatal = error;
    this.#closed = true;
    this._forgotten?.();
    const waiting = commands.filter((command) => !command.handshake);
    for (const command of waiting.filter((one) => one.listens())) wire.backTo(command.from, command.settle, error);
    if (waiting.length === 0 || waiting.some((command) => !command.listens())) {
      wire.backTo(commands[0].from, () => this.emit('error', error));
    }
  }

  connect(callback) {
    if (callback === undefined) return;
    if (this.#fatal !== undefined) {
      callback(this.#fatal);
    } else if (this.#handshake !== undefined) {
      callback(null, this);
    } else {
      let called = false;
      const once = (...answer) => {
        if (!called) callback(...answer);
        called = true;
      };
      this.once('error', (error) => once(error));
      this.once('connect', (handshake) => once(null, handshake));
    }
  }

  query(sql, values, callback) {
    return this._query(createQuery(sql, values, callback, this.config), wire.here());
  }

  _query(query, from) {
    const { queryFormat, timezone } = this.config;
    let statement;
    if (typeof queryFormat === 'function') {
      const literal = String(queryFormat.call(this, query.sql, query.values, timezone));
      statement = { literal, text: literal, params: [] };
    } else {
      statement = forQuery(query, this.config);
    }
    return this.#send(query, statement, from);
  }

  execute(sql, values, callback) {
    return this._execute(createQuery(sql, values, callback, this.config), wire.here());
  }

  _execute(query, from) {
    return this.#send(query, forExecute(query, this.config), from);
  }

  // A statement to be executed often. The store is asked by each execution.
  prepare(given, callback) {
    const sql = typeof given === 'string' ? given : given.sql;
    const statement = new PreparedStatement(this, sql);
    this.#statements.set(sql, statement);
    this.#simple(
      callback,
      () => [null, statement],
      (from, next) => this.#session.ping(from, next),
    );
  }

  unprepare(given) {
    const sql = typeof given === 'string' ? given : given.sql;
    const statement = this.#statements.get(sql);
    this.#statements.delete(sql);
    return statement;
  }

  #send(query, statement, from) {
    query.sql = statement.literal;
    const refusal = statement.missing ? TOO_FEW : statement.text === '' ? EMPTY : undefined;
    this.#add({
      from,
      start: (next) => {
        if (refusal === undefined) this.#session.query(statement, from, next, this.config.multipleStatements);
        else this.#session.ping(from, () => next(errors.mysql2(refusal, this.config)));
      },
      settle: (error, reply) => query._settle(error, reply, this.config),
      listens: () => query.onResult !== undefined,
    });
    return query;
  }

  #add(command) {
    if (!this.#closed) {
      this.#session.add(command);
      return;
    }
    const error = closedState();
    if (command.listens()) wire.soon(command.from, command.settle, error);
    else this.emit('error', error);
  }

  #simple(callback, answer, start) {
    const from = wire.here();
    this.#add({
      from,
      start: (next) => start(from, next),
      settle: (error) => callback?.(...(error ? [error] : answer())),
      listens: () => callback !== undefined,
    });
  }

  ping(callback) {
    this.#simple(
      callback,
      () => [],
      (from, next) => this.#session.ping(from, next),
    );
  }

  changeUser(options, callback) {
    const done = typeof options === 'function' ? options : callback;
    const { user, password, database } = typeof options === 'object' ? options : {};
    Object.assign(this.config, user && { user }, password && { password }, database && { database });
    this.#simple(
      done,
      () => [null, new ResultSetHeader()],
      (from, next) => this.#session.ping(from, next),
    );
  }

  beginTransaction(callback) {
    return this.query('START TRANSACTION', callback);
  }

  commit(callback) {
    return this.query('COMMIT', callback);
  }

  rollback(callback) {
    return this.query('ROLLBACK', callback);
  }

  end(callback) {
    this.#simple(
      callback,
      () => [],
      (from, next) => this.#session.quit(from, next),
    );
    this.#closed = true;
    this.state = 'disconnected';
  }

  close() {
    this.destroy();
  }

  destroy() {
    if (!this.#closed) this.#session.destroy(wire.here());
    this.#closed = true;
    this.state = 'disconnected';
    this._forgotten?.();
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
    return sqlString.format(sql, values, this.config.stringifyObjects, this.config.timezone);
  }

  promise() {
    const { PromiseConnection } = require('mysql2/promises');
    return new PromiseConnection(this);
  }
}

Object.assign(exports, { Connection, ConnectionConfig });
