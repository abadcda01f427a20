// `Pool` of `ibm_db`: connections that go back when they are closed, kept by their connection string.
'use strict';

const tasks = require('internal/tasks');
const wire = require('internal/wire');
const { answer } = require('ibm_db/answer');
const { Database } = require('ibm_db/database');
const { textOf } = require('ibm_db/settings');

class Pool {
  #era;
  #waiting = [];

  constructor(era, options) {
    this.#era = era;
    this.options = { ...options, connectTimeout: options?.connectTimeout ?? 60 };
    this.maxPoolSize = options?.maxPoolSize ?? 0;
    this.availablePool = {};
    this.usedPool = {};
    this.poolSize = 0;
  }

  #list(pool, key) {
    return (pool[key] ??= []);
  }

  // A connection whose `close` gives it back.
  #make(key) {
    const pool = this;
    const db = new Database(this.#era, this.options);
    const { close, closeSync } = db;
    db.realClose = close.bind(db);
    db.realCloseSync = closeSync.bind(db);
    db.close = function poolClose(callback) {
      const from = wire.here();
      pool.#giveBack(key, db);
      return answer(from, callback, (done) => done(null, ...(typeof callback === 'function' ? [] : [true])));
    };
    db.closeSync = () => pool.#giveBack(key, db);
    return db;
  }

  #giveBack(key, db) {
    const used = this.#list(this.usedPool, key);
    if (!used.includes(db)) return;
    used.splice(used.indexOf(db), 1);
    if (db.inTransaction && db.connected) db.rollbackTransaction(() => {});
    if (db.connected) this.#list(this.availablePool, key).push(db);
    else this.poolSize -= 1;
    this.#waiting.shift()?.();
  }

  #take(key) {
    const available = this.#list(this.availablePool, key);
    while (available.length > 0) {
      const db = available.shift();
      if (db.connected) {
        this.#list(this.usedPool, key).push(db);
        return db;
      }
      this.poolSize -= 1;
    }
    return undefined;
  }

  open(given, callback) {
    const from = wire.here();
    const key = textOf(given);
    return answer(from, callback, (done) => this.#open(from, key, done));
  }

  #open(from, key, done) {
    const known = this.#take(key);
    if (known !== undefined) {
      tasks.nextTick(() => done(null, known));
      return;
    }
    if (this.maxPoolSize > 0 && this.poolSize >= this.maxPoolSize) {
      this.#waiting.push(() => this.#open(from, key, done));
      return;
    }
    const db = this.#make(key);
    this.poolSize += 1;
    wire.inNameOf(from, () =>
      db.open(key, (error) => {
        if (error) this.poolSize -= 1;
        else this.#list(this.usedPool, key).push(db);
        done(error, db);
      }),
    );
  }

  openSync(given) {
    const key = textOf(given);
    const known = this.#take(key);
    if (known !== undefined) return known;
    if (this.maxPoolSize > 0 && this.poolSize >= this.maxPoolSize) return undefined;
    const db = this.#make(key);
    db.openSync(key);
    this.poolSize += 1;
    this.#list(this.usedPool, key).push(db);
    return db;
  }

  init(count, given) {
    if (count < 1) return { message: 'Error: Count should be greater than 0. Pool not initialized.' };
    const key = textOf(given);
    for (let i = 0; i < count; i++) {
      const db = this.#make(key);
      try {
        db.openSync(key);
      } catch (error) {
        return error;
      }
      this.poolSize += 1;
      this.#list(this.availablePool, key).push(db);
    }
    return true;
  }

  initAsync(count, given, callback) {
    const from = wire.here();
    const key = textOf(given);
    return answer(from, callback, (done) => {
      let left = count;
      let failure = null;
      const opened = (db) => (error) => {
        if (error) failure = error;
        else {
          this.poolSize += 1;
          this.#list(this.availablePool, key).push(db);
        }
        left -= 1;
        if (left === 0) done(failure, true);
      };
      for (let i = 0; i < count; i++) {
        const db = this.#make(key);
        wire.inNameOf(from, () => db.open(key, opened(db)));
      }
    });
  }

  setMaxPoolSize(size) {
    this.maxPoolSize = size;
    return true;
  }

  setConnectTimeout(seconds) {
    this.options.connectTimeout = seconds;
    return true;
  }

  close(callback) {
    const from = wire.here();
    const all = [...Object.values(this.availablePool), ...Object.values(this.usedPool)].flat();
    this.availablePool = {};
    this.usedPool = {};
    this.poolSize = 0;
    return answer(from, callback, (done) => {
      let left = all.length;
      const closed = () => {
        left -= 1;
        if (left <= 0) done(null, true);
      };
      if (all.length === 0) tasks.later(closed, 0, from.stack);
      for (const db of all) wire.inNameOf(from, () => db.realClose(closed));
    });
  }
}

exports.Pool = Pool;
