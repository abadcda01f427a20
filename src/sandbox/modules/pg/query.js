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
    // Text with several statements answers a list.
    const replies = reply?.kind === 'several' ? reply.replies : [reply];
    let results;
    try {
      results = replies.map((one) => {
        const result = new Result(this._rowMode, types);
        return one === undefined ? result : fill(result, one, types);
      });
    } catch (error) {
      this.fail(error);
      return;
    }
    if (replies.length === 1) this.#deliver(results[0]);
    else this.#hand(results);
  }

  #deliver(result) {
    const { rows } = result;
    if (!this._keepsRows()) result.rows = [];
    for (const row of rows) this.emit('row', row, result);
    this.#hand(result);
  }

  // Rows that were handed out one by one are kept for a callback alone.
  _keepsRows() {
    return Boolean(this.callback) || this.listenerCount('row') === 0;
  }

  #hand(answer) {
    this._result = answer;
    if (this.callback) this.callback(null, answer);
    this.emit('end', answer);
  }
}

module.exports = Query;
