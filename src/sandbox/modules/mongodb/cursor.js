// Cursors of the npm module `mongodb`: `find`, `aggregate`, lists.
'use strict';

const EventEmitter = require('internal/emitter');
const tasks = require('internal/tasks');
const wire = require('internal/wire');
const { fromExtended } = require('mongodb/extended');
const { perform, split } = require('mongodb/flavour');

const inners = new WeakMap();

class Cursor extends EventEmitter {
  constructor(state, database, command, options = {}) {
    super();
    inners.set(this, {
      state,
      database,
      command,
      options,
      buffer: [],
      // The store's number of what is left; undefined before it was asked.
      id: undefined,
      closed: false,
      map: undefined,
    });
    if (state.flavour.major < 4) queueMicrotaskOnListener(this);
    else this.#iterable();
  }

  #iterable() {
    const cursor = this;
    Object.defineProperty(this, Symbol.asyncIterator, {
      value: () => ({
        async next() {
          const found = await more(cursor);
          if (found === NOTHING) return { value: undefined, done: true };
          return { value: found, done: false };
        },
        async return(value) {
          await cursor.close();
          return { value, done: true };
        },
        [Symbol.asyncIterator]() {
          return this;
        },
      }),
    });
  }

  get closed() {
    return inners.get(this).closed;
  }

  get namespace() {
    const { database, command } = inners.get(this);
    return { db: database, collection: Object.values(command)[0] };
  }

  isClosed() {
    return inners.get(this).closed;
  }

  toArray(...args) {
    return this.#answer(args, (done, from) => all(this, from, done));
  }

  next(...args) {
    return this.#answer(args, (done, from) => {
      const { closed, state } = inners.get(this);
      const { errors, major } = state.flavour;
      // What has ended has no next, not even none.
      if (closed && major < 6) {
        const over =
          major < 4
            ? errors.own('Cursor is closed')
            : new errors.classes.MongoCursorExhaustedError('Cursor is exhausted');
        tasks.later(() => done(over), 0, from.stack);
        return;
      }
      fetch(this, from, (error, found) => done(error, found === NOTHING ? null : found));
    });
  }

  tryNext(...args) {
    return this.next(...args);
  }

  hasNext(...args) {
    return this.#answer(args, (done, from) => {
      fetch(this, from, (error, found) => {
        if (error) {
          done(error);
          return;
        }
        if (found !== NOTHING) inners.get(this).buffer.unshift({ made: found });
        done(undefined, found !== NOTHING);
      });
    });
  }

  forEach(visit, ...args) {
    return this.#answer(args, (done, from) => {
      const step = () => {
        fetch(this, from, (error, found) => {
          if (error || found === NOTHING) {
            // Older versions end with null.
            done(error, error || inners.get(this).state.flavour.major > 3 ? undefined : null);
            return;
          }
          let goes;
          try {
            goes = wire.backTo(from, visit, found);
          } catch (thrown) {
            if (inners.get(this).state.flavour.major < 4) throw thrown;
            done(thrown);
            return;
          }
          if (goes === false && inners.get(this).state.flavour.major > 3) done(undefined);
          else step();
        });
      };
      step();
    });
  }

  each(callback) {
    const from = wire.here();
    const step = () => {
      fetch(this, from, (error, found) => {
        if (error) wire.backTo(from, callback, error);
        else if (found === NOTHING) wire.backTo(from, callback, null, null);
        else if (wire.backTo(from, callback, null, found) !== false) step();
      });
    };
    step();
  }

  close(...args) {
    return this.#answer(args, (done, from) => {
      const inner = inners.get(this);
      inner.closed = true;
      inner.buffer = [];
      if (!inner.id) {
        tasks.later(() => done(undefined, undefined), 0, from.stack);
        return;
      }
      const command = { killCursors: Object.values(inner.command)[0], cursors: [inner.id] };
      inner.id = 0;
      inner.state.run(inner.database, command, {}, from, () => done(undefined, undefined));
    });
  }

  map(make) {
    const inner = inners.get(this);
    const before = inner.map;
    inner.map = before === undefined ? make : (document) => make(before(document));
    return this;
  }

  batchSize(size) {
    return this._set('batchSize', size);
  }

  maxTimeMS(ms) {
    return this._set('maxTimeMS', ms);
  }

  rewind() {
    Object.assign(inners.get(this), { buffer: [], id: undefined, closed: false });
    return this;
  }

  explain() {
    throw inners.get(this).state.flavour.errors.own('explain is not supported by the document stores of loginscope');
  }

  addCursorFlag() {
    return this;
  }

  setReadPreference() {
    return this;
  }

  withReadPreference() {
    return this;
  }

  withReadConcern() {
    return this;
  }

  bufferedCount() {
    return inners.get(this).buffer.length;
  }

  // The documents as events, for whoever listens: `data`, `end`, `error`.
  stream() {
    if (inners.get(this).state.flavour.major > 3) {
      const stream = new EventEmitter();
      flow(this, stream);
      return stream;
    }
    flow(this, this);
    return this;
  }

  _set(name, value) {
    const inner = inners.get(this);
    if (inner.id !== undefined) {
      const { errors, major } = inner.state.flavour;
      throw major < 4
        ? errors.own('Cursor is closed')
        : new errors.classes.MongoCursorInUseError('Cursor is already initialized');
    }
    if (inner.command.aggregate !== undefined && name === 'batchSize') inner.command.cursor = { batchSize: value };
    else inner.command[name] = value;
    return this;
  }

  #answer(args, work) {
    const { state } = inners.get(this);
    const [, callback] = split(state.flavour, args);
    return perform(state.flavour, callback, undefined, work);
  }
}

