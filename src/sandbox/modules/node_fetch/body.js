// What requests and answers of the module `node-fetch` share: a body that can be read once.
'use strict';

const { PassThrough, Stream } = require('stream');
const { FetchError } = require('node_fetch/errors');

const isParams = (value) => value instanceof URLSearchParams;
const isBlob = (value) => typeof Blob === 'function' && value instanceof Blob;
const isForm = (value) => typeof value?.getBoundary === 'function';

function taken(given) {
  if (given === null || given === undefined) return null;
  if (isParams(given)) return Buffer.from(given.toString());
  if (isBlob(given) || Buffer.isBuffer(given) || given instanceof Stream) return given;
  if (given instanceof ArrayBuffer) return Buffer.from(given);
  if (ArrayBuffer.isView(given)) return Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  return Buffer.from(String(given));
}

// The content type a body implies.
exports.typeOf = function typeOf(given) {
  if (given === null || given === undefined) return null;
  if (typeof given === 'string') return 'text/plain;charset=UTF-8';
  if (isParams(given)) return 'application/x-www-form-urlencoded;charset=UTF-8';
  if (isBlob(given)) return given.type || null;
  if (Buffer.isBuffer(given) || given instanceof ArrayBuffer || ArrayBuffer.isView(given)) return null;
  if (isForm(given)) return `multipart/form-data;boundary=${given.getBoundary()}`;
  return given instanceof Stream ? null : 'text/plain;charset=UTF-8';
};

// Bytes that will be sent; null where nobody knows before they are.
exports.lengthOf = function lengthOf({ body }) {
  if (body === null) return 0;
  if (isBlob(body)) return body.size;
  if (Buffer.isBuffer(body)) return body.length;
  return typeof body.getLengthSync === 'function' && body.hasKnownLength?.() ? body.getLengthSync() : null;
};

exports.writeTo = function writeTo(request, { body }) {
  if (body === null) request.end();
  else if (isBlob(body)) body.arrayBuffer().then((bytes) => request.end(Buffer.from(bytes)));
  else if (Buffer.isBuffer(body)) {
    request.write(body);
    request.end();
  } else body.pipe(request);
};

class Body {
  #state;

  constructor(given, { size = 0, timeout = 0 } = {}) {
    this.#state = { body: taken(given), disturbed: false, error: null };
    this.size = size;
    this.timeout = timeout;
    if (given instanceof Stream) {
      given.on('error', (error) => {
        this.#state.error = error.name === 'AbortError' ? error : this.#invalid(error);
      });
    }
  }

  #invalid(error) {
    return new FetchError(`Invalid response body while trying to fetch ${this.url}: ${error.message}`, 'system', error);
  }

  get body() {
    return this.#state.body;
  }

  get bodyUsed() {
    return this.#state.disturbed;
  }

  async #consume() {
    if (this.#state.disturbed) throw new TypeError(`body used already for: ${this.url}`);
    this.#state.disturbed = true;
    if (this.#state.error !== null) throw this.#state.error;
    const { body } = this.#state;
    if (body === null) return Buffer.alloc(0);
    if (Buffer.isBuffer(body)) return body;
    if (isBlob(body)) return Buffer.from(await body.arrayBuffer());
    return this.#collected(body);
  }

  #collected(body) {
    return new Promise((resolve, reject) => {
      const chunks = [];
      let length = 0;
      let timer;
      if (this.timeout) {
        const late = `Response timeout while trying to fetch ${this.url} (over ${this.timeout}ms)`;
        timer = setTimeout(() => reject(new FetchError(late, 'body-timeout')), this.timeout);
      }
      body.on('error', (error) => reject(error.name === 'AbortError' ? error : this.#invalid(error)));
      body.on('data', (chunk) => {
        length += chunk.length;
        if (this.size && length > this.size) {
          reject(new FetchError(`content size at ${this.url} over limit: ${this.size}`, 'max-size'));
        } else chunks.push(chunk);
      });
      body.on('end', () => {
        clearTimeout(timer);
        resolve(Buffer.concat(chunks));
      });
    });
  }

  async arrayBuffer() {
    const bytes = await this.#consume();
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  }

  async blob() {
    const type = (this.headers?.get('content-type') || '').toLowerCase();
    return new Blob([await this.#consume()], { type });
  }

  async json() {
    const text = (await this.#consume()).toString();
    try {
      return JSON.parse(text);
    } catch (error) {
      throw new FetchError(`invalid json response body at ${this.url} reason: ${error.message}`, 'invalid-json');
    }
  }

  async text() {
    return (await this.#consume()).toString();
  }

  buffer() {
    return this.#consume();
  }

  async textConverted() {
    throw new Error('The package `encoding` must be installed to use the textConverted() function');
  }

  // A body for a clone: a stream is split in two.
  _cloned() {
    if (this.#state.disturbed) throw new Error('cannot clone body after it is used');
    const { body } = this.#state;
    if (!(body instanceof Stream) || isForm(body)) return body;
    const [own, other] = [new PassThrough(), new PassThrough()];
    body.pipe(own);
    body.pipe(other);
    this.#state.body = own;
    return other;
  }
}

Object.defineProperty(Body.prototype, '_cloned', { enumerable: false });
for (const name of ['body', 'bodyUsed', 'arrayBuffer', 'blob', 'json', 'text']) {
  Object.defineProperty(Body.prototype, name, { enumerable: true });
}

exports.Body = Body;
