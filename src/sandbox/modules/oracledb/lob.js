// `Lob`: large text or bytes of a row, read at once or as a stream's events.
'use strict';

const EventEmitter = require('internal/emitter');
const tasks = require('internal/tasks');
const wire = require('internal/wire');

class Lob extends EventEmitter {
  #content;
  #flows = false;

  constructor(content, type) {
    super();
    this.#content = content;
    this.type = type;
    this.chunkSize = 8132;
    this.pieceSize = 8132;
    this.valid = true;
  }

  get length() {
    return this.#content.length;
  }

  setEncoding() {
    return this;
  }

  on(name, listener) {
    super.on(name, listener);
    if (name === 'data' && !this.#flows) {
      this.#flows = true;
      const from = wire.here();
      tasks.later(
        () =>
          wire.backTo(from, () => {
            if (this.length > 0) this.emit('data', this.#content);
            this.emit('end');
            this.emit('close');
          }),
        0,
        from.stack,
      );
    }
    return this;
  }

  getData(callback) {
    const from = wire.here();
    const answer = new Promise((resolve) => {
      tasks.later(() => resolve(this.#content), 0, from.stack);
    });
    if (typeof callback !== 'function') return answer;
    answer.then((content) => wire.backTo(from, callback, null, content));
    return undefined;
  }

  close(callback) {
    this.valid = false;
    if (typeof callback !== 'function') return Promise.resolve();
    wire.soon(wire.here(), callback, null);
    return undefined;
  }

  destroy() {
    this.valid = false;
    return this;
  }
}

exports.Lob = Lob;
