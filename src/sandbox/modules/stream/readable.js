// `Readable`: a buffer that a source fills and that is read, or flows, at the pace of who listens.
'use strict';

const { Buffer } = require('globals/buffer');
const tasks = require('internal/tasks');
const { invalidArgType } = require('internal/node_errors');
const Stream = require('stream/legacy');
const { construct, destroy, fail, undestroy } = require('stream/destroy');
const errors = require('stream/errors');
const pipes = require('stream/pipe');
const { bufferOf, highWaterMarkOf, isView, objectModeOf } = require('stream/state');

const MOST = 0x40000000;

class ReadableState {
  constructor(options, isDuplex) {
    this.objectMode = objectModeOf(options, 'readable', isDuplex);
    this.highWaterMark = highWaterMarkOf(options, 'readable', isDuplex, this.objectMode);
    this.buffer = [];
    this.bufferIndex = 0;
    this.length = 0;
    this.pipes = [];
    this.flowing = null;
    this.paused = null;
    this.ended = false;
    this.endEmitted = false;
    this.reading = false;
    this.constructed = true;
    this.sync = true;
    this.needReadable = false;
    this.emittedReadable = false;
    this.readableListening = false;
    this.resumeScheduled = false;
    this.errorEmitted = false;
    this.emitClose = options?.emitClose !== false;
    this.autoDestroy = options?.autoDestroy !== false;
    this.destroyed = false;
    this.errored = null;
    this.closed = false;
    this.closeEmitted = false;
    this.defaultEncoding = options?.defaultEncoding ?? 'utf8';
    this.awaitDrainWriters = new Set();
    this.readingMore = false;
    this.dataEmitted = false;
    this.decoder = null;
    this.encoding = null;
    if (options?.encoding) {
      const { StringDecoder } = require('string_decoder');
      this.decoder = new StringDecoder(options.encoding);
      this.encoding = options.encoding;
    }
  }
}

function Readable(options) {
  if (!(this instanceof Readable)) return new Readable(options);
  const isDuplex = this instanceof require('stream/duplex');
  this._readableState = new ReadableState(options, isDuplex);
  if (typeof options?.read === 'function') this._read = options.read;
  if (!isDuplex) {
    if (typeof options?.destroy === 'function') this._destroy = options.destroy;
    if (typeof options?.construct === 'function') this._construct = options.construct;
    if (options?.signal) require('stream/abort').watch(options.signal, this);
  }
  Stream.call(this, options);
  if (!isDuplex) construct(this, () => constructed(this));
  return undefined;
}
Object.setPrototypeOf(Readable.prototype, Stream.prototype);
Object.setPrototypeOf(Readable, Stream);
Readable.ReadableState = ReadableState;

function constructed(stream) {
  if (stream._readableState.needReadable) readMore(stream, stream._readableState);
}
Readable.constructed = constructed;

// Filling.

const canTakeMore = (state) => !state.ended && (state.length < state.highWaterMark || state.length === 0);

const sizeOf = (state, chunk) => (state.objectMode ? 1 : chunk.length);

function addChunk(stream, state, chunk, atFront) {
  if (!atFront && state.flowing && state.length === 0 && !state.sync && stream.listenerCount('data') > 0) {
    state.awaitDrainWriters.clear();
    state.dataEmitted = true;
    stream.emit('data', chunk);
  } else {
    state.length += sizeOf(state, chunk);
    if (atFront) state.buffer.unshift(chunk);
    else state.buffer.push(chunk);
    if (state.needReadable) announce(stream);
  }
  fillSoon(stream, state);
}

