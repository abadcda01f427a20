// Remembers where `then` was called, so that a handler's stack can show who asked for it.
'use strict';

const stack = require('internal/stack');

exports.install = function install(target) {
  const prototype = target.Promise.prototype;
  const original = prototype.then;

  const remember = (handler, parents) =>
    typeof handler !== 'function'
      ? handler
      : (value) => {
          host.enter(parents);
          return handler(value);
        };

  const then = {
    then(onFulfilled, onRejected) {
      const parents = stack.capture();
      return original.call(this, remember(onFulfilled, parents), remember(onRejected, parents));
    },
  }.then;
  Object.defineProperty(prototype, 'then', { value: then, writable: true, enumerable: false, configurable: true });
};
