// The events a request of `tedious` tells of its answer, in the order in which the server sends the parts.
'use strict';

const { resultOf } = require('tedious/columns');
const messages = require('tedious/messages');
const { typesOf } = require('tedious/types');

// Statements whose answer says how many rows they concern.
const COUNTED = new Set(['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'MERGE', 'WITH']);

const countOf = (reply) => {
  if (reply.kind === 'rows') return reply.affected ?? reply.rows.length;
  return COUNTED.has(reply.command) ? reply.matched : undefined;
};

class Teller {
  #connection;
  #request;
  #statement;
  #context;

  constructor(connection, request, statement, context) {
    this.#connection = connection;
    this.#request = request;
    this.#statement = statement;
    this.#context = { ...context, columnTypes: typesOf(context.era).columnTypes };
  }

  #options() {
    return this.#connection.config.options;
  }

  // The end of a part: a batch says `done`, a statement within a call `doneInProc`.
  #done(event, count, ...more) {
    const request = this.#request;
    request.emit(event, count, ...more, request.rst);
    if (count !== undefined) request.rowCount += count;
    if (this.#options().rowCollectionOnDone) request.rst = [];
  }

  #result(reply) {
    const { era, columnTypes } = this.#context;
    return resultOf(reply, this.#options(), { columnTypes, bareNames: era.namesErrors });
  }

  part(reply, isLast) {
    const request = this.#request;
    if (reply.kind === 'rows') {
      const { columns, rows } = this.#result(reply);
      request.emit('columnMetadata', columns);
      for (const row of rows) {
        if (request.canceled) return;
        if (this.#options().rowCollectionOnRequestCompletion) request.rows.push(row);
        if (this.#options().rowCollectionOnDone) request.rst.push(row);
        request.emit('row', row);
      }
    }
    const count = countOf(reply);
    const { batch } = this.#statement;
    this.#done(batch ? 'done' : 'doneInProc', count, batch ? !isLast : true);
  }

  failure(failure) {
    const { era, RequestError } = this.#context;
    const { config } = this.#connection;
    const token = messages.errorToken(failure, config.server, era);
    this.#connection.emit('errorMessage', token);
    const error = new RequestError(token.message, 'EREQUEST');
    const { number, state, class: severity, serverName, procName, lineNumber } = token;
    Object.assign(error, { number, state, class: severity, serverName, procName, lineNumber });
    this.#request.error = error;
    if (messages.ENDING.has(number)) this.#connection.emit('infoMessage', messages.terminated(config.server, era));
    return number;
  }

  // Values the statement left in its output parameters.
  outputs(reply) {
    const { outputs } = this.#statement;
    const { columns, rows } = resultOf(reply, {}, { columnTypes: this.#context.columnTypes, bareNames: true });
    outputs.forEach((parameter, i) => {
      const metadata = { ...columns[i], type: parameter.type };
      this.#request.emit('returnValue', parameter.name, rows[0]?.[i]?.value ?? null, metadata);
    });
  }

  end(status) {
    if (this.#statement.batch) {
      if (status !== 0) this.#done('done', undefined, false);
      return;
    }
    const request = this.#request;
    request.emit('doneProc', undefined, false, status, request.rst);
    if (this.#options().rowCollectionOnDone) request.rst = [];
  }
}

// Tells the events of a reply; the request's callback is left to the connection.
exports.answered = function answered(connection, request, statement, reply, context) {
  const teller = new Teller(connection, request, statement, context);
  if (reply.kind === 'error') {
    teller.end(teller.failure(reply));
    return;
  }
  const parts = reply.kind === 'several' ? reply.replies : [reply];
  const outputs = statement.outputs.length > 0 ? parts.at(-1) : undefined;
  const told = outputs === undefined ? parts : parts.slice(0, -1);
  told.forEach((part, i) => teller.part(part, i === told.length - 1));
  if (outputs?.kind === 'rows') teller.outputs(outputs);
  teller.end(0);
};
