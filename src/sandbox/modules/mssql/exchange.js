// One request of `mssql` over a connection of `tedious`: what is sent, and what is gathered of the answer.
'use strict';

const { RequestError } = require('mssql/errors');
const records = require('mssql/records');
const { tediousType } = require('mssql/types');
const wire = require('internal/wire');

const INFORMATION = ['message', 'number', 'state', 'class', 'lineNumber', 'serverName', 'procName'];

// A message of the server as an error of this module.
function errorOf(token) {
  const error = new Error(token.message);
  error.info = token;
  return new RequestError(error, 'EREQUEST');
}

class Exchange {
  #request;
  #errors = [];
  #recordsets = [];
  #columnLists = [];
  #output = {};
  #rowsAffected = [];
  #columns;
  #rows = [];
  #returnValue = 0;

  constructor(request) {
    this.#request = request;
  }

  #emits(...args) {
    const { stream } = this.#request;
    if (stream) this.#request.emit(...args);
    return Boolean(stream);
  }

  failed(error) {
    this.#emits('error', error);
    this.#errors.push(error);
  }

  #done(count) {
    if (count !== undefined && count !== null) {
      this.#rowsAffected.push(count);
      this.#emits('rowsaffected', count);
    }
    if (this.#columns === undefined) return;
    if (!this.#request.stream) this.#recordsets.push(records.recordset(this.#rows, this.#columns));
    this.#rows = [];
    this.#columns = undefined;
  }

  // Listens to what `tedious` tells of the request.
  hear(theirs) {
    const inOrder = Boolean(this.#request.arrayRowMode);
    theirs.on('columnMetadata', (metadata) => {
      this.#columns = records.columnsOf(metadata, inOrder);
      this.#emits('recordset', this.#columns);
      if (inOrder) this.#columnLists.push(this.#columns);
    });
    theirs.on('row', (columns) => {
      const row = records.rowOf(columns, inOrder);
      if (!this.#emits('row', row)) this.#rows.push(row);
    });
    theirs.on('doneInProc', (count) => this.#done(count));
    theirs.on('done', (count) => this.#done(count));
    theirs.on('doneProc', (count, more, status) => {
      this.#returnValue = status ?? 0;
    });
    theirs.on('returnValue', (name, value) => {
      this.#output[name] = value;
    });
  }

  // The connection says the same of what the server refused, in more words.
  ended(error) {
    const known = this.#errors.at(-1);
    if (error && error.message !== known?.message) this.failed(new RequestError(error, 'EREQUEST'));
    const result = {
      recordsets: this.#request.stream ? null : this.#recordsets,
      output: this.#output,
      rowsAffected: this.#rowsAffected,
      returnValue: this.#returnValue,
      columns: this.#columnLists,
    };
    if (this.#errors.length === 0 || this.#request.stream) return [undefined, result];
    const last = this.#errors.pop();
    last.precedingErrors = this.#errors;
    return [last, result];
  }
}

const METHODS = { query: 'execSql', batch: 'execSql', execute: 'callProcedure' };

// Asks `command` over a connection of the request's parent; `told(error, result)` answers.
exports.ask = function ask(driver, request, { kind, command, from }, told) {
  request.parent._acquire(from, (refused, connection) => {
    if (refused) {
      told(refused);
      return;
    }
    const exchange = new Exchange(request);
    const heard = {
      infoMessage: (token) =>
        request.emit('info', Object.fromEntries(INFORMATION.map((name) => [name, token[name]]))),
      errorMessage: (token) => exchange.failed(errorOf(token)),
      error: (error) => finish(error),
    };
    let finished = false;
    function finish(error) {
      if (finished) return;
      finished = true;
      for (const [event, listener] of Object.entries(heard)) connection.removeListener(event, listener);
      delete request._cancel;
      request.parent.release(connection);
      told(...exchange.ended(error));
    }
    if (request.canceled) {
      finish(new RequestError('Canceled.', 'ECANCEL'));
      return;
    }
    for (const [event, listener] of Object.entries(heard)) connection.on(event, listener);
    request._cancel = () => connection.cancel();
    const theirs = new driver.tedious.Request(command, finish);
    exchange.hear(theirs);
    for (const parameter of Object.values(request.parameters)) {
      const { name, value, length, scale, precision, io } = parameter;
      const type = tediousType(parameter.type, driver.tedious);
      theirs.addParameter(name, type, value, { length, scale, precision, output: io === 2 });
    }
    try {
      wire.inNameOf(from, () => connection[METHODS[kind]](theirs));
    } catch (error) {
      finish(error);
    }
  }, request);
};
