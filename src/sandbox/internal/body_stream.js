// The stream of a body that is already there: one chunk.
'use strict';

const custom = Symbol.for('nodejs.util.inspect.custom');

const KEY = Symbol('ReadableStream');

class ReadableStreamDefaultReader {
  #read;
  #release;

  constructor(read, release) {
    this.#read = read;
    this.#release = release;
  }

  async read() {
    return this.#read();
  }

  async cancel() {
    this.#read();
  }

  releaseLock() {
    this.#release();
  }

  get closed() {
    return Promise.resolve(undefined);
  }
}

class ReadableStream {
  #bytes;
  #onRead;
  #locked = false;

  constructor(key, bytes, onRead) {
    if (key !== KEY) throw new TypeError('ReadableStream can only be had from a body here');
    this.#bytes = bytes;
    this.#onRead = onRead;
  }

  get locked() {
    return this.#locked;
  }

  #take() {
    const bytes = this.#bytes;
    this.#onRead?.();
    this.#bytes = undefined;
    return bytes === undefined || bytes.length === 0 ? { value: undefined, done: true } : { value: bytes, done: false };
  }

  getReader() {
    if (this.#locked) {
      const error = new TypeError('Invalid state: ReadableStream is locked');
      error.code = 'ERR_INVALID_STATE';
      throw error;
    }
    this.#locked = true;
    return new ReadableStreamDefaultReader(
      () => this.#take(),
      () => {
        this.#locked = false;
      },
    );
  }

  async cancel() {
    this.#take();
  }

  async *[Symbol.asyncIterator]() {
    const reader = this.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  }

  [custom](depth, options, inspect) {
    if (typeof depth === 'number' && depth < 0) return this;
    const state = this.#bytes === undefined ? 'closed' : 'readable';
    return `ReadableStream ${inspect({ locked: this.#locked, state, supportsBYOB: true }, options)}`;
  }
}
Object.defineProperty(ReadableStream.prototype, Symbol.toStringTag, { value: 'ReadableStream', configurable: true });

// A stream over `bytes`; `onRead` hears when something is taken from it.
exports.streamOf = (bytes, onRead) => new ReadableStream(KEY, bytes, onRead);
exports.isStream = (value) => value instanceof ReadableStream;
