// `Writable`: takes chunks, hands them to `_write` one after another, and says when to wait and when all is written.
'use strict';

const { Buffer } = require('globals/buffer');
const tasks = require('internal/tasks');
const { normalize } = require('internal/encodings');
const { invalidArgType } = require('internal/node_errors');
const Stream = require('stream/legacy');
const { construct, destroy, fail, remember, undestroy } = require('stream/destroy');
const errors = require('stream/errors');
const { bufferOf, highWaterMarkOf, isView, objectModeOf } = require('stream/state');

// Stands for a callback nobody gave.
const nobody = () => {};

// A buffer this far behind is cut, so that it does not grow with what is done.
const CUT_AT = 256;

class WritableState {
  constructor(options, stream, isDuplex) {
    this.objectMode = objectModeOf(options, 'writable', isDuplex);
    this.highWaterMark = highWaterMarkOf(options, 'writable', isDuplex, this.objectMode);
    this.finalCalled = false;
    this.needDrain = false;
    this.ending = false;
    this.ended = false;
    this.finished = false;
    this.destroyed = false;
    this.decodeStrings = options?.decodeStrings !== false;
    this.defaultEncoding = options?.defaultEncoding ?? 'utf8';
    this.length = 0;
    this.writing = false;
    this.corked = 0;
    this.sync = true;
    this.bufferProcessing = false;
    this.onwrite = (error) => written(stream, error);
    this.writecb = null;
    this.writelen = 0;
    this.afterWriteTickInfo = null;
    this.buffered = [];
    this.bufferedIndex = 0;
    this.allBuffers = true;
    this.pendingcb = 0;
    this.constructed = true;
    this.prefinished = false;
    this.errorEmitted = false;
    this.emitClose = options?.emitClose !== false;
    this.autoDestroy = options?.autoDestroy !== false;
    this.errored = null;
    this.closed = false;
    this.closeEmitted = false;
    this.onFinished = [];
  }

  getBuffer() {
    return this.buffered.slice(this.bufferedIndex);
  }

  get bufferedRequestCount() {
    return this.buffered.length - this.bufferedIndex;
  }
}

function Writable(options) {
  const isDuplex = this instanceof require('stream/duplex');
  if (!isDuplex && !Function.prototype[Symbol.hasInstance].call(Writable, this)) return new Writable(options);
  this._writableState = new WritableState(options, this, isDuplex);
  if (options) {
    if (typeof options.write === 'function') this._write = options.write;
    if (typeof options.writev === 'function') this._writev = options.writev;
    if (typeof options.final === 'function') this._final = options.final;
    if (!isDuplex) {
      if (typeof options.destroy === 'function') this._destroy = options.destroy;
      if (typeof options.construct === 'function') this._construct = options.construct;
      if (options.signal) require('stream/abort').watch(options.signal, this);
    }
  }
  if (!isDuplex) {
    Stream.call(this, options);
    construct(this, () => constructed(this));
  }
  return undefined;
}
Object.setPrototypeOf(Writable.prototype, Stream.prototype);
Object.setPrototypeOf(Writable, Stream);
Writable.WritableState = WritableState;
// A duplex is a writable, too, though it inherits from `Readable`.
Object.defineProperty(Writable, Symbol.hasInstance, {
  value(object) {
    if (Function.prototype[Symbol.hasInstance].call(this, object)) return true;
    return this === Writable && Boolean(object) && object._writableState instanceof WritableState;
  },
});

function constructed(stream) {
  const state = stream._writableState;
  if (!state.writing) writeBuffered(stream, state);
  finishMaybe(stream, state);
}
Writable.constructed = constructed;

// Writing.

function hand(stream, state, length, callback, write) {
  state.writelen = length;
  state.writecb = callback;
  state.writing = true;
  state.sync = true;
  if (state.destroyed) state.onwrite(errors.destroyed('write'));
  else write();
  state.sync = false;
}

