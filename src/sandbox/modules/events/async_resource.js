// `EventEmitterAsyncResource`: an emitter that says for which asynchronous work its listeners are called.
'use strict';

const EventEmitter = require('events');

let ids = 1;

class EventEmitterAsyncResource extends EventEmitter {
  #id = (ids += 1);

  constructor(options) {
    super(options);
    const name = typeof options === 'string' ? options : (options?.name ?? new.target.name);
    Object.defineProperty(this, 'type', { value: name, enumerable: false });
  }

  get asyncId() {
    return this.#id;
  }

  get triggerAsyncId() {
    return 1;
  }

  get asyncResource() {
    return this;
  }

  emitDestroy() {}
}

exports.EventEmitterAsyncResource = EventEmitterAsyncResource;
