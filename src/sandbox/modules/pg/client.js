// A client of the npm module `pg`. Queries wait for the connection and for each other; ending a client while one of
// them is under way cuts it off, as the real driver does.
'use strict';

const EventEmitter = require('internal/emitter');
const tasks = require('internal/tasks');
const { networkError } = require('internal/network_error');
const wire = require('internal/wire');
const Query = require('pg/query');
const result = require('pg/result');
const settings = require('pg/settings');
const types = require('pg/types');
const { cell, escapeIdentifier, escapeLiteral } = require('pg/values');

// Types a client has set for itself, before those of the module.
class TypeOverrides {
  constructor(own) {
    this._types = own ?? types;
    this.text = {};
    this.binary = {};
  }

  setTypeParser(oid, format, parser) {
    if (typeof format === 'function') this.text[oid] = format;
    else this[format][oid] = parser;
  }

  getTypeParser(oid, format = 'text') {
    return this[format]?.[oid] ?? this._types.getTypeParser(oid, format);
  }
}

let processes = 0;

class Client extends EventEmitter {
  #target;
  #access;
  #statements = new Map();
  #active;
  #cut = false;

  // `trusting`: takes any certificate, as the versions before 8.
  constructor(config, { trusting = false } = {}) {
    super();
    const stated = settings.read(config);
    this.#target = { ...settings.targetOf(stated), connection: wire.newConnection() };
    this.#access = settings.accessOf(stated, trusting);
    this.connectionParameters = stated;
    this.user = stated.user;
    this.database = stated.database;
    this.port = stated.port;
    this.host = stated.host;
    for (const holder of [this, stated]) {
      Object.defineProperty(holder, 'password', {
        value: stated.password,
        configurable: true,
        enumerable: false,
        writable: true,
      });
    }
    this.ssl = stated.ssl;
    this._types = new TypeOverrides(config?.types);
    this._ending = false;
    this._ended = false;
    this._connecting = false;
    this._connected = false;
    this._queryable = true;
    this._queryQueue = [];
    this.processID = null;
    this.secretKey = null;
    Object.defineProperty(this, 'activeQuery', { get: () => this.#active?.query ?? null, configurable: true });
  }

  connect(callback) {
    return this._connect(wire.here(), callback);
  }

  _connect(from, callback) {
    if (callback === undefined || callback === null) {
      return new Promise((resolve, reject) => this._connect(from, (error) => (error ? reject(error) : resolve(this))));
    }
    if (this._connecting || this._connected) {
      const error = new Error('Client has already been connected. You cannot reuse a client.');
      wire.soon(from, callback, error);
      return undefined;
    }
    this._connecting = true;
    wire.send(
      'pg',
      { kind: 'connect', dialect: 'postgresql', target: this.#target, access: this.#access },
      (reply) => this.#connected(reply, from, callback),
      from,
    );
    return undefined;
  }

  #connected(reply, from, callback) {
    if (this.#cut) return;
    if (reply.kind === 'error') {
      const error = this.#errorOf(reply);
      this._queryable = false;
      // The socket closes after the error was told, and only then do the waiting queries hear of it.
      tasks.later(() => this.#failAll(new Error('Connection terminated unexpectedly')), 0, from.stack);
      wire.backTo(from, callback, error);
      return;
    }
    this._connected = true;
    processes += 1;
    this.processID = processes;
    wire.backTo(from, callback, null, this);
    this.emit('connect');
    this.#pulse();
  }

  #errorOf(failure) {
    return networkError(failure, this.#target) ?? result.errorOf(failure);
  }

  query(config, values, callback) {
    return this._query(wire.here(), config, values, callback);
  }

  _query(from, config, values, callback) {
    if (config === null || config === undefined) throw new TypeError('Client was passed a null or undefined query');
    if (typeof config.submit === 'function' && !(config instanceof Query)) {
      throw new Error('pg: queries that send themselves (cursors, streams, COPY) are not supported here');
    }
    let query;
    let answer;
    if (config instanceof Query) {
      query = config;
      answer = config;
      if (typeof values === 'function') query.callback ??= values;
    } else {
      query = new Query(config, values, callback);
      if (!query.callback) {
        answer = new Promise((resolve, reject) => {
          query.callback = (error, got) => (error ? reject(error) : resolve(got));
        });
      }
    }
    if (!this._queryable || this._ending) {
      const reason = this._queryable
        ? 'Client was closed and is not queryable'
        : 'Client has encountered a connection error and is not queryable';
      wire.soon(from, () => query.fail(new Error(reason)));
      return answer;
    }
    this._queryQueue.push({ query, from });
    this.#pulse();
    return answer;
  }

  #pulse() {
    if (!this._connected || this.#active !== undefined) return;
    const next = this._queryQueue.shift();
    if (next === undefined) {
      // The event of a client with nothing to do.
      if (this.listenerCount('drain') > 0) tasks.nextTick(() => this.emit('drain'));
      return;
    }
    this.#active = next;
    const { query, from } = next;
    const settle = (run) => {
      if (this.#cut || this.#active !== next) return;
      this.#active = undefined;
      wire.backTo(from, run);
      this.#pulse();
    };
    const refusal = query.refusal(this.#statements);
    if (refusal !== undefined) {
      tasks.nextTick(() => settle(() => query.fail(refusal)));
      return;
    }
    const text = query.text ?? this.#statements.get(query.name);
    if (text.trim() === '') {
      tasks.later(() => settle(() => query.succeed(undefined, this._types)), 0, from.stack);
      return;
    }
    let params;
    try {
      params = (query.values ?? []).map(cell);
    } catch (error) {
      tasks.nextTick(() => settle(() => query.fail(error)));
      return;
    }
    const answered = (reply) => {
      if (reply.kind !== 'error') {
        if (query.name !== undefined) this.#statements.set(query.name, text);
        settle(() => query.succeed(reply, this._types));
        return;
      }
      const error = this.#errorOf(reply);
      if (reply.fatal) this._queryable = false;
      settle(() => query.fail(error));
      if (reply.fatal) this.#failAll(new Error('Connection terminated unexpectedly'));
    };
    wire.send('pg', { kind: 'sql', dialect: 'postgresql', target: this.#target, text, params }, answered, from);
  }

  #failAll(error) {
    const waiting = this.#active === undefined ? this._queryQueue : [this.#active, ...this._queryQueue];
    this.#active = undefined;
    this._queryQueue = [];
    for (const { query, from } of waiting) wire.soon(from, () => query.fail(error));
  }

  end(callback) {
    const from = wire.here();
    if (!callback) return new Promise((resolve) => this._end(from, resolve));
    this._end(from, callback);
    return undefined;
  }

  _end(from, callback) {
    const open = (this._connecting || this._connected) && !this._ended;
    this._ending = true;
    if (!open) {
      wire.soon(from, callback);
      return;
    }
    this._ended = true;
    // What is under way is cut off: its answer reaches nobody.
    this.#cut = !this._connected || this.#active !== undefined;
    const close = () => {
      wire.backTo(from, callback);
      this.#failAll(new Error('Connection terminated'));
      tasks.nextTick(() => this.emit('end'));
    };
    wire.send('pg', { kind: 'close', target: this.#target }, close, from);
  }

  escapeIdentifier(text) {
    return escapeIdentifier(text);
  }

  escapeLiteral(text) {
    return escapeLiteral(text);
  }

  setTypeParser(oid, format, parser) {
    return this._types.setTypeParser(oid, format, parser);
  }

  getTypeParser(oid, format) {
    return this._types.getTypeParser(oid, format);
  }

  ref() {}

  unref() {}
}

Client.Query = Query;

Object.assign(exports, { Client, TypeOverrides });
