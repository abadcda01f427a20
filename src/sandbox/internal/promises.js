// Remembers where `then` was called, so that a handler's stack can show who asked for it.
'use strict';

const context = require('internal/context');
const stack = require('internal/stack');

exports.install = function install(target) {
  const prototype = target.Promise.prototype;
  const original = prototype.then;

  const remember = (handler, parents, from) =>
    typeof handler !== 'function'
      ? handler
      : (value) => {
          context.enter(from);
          host.enter(parents);
          return handler(value);
        };

  const then = {
    then(onFulfilled, onRejected) {
      const parents = stack.capture();
      const from = context.current();
      return original.call(this, remember(onFulfilled, parents, from), remember(onRejected, parents, from));
    },
  }.then;
  Object.defineProperty(prototype, 'then', { value: then, writable: true, enumerable: false, configurable: true });
};