function writeOrBuffer(stream, state, chunk, encoding, callback) {
  const length = state.objectMode ? 1 : chunk.length;
  state.length += length;
  const ready = state.length < state.highWaterMark;
  if (!ready) state.needDrain = true;
  if (state.writing || state.corked > 0 || state.errored || !state.constructed) {
    state.buffered.push({ chunk, encoding, callback });
    if (encoding !== 'buffer') state.allBuffers = false;
  } else {
    state.writelen = length;
    state.writecb = callback;
    state.writing = true;
    state.sync = true;
    stream._write(chunk, encoding, state.onwrite);
    state.sync = false;
  }
  return ready && !state.errored && !state.destroyed;
}

// True or false as `write` says it, or the error it was refused with.
function write(stream, chunk, encoding, callback) {
  const state = stream._writableState;
  if (typeof encoding === 'function') {
    callback = encoding;
    encoding = state.defaultEncoding;
  } else if (!encoding) {
    encoding = state.defaultEncoding;
  } else if (encoding !== 'buffer' && !Buffer.isEncoding(encoding)) {
    throw errors.unknownEncoding(encoding);
  }
  if (typeof callback !== 'function') callback = nobody;
  if (chunk === null) throw errors.nullValues();
  if (!state.objectMode) {
    if (typeof chunk === 'string') {
      if (state.decodeStrings) {
        chunk = Buffer.from(chunk, encoding);
        encoding = 'buffer';
      }
    } else if (chunk instanceof Buffer) {
      encoding = 'buffer';
    } else if (isView(chunk)) {
      chunk = bufferOf(chunk);
      encoding = 'buffer';
    } else {
      throw invalidArgType('chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk);
    }
  }
  let error;
  if (state.ending) error = errors.writeAfterEnd();
  else if (state.destroyed) error = errors.destroyed('write');
  if (error !== undefined) {
    tasks.nextTick(callback, error);
    fail(stream, error, true);
    return error;
  }
  state.pendingcb += 1;
  return writeOrBuffer(stream, state, chunk, encoding, callback);
}

// `_write` called back.
function written(stream, error) {
  const state = stream._writableState;
  const callback = state.writecb;
  if (typeof callback !== 'function') {
    fail(stream, errors.calledTwice());
    return;
  }
  state.writing = false;
  state.writecb = null;
  state.length -= state.writelen;
  state.writelen = 0;
  if (error) {
    remember(stream, error);
    if (state.sync) tasks.nextTick(writeFailed, stream, state, error, callback);
    else writeFailed(stream, state, error, callback);
    return;
  }
  if (state.buffered.length > state.bufferedIndex) writeBuffered(stream, state);
  if (!state.sync) {
    afterWrite(stream, state, 1, callback);
    return;
  }
  const drains = state.needDrain && state.length === 0;
  if (callback === nobody && !drains && !state.destroyed) {
    state.pendingcb -= 1;
    if (state.ending) finishMaybe(stream, state, true);
  } else if (state.afterWriteTickInfo?.callback === callback) {
    state.afterWriteTickInfo.count += 1;
  } else {
    const told = { count: 1, callback };
    state.afterWriteTickInfo = told;
    tasks.nextTick(() => {
      if (state.afterWriteTickInfo === told) state.afterWriteTickInfo = null;
      afterWrite(stream, state, told.count, callback);
    });
  }
}

function writeFailed(stream, state, error, callback) {
  state.pendingcb -= 1;
  callback(error);
  failBuffered(state);
  fail(stream, error);
}

function afterWrite(stream, state, count, callback) {
  if (!state.ending && !stream.destroyed && state.length === 0 && state.needDrain) {
    state.needDrain = false;
    stream.emit('drain');
  }
  for (; count > 0; count--) {
    state.pendingcb -= 1;
    callback(null);
  }
  if (state.destroyed) failBuffered(state);
  finishMaybe(stream, state, true);
}

function resetBuffer(state) {
  state.buffered = [];
  state.bufferedIndex = 0;
  state.allBuffers = true;
}

// Nothing of what waits will be written.
function failBuffered(state) {
  if (state.writing) return;
  for (const { chunk, callback } of state.getBuffer()) {
    state.length -= state.objectMode ? 1 : chunk.length;
    callback(state.errored ?? errors.destroyed('write'));
  }
  tellFinished(state, state.errored ?? errors.destroyed('end'));
  resetBuffer(state);
}

function writeBuffered(stream, state) {
  if (state.corked > 0 || state.bufferProcessing || state.destroyed || !state.constructed) return;
  const waiting = state.buffered.length - state.bufferedIndex;
  if (waiting === 0) return;
  state.bufferProcessing = true;
  if (waiting > 1 && stream._writev) {
    const chunks = state.getBuffer();
    const callbacks = chunks.map((one) => one.callback);
    chunks.allBuffers = state.allBuffers;
    state.pendingcb -= waiting - 1;
    const all = callbacks.every((one) => one === nobody)
      ? nobody
      : (error) => callbacks.forEach((callback) => callback(error));
    hand(stream, state, state.length, all, () => stream._writev(chunks, state.onwrite));
    resetBuffer(state);
  } else {
    let i = state.bufferedIndex;
    do {
      const { chunk, encoding, callback } = state.buffered[i];
      state.buffered[i++] = null;
      const length = state.objectMode ? 1 : chunk.length;
      hand(stream, state, length, callback, () => stream._write(chunk, encoding, state.onwrite));
    } while (i < state.buffered.length && !state.writing);
    if (i === state.buffered.length) {
      resetBuffer(state);
    } else if (i > CUT_AT) {
      state.buffered.splice(0, i);
      state.bufferedIndex = 0;
    } else {
      state.bufferedIndex = i;
    }
  }
  state.bufferProcessing = false;
}

// Finishing.

const isReadyToFinish = (state) =>
  state.ending &&
  !state.destroyed &&
  state.constructed &&
  state.length === 0 &&
  !state.errored &&
  state.buffered.length === 0 &&
  !state.finished &&
  !state.writing &&
  !state.errorEmitted &&
  !state.closeEmitted;

function tellFinished(state, error) {
  for (const callback of state.onFinished.splice(0)) callback(error);
}

function callFinal(stream, state) {
  let called = false;
  const done = (error) => {
    if (called) {
      fail(stream, error ?? errors.calledTwice());
      return;
    }
    called = true;
    state.pendingcb -= 1;
    if (error) {
      tellFinished(state, error);
      fail(stream, error, state.sync);
    } else if (isReadyToFinish(state)) {
      state.prefinished = true;
      stream.emit('prefinish');
      // Not before what was asked for in between.
      state.pendingcb += 1;
      tasks.nextTick(finish, stream, state);
    }
  };
  state.sync = true;
  state.pendingcb += 1;
  try {
    stream._final(done);
  } catch (error) {
    done(error);
  }
  state.sync = false;
}

function finishMaybe(stream, state, sync = false) {
  if (!isReadyToFinish(state)) return;
  if (!state.prefinished && !state.finalCalled) {
    if (typeof stream._final === 'function' && !state.destroyed) {
      state.finalCalled = true;
      callFinal(stream, state);
    } else {
      state.prefinished = true;
      stream.emit('prefinish');
    }
  }
  if (state.pendingcb !== 0) return;
  if (sync) {
    state.pendingcb += 1;
    tasks.nextTick(() => {
      if (isReadyToFinish(state)) finish(stream, state);
      else state.pendingcb -= 1;
    });
  } else if (isReadyToFinish(state)) {
    state.pendingcb += 1;
    finish(stream, state);
  }
}

function finish(stream, state) {
  state.pendingcb -= 1;
  state.finished = true;
  tellFinished(state, null);
  stream.emit('finish');
  if (!state.autoDestroy) return;
  const other = stream._readableState;
  if (!other || (other.autoDestroy && (other.endEmitted || other.readable === false))) stream.destroy();
}

const methods = {
  write(chunk, encoding, callback) {
    return write(this, chunk, encoding, callback) === true;
  },
  end(chunk, encoding, callback) {
    const state = this._writableState;
    if (typeof chunk === 'function') {
      callback = chunk;
      chunk = null;
      encoding = null;
    } else if (typeof encoding === 'function') {
      callback = encoding;
      encoding = null;
    }
    let error;
    if (chunk !== null && chunk !== undefined) {
      const answer = write(this, chunk, encoding);
      if (answer instanceof Error) error = answer;
    }
    if (state.corked > 0) {
      state.corked = 1;
      this.uncork();
    }
    if (error === undefined) {
      if (!state.errored && !state.ending) {
        state.ending = true;
        finishMaybe(this, state, true);
        state.ended = true;
      } else if (state.finished) {
        error = errors.alreadyFinished('end');
      } else if (state.destroyed) {
        error = errors.destroyed('end');
      }
    }
    if (typeof callback === 'function') {
      if (error !== undefined) tasks.nextTick(callback, error);
      else if (state.errored) tasks.nextTick(callback, state.errored);
      else if (state.finished) tasks.nextTick(callback, null);
      else state.onFinished.push(callback);
    }
    return this;
  },
  cork() {
    this._writableState.corked += 1;
  },
  uncork() {
    const state = this._writableState;
    if (state.corked === 0) return;
    state.corked -= 1;
    if (!state.writing) writeBuffered(this, state);
  },
  setDefaultEncoding(encoding) {
    const name = typeof encoding === 'string' ? encoding.toLowerCase() : encoding;
    if (!Buffer.isEncoding(name)) throw errors.unknownEncoding(encoding);
    this._writableState.defaultEncoding = normalize(name) ?? name;
    return this;
  },
  _write(chunk, encoding, callback) {
    if (!this._writev) throw errors.notImplemented('_write()');
    this._writev([{ chunk, encoding }], callback);
  },
  _writev: null,
  pipe() {
    fail(this, errors.cannotPipe());
  },
  destroy(error, callback) {
    const state = this._writableState;
    if (!state.destroyed && (state.bufferedIndex < state.buffered.length || state.onFinished.length > 0)) {
      tasks.nextTick(failBuffered, state);
    }
    destroy.call(this, error, callback);
    return this;
  },
  _undestroy: undestroy,
  _destroy(error, callback) {
    callback(error);
  },
  [Symbol.for('nodejs.rejection')](error) {
    this.destroy(error);
  },
  async [Symbol.asyncDispose]() {
    const error = this.writableFinished ? null : errors.abortError();
    if (!this.destroyed) this.destroy(error);
    await new Promise((resolve, reject) => {
      require('stream/finished')(this, (failure) => (failure && failure !== error ? reject(failure) : resolve()));
    });
  },
};
for (const key of Reflect.ownKeys(methods)) {
  Object.defineProperty(Writable.prototype, key, {
    value: methods[key],
    writable: true,
    enumerable: typeof key === 'string',
    configurable: true,
  });
}

const field = (read) => ({
  get() {
    return this._writableState ? read(this._writableState) : false;
  },
  configurable: true,
});
Object.defineProperties(Writable.prototype, {
  closed: field((state) => state.closed),
  destroyed: {
    get() {
      return this._writableState ? this._writableState.destroyed : false;
    },
    set(value) {
      if (this._writableState) this._writableState.destroyed = value;
    },
    configurable: true,
  },
  writable: {
    get() {
      const state = this._writableState;
      return Boolean(
        state && state.writable !== false && !state.destroyed && !state.errored && !state.ending && !state.ended,
      );
    },
    set(value) {
      if (this._writableState) this._writableState.writable = Boolean(value);
    },
    configurable: true,
  },
  writableFinished: field((state) => state.finished),
  writableObjectMode: field((state) => state.objectMode),
  writableBuffer: field((state) => state.getBuffer()),
  writableEnded: field((state) => state.ending),
  writableNeedDrain: field((state) => !state.destroyed && !state.ending && state.needDrain),
  writableHighWaterMark: field((state) => state.highWaterMark),
  writableCorked: field((state) => state.corked),
  writableLength: field((state) => state.length),
  errored: {
    get() {
      return this._writableState ? this._writableState.errored : null;
    },
    configurable: true,
  },
  writableAborted: {
    get() {
      const state = this._writableState;
      return Boolean(!(state.writable === false) && (state.destroyed || state.errored) && !state.finished);
    },
    configurable: true,
  },
});

for (const name of ['fromWeb', 'toWeb']) {
  Writable[name] = () => {
    throw errors.notSupported(`stream.Writable.${name}()`);
  };
}

module.exports = Writable;