const NOTHING = Symbol('nothing');

const more = (cursor) =>
  new Promise((resolve, reject) => {
    fetch(cursor, wire.here(), (error, found) => (error ? reject(error) : resolve(found)));
  });

// The next document; `done(error, document or NOTHING)`.
function fetch(cursor, from, done) {
  const inner = inners.get(cursor);
  const { bson } = inner.state.flavour;
  const ready = () => {
    const entry = inner.buffer.shift();
    if (entry === undefined) return NOTHING;
    if (typeof entry === 'object' && entry !== null && 'made' in entry) return entry.made;
    const made = fromExtended(entry.raw, bson);
    return inner.map === undefined ? made : inner.map(made);
  };
  if (inner.buffer.length > 0 || inner.closed || inner.id === 0) {
    if (inner.buffer.length === 0) inner.closed = true;
    const found = ready();
    tasks.later(() => done(undefined, found), 0, from.stack);
    return;
  }
  ask(inner, from, (error) => {
    if (error) {
      inner.closed = true;
      done(error);
    } else {
      const found = ready();
      if (found === NOTHING) inner.closed = true;
      done(undefined, found);
    }
  });
}

function all(cursor, from, done) {
  const inner = inners.get(cursor);
  const found = [];
  const take = () => {
    for (const entry of inner.buffer.splice(0)) {
      const made = 'made' in entry ? entry.made : fromExtended(entry.raw, inner.state.flavour.bson);
      found.push('made' in entry || inner.map === undefined ? made : inner.map(made));
    }
  };
  const step = (error) => {
    if (error) {
      done(error);
      return;
    }
    take();
    if (inner.id) {
      ask(inner, from, step);
      return;
    }
    inner.closed = true;
    done(undefined, found);
  };
  if (inner.id === undefined && !inner.closed) ask(inner, from, step);
  else tasks.later(() => step(), 0, from.stack);
}

// Asks the store for the first or the next batch.
function ask(inner, from, done) {
  const collection = Object.values(inner.command)[0];
  const first = inner.id === undefined;
  const command = first ? inner.command : { getMore: inner.id, collection, batchSize: inner.command.batchSize };
  inner.state.run(inner.database, command, inner.options, from, (error, answer) => {
    if (error) {
      done(error);
      return;
    }
    const { id, firstBatch, nextBatch } = answer.cursor;
    // It may be larger than a number holds exactly: it is kept as it came.
    inner.id = id;
    for (const raw of firstBatch ?? nextBatch) inner.buffer.push({ raw });
    done();
  });
}

