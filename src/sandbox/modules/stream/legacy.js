// `Stream`: the emitter all streams are, with the `pipe` of before there were readable and writable ones.
'use strict';

const EventEmitter = require('events');

function Stream(options) {
  EventEmitter.call(this, options);
}
Object.setPrototypeOf(Stream.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Stream, EventEmitter);

Stream.prototype.pipe = function pipe(target, options) {
  const source = this;
  let told = false;

  const onData = (chunk) => {
    if (target.writable && target.write(chunk) === false) source.pause?.();
  };
  const onDrain = () => {
    if (source.readable) source.resume?.();
  };
  const onEnd = () => {
    if (told) return;
    told = true;
    target.end();
  };
  const onClose = () => {
    if (told) return;
    told = true;
    target.destroy?.();
  };
  function onError(error) {
    cleanUp();
    if (EventEmitter.listenerCount(this, 'error') === 0) this.emit('error', error);
  }
  const pairs = [
    [source, 'data', onData],
    [target, 'drain', onDrain],
    [source, 'error', onError],
    [target, 'error', onError],
  ];
  if (!target._isStdio && options?.end !== false) pairs.push([source, 'end', onEnd], [source, 'close', onClose]);
  const cleanUp = () => {
    for (const [emitter, name, listener] of all) emitter.removeListener(name, listener);
  };
  const all = [...pairs, [source, 'end', cleanUp], [source, 'close', cleanUp], [target, 'close', cleanUp]];
  for (const [emitter, name, listener] of all) {
    if (name === 'error') emitter.prependListener(name, listener);
    else emitter.on(name, listener);
  }
  target.emit('pipe', source);
  return target;
};

Stream.prototype.eventNames = function eventNames() {
  const names = EventEmitter.prototype.eventNames.call(this);
  return names.filter((name) => this.listenerCount(name) > 0);
};

module.exports = Stream;
