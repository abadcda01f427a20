// `MongoClient`: connecting, closing, sending commands.
'use strict';

const EventEmitter = require('internal/emitter');
const tasks = require('internal/tasks');
const { networkError } = require('internal/network_error');
const wire = require('internal/wire');
const address = require('mongodb/address');
const { Db } = require('mongodb/db');
const { fromExtended, toExtended } = require('mongodb/extended');
const { perform, split } = require('mongodb/flavour');
const { sessionOf, start } = require('mongodb/session');

class TopologyDescription {
  constructor(error, { host, port }) {
    const place = `${host}:${port}`;
    this.type = 'Unknown';
    this.servers = new Map([[place, { address: place, type: 'Unknown', error }]]);
    this.stale = false;
    this.compatible = true;
    this.heartbeatFrequencyMS = 10000;
    this.localThresholdMS = 15;
  }
}

const clients = new WeakMap();

// What of a client other files need: its flavour, its address, `run`.
const stateOf = (client) => clients.get(client);

class State {
  constructor(flavour, client, uri, options) {
    this.flavour = flavour;
    this.client = client;
    this.uri = uri;
    this.options = options ?? {};
    this.status = 'new';
    this.waiting = [];
    // From version 4 on a wrong connection string is refused at once.
    if (flavour.major >= 4) this.settle();
  }

  settle() {
    if (this.target !== undefined) return;
    const { errors, major } = this.flavour;
    const found = address.read(this.flavour, this.uri, this.options);
    const unknown = address.unknown(this.flavour, this.options);
    if (unknown.length > 0 && major >= 4) {
      const several = unknown.length > 1;
      throw errors.parse(`option${several ? 's' : ''} ${unknown.join(', ')} ${several ? 'are' : 'is'} not supported`);
    }
    for (const name of unknown) globalThis.console?.warn(`the options [${name}] is not supported`);
    Object.assign(this, found);
    this.target = { ...found.target, connection: wire.newConnection() };
  }

  // Opens the way to the store; `done(error)`.
  connect(from, done) {
    if (this.status === 'open') {
      tasks.later(() => done(), 0, from.stack);
      return;
    }
    try {
      this.settle();
    } catch (error) {
      tasks.later(() => done(error), 0, from.stack);
      return;
    }
    this.waiting.push(done);
    if (this.status === 'opening') return;
    this.status = 'opening';
    const finish = (error) => {
      this.status = error === undefined ? 'open' : 'new';
      const waiting = this.waiting.splice(0);
      for (const one of waiting) one(error);
    };
    this.send('admin', { hello: 1 }, from, (reply) => {
      if (reply.kind !== 'error') {
        finish(reply.answer.ok === 0 ? this.refused(reply.answer) : undefined);
        return;
      }
      this.unreachable(reply, from, finish);
    });
  }

  unreachable(failure, from, finish) {
    const { errors, major } = this.flavour;
    const cause = networkError(failure, this.target) ?? new Error(failure.message);
    if (major < 4) {
      const trace = cause.syscall === 'connect' ? '\n    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1638:16) {' : ' {';
      const inner = `\n  name: 'MongoNetworkError',\n  errorLabels: [Array],\n  [Symbol(mongoErrorContextSymbol)]: {}\n}`;
      const place = `${this.target.host}:${this.target.port}`;
      finish(errors.network(`failed to connect to server [${place}] on first connect [Error: ${cause.message}${trace}${inner}]`));
      return;
    }
    // The driver looks for a server until its patience ends.
    tasks.later(
      () => {
        const error = new errors.classes.MongoNetworkError(cause.message, major > 4 ? { cause } : undefined);
        const reason = new TopologyDescription(error, this.target);
        const { MongoServerSelectionError } = errors.classes;
        const told = new MongoServerSelectionError(error.message, reason, major > 4 ? error : undefined);
        finish(told);
      },
      this.patience,
      from.stack,
    );
  }

  refused(answer) {
    return this.flavour.errors.server(fromExtended(answer, this.flavour.bson));
  }

  send(database, command, from, done) {
    const request = { kind: 'documents', target: this.target, database, command, access: this.access };
    wire.send('mongodb', request, done, from);
  }

