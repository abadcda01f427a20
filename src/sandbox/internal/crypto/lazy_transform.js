// Objects of `crypto` that are streams, too. What makes them one is loaded when it is first asked for, because hardly
// a script pipes into a hash.
'use strict';

// What streams and emitters answer to.
const STREAM = [
  'write', 'end', 'read', 'pipe', 'unpipe', 'push', 'on', 'once', 'off', 'addListener', 'removeListener', 'emit',
  'removeAllListeners', 'prependListener', 'prependOnceListener', 'listeners', 'listenerCount', 'eventNames',
  'setEncoding', 'resume', 'pause', 'isPaused', 'destroy', 'cork', 'uncork', 'setDefaultEncoding', 'readable',
  'writable', 'readableEnded', 'writableEnded', 'writableFinished', 'destroyed', 'readableLength', 'writableLength',
  'setMaxListeners', 'getMaxListeners', '_readableState', '_writableState', Symbol.asyncIterator,
]; // prettier-ignore

const started = new WeakSet();
const options = new WeakMap();

// Makes `Class` a stream with these methods, from the moment one of its objects is used as a stream.
exports.lazyTransform = (Class, methods) => lazy(Class, 'Transform', methods);
exports.lazyWritable = (Class, methods) => lazy(Class, 'Writable', methods);

function lazy(Class, kind, methods) {
  const { prototype } = Class;
  for (const name of Object.keys(methods)) define(prototype, name, methods[name], true);
  for (const name of STREAM) {
    if (Object.hasOwn(methods, name)) continue;
    Object.defineProperty(prototype, name, {
      get() {
        if (this === prototype) return undefined;
        const stream = start(Class, kind, this);
        return Object.hasOwn(this, name) ? this[name] : Reflect.get(stream, name, this);
      },
      set(value) {
        if (this !== prototype) start(Class, kind, this);
        define(this, name, value, true);
      },
      configurable: true,
      enumerable: false,
    });
  }
}

// What the stream is to be made with, if it ever becomes one.
exports.streamOptions = (object, given) => options.set(object, given);

function define(object, name, value, enumerable) {
  Object.defineProperty(object, name, { value, writable: true, configurable: true, enumerable });
}

function start(Class, kind, object) {
  const Stream = require('stream')[kind];
  if (!(Class.prototype instanceof Stream)) Object.setPrototypeOf(Class.prototype, Stream.prototype);
  if (!started.has(object)) {
    started.add(object);
    Stream.call(object, options.get(object));
  }
  return Stream.prototype;
}
