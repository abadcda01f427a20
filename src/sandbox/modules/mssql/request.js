// `Request` of `mssql`: parameters by name, and the ways to ask with them.
'use strict';

const EventEmitter = require('internal/emitter');
const wire = require('internal/wire');
const { ConnectionError, RequestError } = require('mssql/errors');
const { later, outcome } = require('mssql/outcome');
const { ask } = require('mssql/exchange');
const { getTypeByValue, TYPES } = require('mssql/types');

const INJECTION = /--| |\/\*|\*\/|'/;

// What is no value becomes null; objects may stand for a value.
function plain(value) {
  let held = value;
  if (held && typeof held.valueOf === 'function' && !(held instanceof Date)) held = held.valueOf();
  return held === undefined || Number.isNaN(held) ? null : held;
}

exports.requestOf = function requestOf(driver) {
  const { era } = driver;

  class Request extends EventEmitter {
    constructor(parent) {
      super();
      this.canceled = false;
      this._paused = false;
      this.parent = parent || driver.global.pool;
      this.parameters = {};
      this.stream = null;
      this.arrayRowMode = null;
    }

    get paused() {
      return this._paused;
    }

    #declare(name, type, value, io) {
      if (INJECTION.test(name)) throw new RequestError(`SQL injection warning for param '${name}'`, 'EINJECT');
      const held = plain(value);
      const made = type instanceof Function ? type() : type;
      if (era.refusesDuplicates && Object.hasOwn(this.parameters, name)) {
        const message = `The parameter name ${name} has already been declared. Parameter names must be unique`;
        throw new RequestError(message, 'EDUPEPARAM');
      }
      const { type: of, length, scale, precision } = made;
      const parameter = { name, type: of, io, value: held, length, scale, precision };
      this.parameters[name] = io === 1 ? { ...parameter, tvpType: made.tvpType } : parameter;
      return this;
    }

    input(...args) {
      const [name, type, value] = args;
      if (INJECTION.test(name)) throw new RequestError(`SQL injection warning for param '${name}'`, 'EINJECT');
      if (args.length < 2) {
        throw new RequestError('Invalid number of arguments. At least 2 arguments expected.', 'EARGS');
      }
      if (args.length > 2) return this.#declare(name, type, value, 1);
      return this.#declare(name, era.bigints ? getTypeByValue(type) : smallType(type), type, 1);
    }

    replaceInput(name, ...rest) {
      delete this.parameters[name];
      return this.input(name, ...rest);
    }

    output(name, type = TYPES.NVarChar, value = null) {
      if ([TYPES.Text, TYPES.NText, TYPES.Image].includes(type)) {
        const message = 'Deprecated types (Text, NText, Image) are not supported as OUTPUT parameters.';
        throw new RequestError(message, 'EDEPRECATED');
      }
      return this.#declare(name, type, value, 2);
    }

    replaceOutput(name, ...rest) {
      delete this.parameters[name];
      return this.output(name, ...rest);
    }

    template(strings, ...values) {
      return this.#template(strings, values);
    }

    // A tagged template: each value becomes a parameter, a list as many as it has items.
    #template(strings, values) {
      let command = strings[0];
      values.forEach((value, i) => {
        const named = (name, held) => {
          this.input(name, held);
          return `@${name}`;
        };
        const name = `param${i + 1}`;
        const put = Array.isArray(value)
          ? value.map((one, at) => named(`${name}_${at}`, one)).join(', ')
          : named(name, value);
        command += `${put}${strings[i + 1]}`;
      });
      return command;
    }

    query(command, ...rest) {
      return this.#ask('query', command, rest);
    }

    batch(command, ...rest) {
      return this.#ask('batch', command, rest);
    }

    execute(procedure, ...rest) {
      return this.#ask('execute', procedure, rest);
    }

    bulk(table, options, callback) {
      const done = [options, callback].find((one) => typeof one === 'function');
      const from = wire.here();
      const message = 'mssql: bulk loads are not supported here; insert the rows one by one';
      const refused = new RequestError(message, 'EREQUEST');
      return outcome(driver, from, done, this, (told) => later(from, told, refused));
    }

    #ask(kind, given, rest) {
      const from = wire.here();
      const callback = typeof rest[0] === 'function' ? rest[0] : undefined;
      const tagged = callback === undefined && typeof given === 'object' && kind !== 'execute';
      const command = tagged ? this.#template(given, rest) : given;
      this.stream ??= this.parent?.config?.stream ?? null;
      this.arrayRowMode ??= this.parent?.config?.arrayRowMode ?? null;
      this.rowsAffected = 0;
      return outcome(driver, from, callback, this, (done) => {
        const told = (error, result) => this.#settle(kind, error, result, done);
        const refusal = this.#refusal();
        if (refusal === undefined) ask(driver, this, { kind, command, from }, told);
        else later(from, told, refusal);
      });
    }

    #refusal() {
      if (!this.parent) return new RequestError('No connection is specified for that request.', 'ENOCONN');
      if (!this.parent.connected) return new ConnectionError('Connection is closed.', 'ECONNCLOSED');
      this.canceled = false;
      return undefined;
    }

    #settle(kind, error, result, done) {
      const { recordsets, output = {}, rowsAffected = [], returnValue, columns } = result ?? {};
      const isCall = kind === 'execute';
      if (this.stream) {
        if (error) this.emit('error', error);
        this.emit('done', { output, rowsAffected, ...(isCall ? { returnValue } : {}) });
      } else if (error) {
        done(error);
        return;
      }
      if (era.bareRows) {
        this.rowsAffected = rowsAffected.reduce((sum, count) => sum + count, 0);
        const rows = isCall || this.multiple ? recordsets : recordsets?.[0];
        done(null, rows, isCall ? returnValue : this.rowsAffected);
        return;
      }
      const answer = { recordsets, recordset: recordsets?.[0], output, rowsAffected };
      if (isCall) answer.returnValue = returnValue;
      if (this.arrayRowMode) answer.columns = columns;
      done(null, answer);
    }

    cancel() {
      this.canceled = true;
      this._cancel?.();
      return true;
    }

    pause() {
      if (!this.stream) return false;
      this._paused = true;
      return true;
    }

    resume() {
      if (!this.stream) return false;
      this._paused = false;
      return true;
    }

    toReadableStream() {
      throw new Error('mssql: readable streams are not supported here; listen to `row` and `done`');
    }

    pipe() {
      return this.toReadableStream();
    }

    // The form without a request of one's own: `pool.query`, `sql.query`.
    static ask(request, kind, [command, ...rest]) {
      return request[kind](command, ...rest);
    }
  }

  return Request;
};

// Before 7 every whole number was an int.
function smallType(value) {
  if (typeof value === 'number') return value % 1 === 0 ? TYPES.Int : TYPES.Float;
  return getTypeByValue(value);
}