  // Sends a command, connecting first where the version does that; `done(error, answer)`.
  run(database, command, options, from, done) {
    const { flavour } = this;
    const refusal = this.notOpen();
    if (refusal !== undefined) {
      tasks.later(() => done(refusal), 0, from.stack);
      return;
    }
    if (this.status !== 'open') {
      this.connect(from, (error) => (error ? done(error) : this.run(database, command, options, from, done)));
      return;
    }
    let stated;
    try {
      const checkKeys = flavour.major < 4 && options.checkKeys === true;
      const ignoreUndefined = options.ignoreUndefined ?? this.ignoreUndefined;
      const part = checkKeys ? 'documents' : undefined;
      stated = {};
      for (const [name, value] of Object.entries(command)) {
        if (value === undefined) continue;
        stated[name] = toExtended(value, flavour.bson, { ignoreUndefined, checkKeys: name === part });
      }
      Object.assign(stated, sessionOf(options.session, stated));
    } catch (error) {
      tasks.later(() => done(error), 0, from.stack);
      return;
    }
    this.send(database, stated, from, (reply) => {
      if (reply.kind === 'error') done(this.lost(reply));
      else if (reply.answer.ok === 0) done(this.refused(reply.answer));
      else done(undefined, reply.answer);
    });
  }

  notOpen() {
    const { errors, major, minor, connectsItself } = this.flavour;
    if (this.status === 'open' || this.status === 'opening') return undefined;
    if (major < 4) return errors.plain(this.status === 'closed' ? 'Topology was destroyed' : 'server instance pool was destroyed');
    if (this.status === 'new' && connectsItself) return undefined;
    const words =
      major === 4 && minor < 8
        ? 'MongoClient must be connected to perform this operation'
        : 'Client must be connected before running operations';
    return errors.notConnected(words);
  }

  // A connection that broke while an answer was awaited.
  lost(failure) {
    const { errors } = this.flavour;
    const cause = networkError(failure, this.target);
    if (cause === undefined) return errors.network(failure.message);
    if (failure.code !== 'ECONNRESET') return errors.network(cause.message);
    return errors.network(`connection 1 to ${this.target.host}:${this.target.port} closed`);
  }

  close(from, done) {
    if (this.status !== 'open') {
      if (this.status === 'new' && this.flavour.major < 4) this.status = 'closed';
      tasks.later(done, 0, from.stack);
      return;
    }
    this.status = 'closed';
    wire.send('mongodb', { kind: 'close', target: this.target }, () => done(), from);
  }
}

// The class of a flavour.
function mongoClient(flavour) {
  const { errors, major } = flavour;
  class MongoClient extends EventEmitter {
    constructor(uri, options) {
      super();
      clients.set(this, new State(flavour, this, uri, options));
    }

    connect(...args) {
      const [, callback] = split(flavour, args);
      const state = stateOf(this);
      return perform(flavour, callback, undefined, (done, from) => {
        state.connect(from, (error) => {
          if (error === undefined) this.emit('open', this);
          done(error, this);
        });
      });
    }

    close(...args) {
      const [, callback] = split(flavour, args);
      return perform(flavour, callback, undefined, (done, from) => {
        stateOf(this).close(from, () => {
          this.emit('close', this);
          done(undefined, major < 4 ? null : undefined);
        });
      });
    }

    db(name, options) {
      const state = stateOf(this);
      if (major < 4 && state.status !== 'open' && state.status !== 'closed') {
        throw errors.plain('MongoClient must be connected before calling MongoClient.prototype.db');
      }
      const usual = major < 4 ? state.database : (state.database ?? 'test');
      return new Db(state, name ?? usual, options);
    }

    startSession(options) {
      return start(stateOf(this), options);
    }

    withSession(options, operation) {
      const run = typeof options === 'function' ? options : operation;
      const session = this.startSession(typeof options === 'function' ? {} : options);
      return Promise.resolve(run(session)).finally(() => session.endSession());
    }

    watch() {
      throw errors.own('change streams are not supported by the document stores of loginscope');
    }

    get options() {
      const { target, database, patience } = stateOf(this);
      return { hosts: [`${target?.host}:${target?.port}`], dbName: database, serverSelectionTimeoutMS: patience };
    }

    static connect(uri, ...args) {
      const [[options], callback] = split(flavour, args);
      return perform(flavour, callback, undefined, (done, from) => {
        let client;
        try {
          client = new MongoClient(uri, options);
        } catch (error) {
          tasks.later(() => done(error), 0, from.stack);
          return;
        }
        const state = stateOf(client);
        // Version 2 hands out the database of the connection string.
        state.connect(from, (error) => {
          if (error) done(error);
          else done(undefined, major < 3 ? new Db(state, state.database ?? 'test') : client);
        });
      });
    }
  }
  if (major < 4) {
    MongoClient.prototype.isConnected = function isConnected() {
      return stateOf(this).status === 'open';
    };
    MongoClient.prototype.logout = function logout(...args) {
      return perform(flavour, split(flavour, args)[1], undefined, (done, from) => tasks.later(() => done(undefined, true), 0, from.stack));
    };
  }
  return MongoClient;
}

Object.assign(exports, { mongoClient, stateOf });
