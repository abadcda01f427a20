// `Pool` of `oracledb`: connections by turns, at most `poolMax` at a time.
'use strict';

const EventEmitter = require('internal/emitter');
const tasks = require('internal/tasks');
const wire = require('internal/wire');
const { Connection } = require('oracledb/connection');
const { open } = require('oracledb/opening');
const { promised } = require('oracledb/promised');

const OPEN = 6000;
const CLOSED = 6002;

const NUMBERS = ['poolMin', 'poolMax', 'poolIncrement', 'poolTimeout', 'poolPingInterval', 'queueMax', 'queueTimeout'];

class Pool extends EventEmitter {
  #context;
  #options;
  #idle = [];
  #busy = 0;
  #waiting = [];

  constructor(context, given, options, alias) {
    super();
    this.#context = context;
    this.#options = options;
    this.poolAlias = alias;
    this.status = OPEN;
    this.user = options.user;
    this.connectString = options.connectString;
    for (const name of NUMBERS) this[name] = given[name] ?? context.settings[name];
    this.stmtCacheSize = given.stmtCacheSize ?? 30;
    this._closed = () => {};
    const method = (name, run, counts) =>
      Object.defineProperty(this, name, { value: promised(context, { [name]: run }[name], counts), writable: true });
    method('getConnection', (from) => this._take(from), [0, 1]);
    method('close', (from, ...args) => this.#close(from, ...args), [0, 1]);
    this.terminate = this.close;
  }

  get connectionsOpen() {
    return this.#idle.length + this.#busy;
  }

  get connectionsInUse() {
    return this.#busy;
  }

  // The connections there are from the start.
  async _fill(from) {
    for (let i = 0; i < this.poolMin; i++) this.#idle.push(await this.#open(from));
  }

  async #open(from) {
    const connection = await open(this.#context, this.#options, from);
    return connection._target();
  }

  #wrapped(target) {
    const { user, connectString } = this.#options;
    return new Connection(this.#context, { target, user, connectString, pool: this });
  }

  async _take(from) {
    const { errors } = this.#context;
    if (this.status !== OPEN) throw errors.njs(65);
    if (this.#idle.length === 0 && this.#busy >= this.poolMax) await this.#queue(from);
    this.#busy += 1;
    const idle = this.#idle.pop();
    if (idle !== undefined) return this.#wrapped(idle);
    try {
      return this.#wrapped(await this.#open(from));
    } catch (error) {
      this.#busy -= 1;
      throw error;
    }
  }

  #queue(from) {
    return new Promise((resolve, reject) => {
      const waiting = { resolve };
      this.#waiting.push(waiting);
      const late = () => {
        this.#waiting = this.#waiting.filter((other) => other !== waiting);
        reject(this.#context.errors.njs(40, this.queueTimeout));
      };
      waiting.timer = tasks.later(late, this.queueTimeout, from.stack);
    });
  }

  // A connection that was closed goes back.
  _return(target) {
    this.#busy -= 1;
    this.#idle.push(target);
    const next = this.#waiting.shift();
    if (next === undefined) return;
    tasks.drop(next.timer);
    next.resolve();
  }

  async #close(from, drainTime) {
    const { errors } = this.#context;
    if (this.status === CLOSED) throw errors.njs(65);
    if (this.#busy > 0 && drainTime === undefined) throw errors.njs(104);
    this.status = CLOSED;
    this._closed();
    for (const target of this.#idle.splice(0)) {
      await new Promise((resolve) => {
        wire.send('oracledb', { kind: 'close', target }, resolve, from);
      });
    }
  }
}

exports.Pool = Pool;
