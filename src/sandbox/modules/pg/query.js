// `pg.Query`: a statement with its values, and whoever waits for its outcome.
'use strict';

const EventEmitter = require('internal/emitter');
const { Result, fill } = require('pg/result');

// `(text | config, values?, callback?)` as one object.
function normalize(config, values, callback) {
  const query = typeof config === 'string' ? { text: config } : { ...config };
  if (typeof values === 'function') query.callback = values;
  else if (values) query.values = values;
  if (callback) query.callback = callback;
  return query;
}

class Query extends EventEmitter {
  constructor(config, values, callback) {
    super();
    const given = normalize(config, values, callback);
    this.text = given.text;
    this.values = given.values;
    this.name = given.name;
    this.types = given.types;
    this.callback = given.callback;
    this._rowMode = given.rowMode;
    this._result = undefined;
  }

  // What is wrong with the query before it is sent.
  refusal(statements) {
    if (typeof this.text !== 'string' && typeof this.name !== 'string') {
      return new Error('A query must have either text or a name. Supplying neither is unsupported.');
    }
    const known = this.name === undefined ? undefined : statements.get(this.name);
    if (this.text && known !== undefined && known !== this.text) {
      return new Error(`Prepared statements must be unique - '${this.name}' was used for a different statement`);
    }
    if (this.values && !Array.isArray(this.values)) return new Error('Query values must be an array');
    return undefined;
  }

  fail(error) {
    if (this.callback) this.callback(error);
    else this.emit('error', error);
  }

  succeed(reply, clientTypes) {
    const types = this.types ?? clientTypes;
    const result = new Result(this._rowMode, types);
    try {
      if (reply !== undefined) fill(result, reply, types);
    } catch (error) {
      this.fail(error);
      return;
    }
    this._result = result;
    const { rows } = result;
    if (this.listenerCount('row') > 0) {
      // Rows that were handed out one by one are not kept.
      result.rows = [];
      for (const row of rows) this.emit('row', row, result);
    }
    if (this.callback) this.callback(null, result);
    this.emit('end', result);
  }
}

module.exports = Query;
