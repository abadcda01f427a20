// A function's own text is what the user wrote, without the hooks.
(function (original) {
  'use strict';

  const { apply } = Reflect;
  const prototype = Function.prototype;
  const native = prototype.toString;
  const { toString } = {
    toString() {
      // Asked for its own text, it looks as native as the one it stands for.
      const text = apply(native, this === toString ? native : this, []);
      return original(text) ?? text;
    },
  };
  Object.defineProperty(prototype, 'toString', { value: toString, writable: true, enumerable: false, configurable: true });
})