// A chunk as the buffer holds it; undefined where it was refused.
function taken(stream, state, chunk, encoding, atFront) {
  if (state.objectMode) return chunk;
  if (typeof chunk === 'string') {
    encoding = encoding || state.defaultEncoding;
    if (state.encoding === encoding) return chunk;
    const bytes = Buffer.from(chunk, encoding);
    if (!state.encoding) return bytes;
    return atFront ? bytes.toString(state.encoding) : bytes;
  }
  if (chunk instanceof Buffer) return chunk;
  if (isView(chunk)) return bufferOf(chunk);
  if (chunk === undefined) return chunk;
  state.reading = false;
  fail(stream, invalidArgType('chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk));
  return undefined;
}

function add(stream, chunk, encoding, atFront) {
  const state = stream._readableState;
  if (chunk === null) {
    state.reading = false;
    end(stream, state);
    return false;
  }
  const given = taken(stream, state, chunk, encoding, atFront);
  if (given === undefined && chunk !== undefined && !state.objectMode) return false;
  if (!state.objectMode && !(given?.length > 0)) {
    if (!atFront) state.reading = false;
    if (!atFront) fillSoon(stream, state);
    return canTakeMore(state);
  }
  if (atFront) {
    if (state.endEmitted) fail(stream, errors.unshiftAfterEnd());
    else if (state.destroyed || state.errored) return false;
    else addChunk(stream, state, given, true);
    return canTakeMore(state);
  }
  if (state.ended) {
    fail(stream, errors.pushAfterEnd());
    return false;
  }
  if (state.destroyed || state.errored) return false;
  state.reading = false;
  let ready = given;
  if (state.decoder && !(typeof chunk === 'string' && typeof ready === 'string')) {
    ready = state.decoder.write(ready);
    if (!state.objectMode && ready.length === 0) {
      fillSoon(stream, state);
      return canTakeMore(state);
    }
  }
  addChunk(stream, state, ready, false);
  return canTakeMore(state);
}

function end(stream, state) {
  if (state.ended) return;
  const rest = state.decoder?.end();
  if (rest?.length > 0) {
    state.buffer.push(rest);
    state.length += sizeOf(state, rest);
  }
  state.ended = true;
  if (state.sync) {
    announce(stream);
  } else {
    state.needReadable = false;
    state.emittedReadable = true;
    tellReadable(stream);
  }
}

function announce(stream) {
  const state = stream._readableState;
  state.needReadable = false;
  if (state.emittedReadable) return;
  state.emittedReadable = true;
  tasks.nextTick(tellReadable, stream);
}

function tellReadable(stream) {
  const state = stream._readableState;
  if (!state.destroyed && !state.errored && (state.length > 0 || state.ended)) {
    stream.emit('readable');
    state.emittedReadable = false;
  }
  state.needReadable = !state.flowing && !state.ended && state.length <= state.highWaterMark;
  flow(stream);
}

function fillSoon(stream, state) {
  if (state.readingMore || !state.constructed) return;
  state.readingMore = true;
  tasks.nextTick(readMore, stream, state);
}

function readMore(stream, state) {
  while (
    !state.reading &&
    !state.ended &&
    (state.length < state.highWaterMark || (state.flowing && state.length === 0))
  ) {
    const before = state.length;
    stream.read(0);
    if (state.length === before) break;
  }
  state.readingMore = false;
}

// Reading.

function amount(n, state) {
  if (n <= 0 || (state.length === 0 && state.ended)) return 0;
  if (state.objectMode) return 1;
  if (Number.isNaN(n)) return state.flowing && state.length > 0 ? state.buffer[0].length : state.length;
  if (n <= state.length) return n;
  return state.ended ? state.length : 0;
}

function higherMark(n) {
  if (n >= MOST) return MOST;
  return 2 ** Math.ceil(Math.log2(Math.max(n, 1)));
}

// Takes `n` bytes, or one object, out of the buffer.
function take(n, state) {
  const { buffer } = state;
  if (state.length === 0) return null;
  if (state.objectMode) return buffer.shift();
  if (n >= state.length) {
    const all =
      buffer.length === 1 ? buffer[0] : state.decoder ? buffer.join('') : Buffer.concat(buffer, state.length);
    buffer.length = 0;
    return all;
  }
  if (n === buffer[0].length) return buffer.shift();
  const parts = [];
  let left = n;
  while (left > 0) {
    const first = buffer[0];
    if (first.length <= left) {
      parts.push(buffer.shift());
    } else {
      parts.push(first.slice(0, left));
      buffer[0] = first.slice(left);
    }
    left -= parts.at(-1).length;
  }
  if (parts.length === 1) return parts[0];
  return state.decoder ? parts.join('') : Buffer.concat(parts, n);
}

function endSoon(stream) {
  const state = stream._readableState;
  if (state.endEmitted) return;
  state.ended = true;
  tasks.nextTick(tellEnd, stream, state);
}

function tellEnd(stream, state) {
  if (state.errored || state.closeEmitted || state.endEmitted || state.length > 0) return;
  state.endEmitted = true;
  stream.emit('end');
  if (stream.writable && stream.allowHalfOpen === false) {
    tasks.nextTick(() => {
      if (stream.writable && !stream.writableEnded && !stream.destroyed) stream.end();
    });
  } else if (state.autoDestroy) {
    const other = stream._writableState;
    if (!other || (other.autoDestroy && (other.finished || other.writable === false))) stream.destroy();
  }
}

function flow(stream) {
  const state = stream._readableState;
  while (state.flowing && stream.read() !== null);
}

function startFlowing(stream, state) {
  if (!state.reading) stream.read(0);
  state.resumeScheduled = false;
  stream.emit('resume');
  flow(stream);
  if (state.flowing && !state.reading) stream.read(0);
}

function listeningChanged(stream) {
  const state = stream._readableState;
  state.readableListening = stream.listenerCount('readable') > 0;
  if (state.resumeScheduled && state.paused === false) state.flowing = true;
  else if (stream.listenerCount('data') > 0) stream.resume();
  else if (!state.readableListening) state.flowing = null;
}

const methods = {
  destroy,
  _undestroy: undestroy,
  _destroy(error, callback) {
    callback(error);
  },
  [Symbol.for('nodejs.rejection')](error) {
    this.destroy(error);
  },
  push(chunk, encoding) {
    return add(this, chunk, encoding, false);
  },
  unshift(chunk, encoding) {
    return add(this, chunk, encoding, true);
  },
  isPaused() {
    const state = this._readableState;
    return state.paused === true || state.flowing === false;
  },
  setEncoding(encoding) {
    const { StringDecoder } = require('string_decoder');
    const state = this._readableState;
    const decoder = new StringDecoder(encoding);
    state.decoder = decoder;
    state.encoding = decoder.encoding;
    let content = '';
    for (const chunk of state.buffer) content += decoder.write(chunk);
    state.buffer.length = 0;
    if (content !== '') state.buffer.push(content);
    state.length = content.length;
    return this;
  },
  read(size) {
    const state = this._readableState;
    const asked = size;
    let n = size === undefined ? NaN : Number.isInteger(size) ? size : Number.parseInt(size, 10);
    if (n > state.highWaterMark) state.highWaterMark = higherMark(n);
    if (n !== 0) state.emittedReadable = false;
    const isFull = state.highWaterMark !== 0 ? state.length >= state.highWaterMark : state.length > 0;
    if (n === 0 && state.needReadable && (isFull || state.ended)) {
      if (state.length === 0 && state.ended) endSoon(this);
      else announce(this);
      return null;
    }
    n = amount(n, state);
    if (n === 0 && state.ended) {
      if (state.length === 0) endSoon(this);
      return null;
    }
    const wants = state.needReadable || state.length === 0 || state.length - n < state.highWaterMark;
    if (wants && !state.ended && !state.reading && !state.destroyed && !state.errored && state.constructed) {
      state.reading = true;
      state.sync = true;
      if (state.length === 0) state.needReadable = true;
      try {
        this._read(state.highWaterMark);
      } catch (error) {
        fail(this, error);
      }
      state.sync = false;
      if (!state.reading) n = amount(asked === undefined ? NaN : Number(asked), state);
    }
    const chunk = n > 0 ? take(n, state) : null;
    if (chunk === null) {
      state.needReadable = state.length <= state.highWaterMark;
      n = 0;
    } else {
      state.length -= n;
      state.awaitDrainWriters.clear();
    }
    if (state.length === 0) {
      if (!state.ended) state.needReadable = true;
      if (asked !== n && state.ended) endSoon(this);
    }
    if (chunk !== null && !state.errorEmitted && !state.closeEmitted) {
      state.dataEmitted = true;
      this.emit('data', chunk);
    }
    return chunk;
  },
  _read() {
    throw errors.notImplemented('_read()');
  },
  on(name, listener) {
    const result = Stream.prototype.on.call(this, name, listener);
    const state = this._readableState;
    if (name === 'data') {
      state.readableListening = this.listenerCount('readable') > 0;
      if (state.flowing !== false) this.resume();
    } else if (name === 'readable' && !state.endEmitted && !state.readableListening) {
      state.readableListening = true;
      state.needReadable = true;
      state.flowing = false;
      state.emittedReadable = false;
      if (state.length > 0) announce(this);
      else if (!state.reading) tasks.nextTick(() => this.read(0));
    }
    return result;
  },
  removeListener(name, listener) {
    const result = Stream.prototype.removeListener.call(this, name, listener);
    if (name === 'readable') tasks.nextTick(listeningChanged, this);
    return result;
  },
  removeAllListeners(...names) {
    const result = Stream.prototype.removeAllListeners.apply(this, names);
    if (names[0] === 'readable' || names[0] === undefined) tasks.nextTick(listeningChanged, this);
    return result;
  },
  resume() {
    const state = this._readableState;
    if (!state.flowing) {
      state.flowing = !state.readableListening;
      if (!state.resumeScheduled) {
        state.resumeScheduled = true;
        tasks.nextTick(startFlowing, this, state);
      }
    }
    state.paused = false;
    return this;
  },
  pause() {
    const state = this._readableState;
    if (state.flowing !== false) {
      state.flowing = false;
      this.emit('pause');
    }
    state.paused = true;
    return this;
  },
  pipe: pipes.pipe,
  unpipe: pipes.unpipe,
  wrap(source) {
    return require('stream/wrap').wrap(this, source);
  },
  iterator(options) {
    return require('stream/iterate').iterator(this, options);
  },
  [Symbol.asyncIterator]() {
    return require('stream/iterate').iterator(this);
  },
  async [Symbol.asyncDispose]() {
    const error = this.readableEnded ? null : errors.abortError();
    if (!this.destroyed) this.destroy(error);
    await new Promise((resolve, reject) => {
      require('stream/finished')(this, (failure) => (failure && failure !== error ? reject(failure) : resolve()));
    });
  },
};
methods.addListener = methods.on;
methods.off = methods.removeListener;
for (const key of Reflect.ownKeys(methods)) {
  Object.defineProperty(Readable.prototype, key, {
    value: methods[key],
    writable: true,
    enumerable: typeof key === 'string',
    configurable: true,
  });
}

const field = (name) => ({
  get() {
    return this._readableState?.[name];
  },
  enumerable: false,
});
Object.defineProperties(Readable.prototype, {
  readable: {
    get() {
      const state = this._readableState;
      return Boolean(state && state.readable !== false && !state.destroyed && !state.errorEmitted && !state.endEmitted);
    },
    set(value) {
      if (this._readableState) this._readableState.readable = Boolean(value);
    },
    configurable: true,
  },
  readableDidRead: field('dataEmitted'),
  readableAborted: {
    get() {
      const state = this._readableState;
      return Boolean(state.readable !== false && (state.destroyed || state.errored) && !state.endEmitted);
    },
  },
  readableHighWaterMark: field('highWaterMark'),
  readableBuffer: field('buffer'),
  readableFlowing: {
    get() {
      return this._readableState.flowing;
    },
    set(value) {
      if (this._readableState) this._readableState.flowing = value;
    },
    enumerable: false,
  },
  readableLength: field('length'),
  readableObjectMode: {
    get() {
      return this._readableState ? this._readableState.objectMode : false;
    },
  },
  readableEncoding: {
    get() {
      return this._readableState ? this._readableState.encoding : null;
    },
  },
  errored: {
    get() {
      return this._readableState ? this._readableState.errored : null;
    },
    configurable: true,
  },
  closed: {
    get() {
      return this._readableState ? this._readableState.closed : false;
    },
    configurable: true,
  },
  destroyed: {
    get() {
      return this._readableState ? this._readableState.destroyed : false;
    },
    set(value) {
      if (this._readableState) this._readableState.destroyed = value;
    },
    configurable: true,
  },
  readableEnded: {
    get() {
      return this._readableState ? this._readableState.endEmitted : false;
    },
  },
});
Object.defineProperties(ReadableState.prototype, {
  pipesCount: {
    get() {
      return this.pipes.length;
    },
  },
});

Readable.from = (iterable, options) => require('stream/iterate').from(Readable, iterable, options);
Readable.wrap = (source, options) =>
  new Readable({
    objectMode: source.readableObjectMode ?? source.objectMode ?? true,
    ...options,
    destroy(error, callback) {
      require('stream/destroy').destroyer(source, error);
      callback(error);
    },
  }).wrap(source);
for (const name of ['fromWeb', 'toWeb']) {
  Readable[name] = () => {
    throw errors.notSupported(`stream.Readable.${name}()`);
  };
}

module.exports = Readable;
require('stream/operators').mixInto(Readable.prototype);