function flow(cursor, target) {
  const from = wire.here();
  const step = () => {
    fetch(cursor, from, (error, found) => {
      if (error) wire.backTo(from, () => target.emit('error', error));
      else if (found === NOTHING) {
        wire.backTo(from, () => {
          target.emit('end');
          target.emit('close');
        });
      } else {
        wire.backTo(from, () => target.emit('data', found));
        step();
      }
    });
  };
  tasks.nextTick(step);
}

// Up to version 3 a cursor is a stream: it flows as soon as somebody listens for `data`.
function queueMicrotaskOnListener(cursor) {
  const { on } = EventEmitter.prototype;
  const listen = (name, listener) => {
    Reflect.apply(on, cursor, [name, listener]);
    const inner = inners.get(cursor);
    if (name === 'data' && !inner.flows) {
      inner.flows = true;
      flow(cursor, cursor);
    }
    return cursor;
  };
  for (const name of ['on', 'addListener']) Object.defineProperty(cursor, name, { value: listen, configurable: true });
}

class FindCursor extends Cursor {
  filter(filter) {
    return this._set('filter', filter);
  }

  limit(count) {
    return this._set('limit', count);
  }

  skip(count) {
    return this._set('skip', count);
  }

  project(projection) {
    return this._set('projection', projection);
  }

  sort(by, direction) {
    return this._set('sort', exports.sortOf(by, direction));
  }

  collation(collation) {
    return this._set('collation', collation);
  }

  hint(hint) {
    return this._set('hint', hint);
  }

  comment(comment) {
    return this._set('comment', comment);
  }

  min(bound) {
    return this._set('min', bound);
  }

  max(bound) {
    return this._set('max', bound);
  }

  allowDiskUse() {
    return this;
  }

  count(...args) {
    const inner = inners.get(this);
    const { flavour } = inner.state;
    const [rest, callback] = split(flavour, args);
    const applies = rest.find((one) => typeof one === 'boolean') ?? true;
    const { find, filter, limit, skip, collation } = inner.command;
    const command = { count: find, query: filter ?? {}, collation };
    if (applies) Object.assign(command, { limit: limit || undefined, skip: skip || undefined });
    return perform(flavour, callback, undefined, (done, from) => {
      inner.state.run(inner.database, command, inner.options, from, (error, answer) => done(error, answer?.n));
    });
  }

  clone() {
    const { state, database, command, options } = inners.get(this);
    return new FindCursor(state, database, { ...command }, options);
  }
}

class AggregationCursor extends Cursor {
  #add(name, argument) {
    inners.get(this).command.pipeline.push({ [name]: argument });
    return this;
  }

  match(query) {
    return this.#add('$match', query);
  }

  project(projection) {
    return this.#add('$project', projection);
  }

  sort(by) {
    return this.#add('$sort', by);
  }

  limit(count) {
    return this.#add('$limit', count);
  }

  skip(count) {
    return this.#add('$skip', count);
  }

  group(group) {
    return this.#add('$group', group);
  }

  unwind(path) {
    return this.#add('$unwind', path);
  }

  lookup(lookup) {
    return this.#add('$lookup', lookup);
  }
}

class ListCursor extends Cursor {}

// An order in its many forms as `{field: 1}`.
exports.sortOf = function sortOf(by, direction) {
  const way = (given) => {
    const text = String(given ?? 1).toLowerCase();
    return ['-1', 'desc', 'descending'].includes(text) ? -1 : 1;
  };
  if (by === undefined || by === null) return undefined;
  if (typeof by === 'string') return { [by]: way(direction) };
  if (by instanceof Map) return Object.fromEntries([...by].map(([name, given]) => [name, way(given)]));
  if (!Array.isArray(by)) {
    return Object.fromEntries(Object.entries(by).map(([name, given]) => [name, typeof given === 'object' ? given : way(given)]));
  }
  if (by.length === 0) return undefined;
  if (by.every((one) => Array.isArray(one))) return Object.fromEntries(by.map(([name, given]) => [name, way(given)]));
  if (by.length === 2 && typeof by[0] === 'string' && /^(?:-?1|asc|desc|ascending|descending)$/i.test(String(by[1]))) {
    return { [by[0]]: way(by[1]) };
  }
  return Object.fromEntries(by.map((name) => [name, 1]));
};

Object.assign(exports, { FindCursor, AggregationCursor, ListCursor });
