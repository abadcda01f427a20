// A pool of clients of the npm module `pg`.
'use strict';

const EventEmitter = require('internal/emitter');
const tasks = require('internal/tasks');
const wire = require('internal/wire');
const { Client } = require('pg/client');

const NOTHING = () => {};

class BoundPool extends EventEmitter {
  constructor(options) {
    super();
    this.options = { ...options };
    this.options.max = this.options.max || this.options.poolSize || 10;
    this.options.idleTimeoutMillis ??= 10000;
    this.log = this.options.log || NOTHING;
    this.Client = this.options.Client || Client;
    this._clients = [];
    this._idle = [];
    this._pendingQueue = [];
    this.ending = false;
    this.ended = false;
  }

  get totalCount() {
    return this._clients.length;
  }

  get idleCount() {
    return this._idle.length;
  }

  get waitingCount() {
    return this._pendingQueue.length;
  }

  connect(callback) {
    return this.#connect(wire.here(), callback);
  }

  #connect(from, callback) {
    if (callback === undefined) {
      return new Promise((resolve, reject) =>
        this.#connect(from, (error, client) => (error ? reject(error) : resolve(client))),
      );
    }
    if (this.ending) {
      wire.soon(from, callback, new Error('Cannot use a pool after calling end on the pool'));
      return undefined;
    }
    const waiting = { from, callback, given: false };
    if (this._idle.length > 0 || this._clients.length < this.options.max) this.#serve(waiting);
    else this.#wait(waiting);
    return undefined;
  }

  #wait(waiting) {
    this._pendingQueue.push(waiting);
    const { connectionTimeoutMillis } = this.options;
    if (!connectionTimeoutMillis) return;
    tasks.later(
      () => {
        if (waiting.given) return;
        this._pendingQueue = this._pendingQueue.filter((other) => other !== waiting);
        waiting.callback(new Error('timeout exceeded when trying to connect'), undefined, NOTHING);
      },
      connectionTimeoutMillis,
      waiting.from.stack,
    );
  }

  // Gives a client to whoever waits: an idle one, or a new one.
  #serve(waiting) {
    waiting.given = true;
    const { from, callback } = waiting;
    const idle = this._idle.pop();
    if (idle !== undefined) {
      wire.soon(from, () => this.#give(idle, callback));
      return;
    }
    const client = new this.Client(this.options);
    this._clients.push(client);
    client._connect(from, (error) => {
      if (error) {
        this._clients = this._clients.filter((known) => known !== client);
        callback(error, undefined, NOTHING);
        this.#serveNext();
        return;
      }
      this.emit('connect', client);
      this.#give(client, callback);
    });
  }

  #give(client, callback) {
    let released = false;
    client.release = (broken) => {
      if (released) throw new Error('Release called on client which has already been released to the pool.');
      released = true;
      this.#release(client, broken);
    };
    this.emit('acquire', client);
    callback(undefined, client, client.release);
  }

  #release(client, broken) {
    this.emit('release', broken, client);
    if (broken || this.ending || !client._queryable || client._ending) {
      this.#remove(client, wire.here());
    } else {
      this._idle.push(client);
    }
    this.#serveNext();
    this.#finish();
  }

  #serveNext() {
    const room = this._idle.length > 0 || this._clients.length < this.options.max;
    const waiting = this.ending || !room ? undefined : this._pendingQueue.shift();
    if (waiting !== undefined) this.#serve(waiting);
  }

  // A client is gone when its connection is closed.
  #remove(client, from) {
    this._clients = this._clients.filter((known) => known !== client);
    this._idle = this._idle.filter((known) => known !== client);
    client._end(from, () => this.emit('remove', client));
  }

  #finish() {
    if (!this.ending || this._clients.length > 0) return;
    this.ended = true;
    this._endCallback?.();
  }

  query(text, values, callback) {
    const from = wire.here();
    const done = [text, values, callback].find((argument) => typeof argument === 'function');
    if (typeof text === 'function') {
      wire.soon(from, text, new Error('Passing a function as the first parameter to pool.query is not supported'));
      return undefined;
    }
    if (done === undefined) {
      return new Promise((resolve, reject) =>
        this.#query(from, text, values, (error, got) => (error ? reject(error) : resolve(got))),
      );
    }
    this.#query(from, text, typeof values === 'function' ? undefined : values, done);
    return undefined;
  }

  #query(from, text, values, done) {
    this.#connect(from, (error, client) => {
      if (error) {
        done(error);
        return;
      }
      const answered = (failure, got) => {
        client.release(failure && !client._queryable ? failure : undefined);
        if (failure) done(failure);
        else done(undefined, got);
      };
      try {
        client._query(from, text, values, answered);
      } catch (thrown) {
        client.release(thrown);
        done(thrown);
      }
    });
  }

  end(callback) {
    const from = wire.here();
    if (!callback) {
      return new Promise((resolve, reject) => this.#end(from, (error) => (error ? reject(error) : resolve())));
    }
    this.#end(from, callback);
    return undefined;
  }

  #end(from, callback) {
    if (this.ending) {
      wire.soon(from, callback, new Error('Called end on pool more than once'));
      return;
    }
    this.ending = true;
    this._endCallback = () => wire.soon(from, callback);
    for (const client of [...this._idle]) this.#remove(client, from);
    this.#finish();
  }
}

exports.Pool = BoundPool;
