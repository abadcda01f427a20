// Methods of `oracledb` answer a promise, or call back when the last argument is a function. The callback is called
// from the promise, so what it throws is an unhandled rejection, as with the real driver.
'use strict';

const wire = require('internal/wire');

// `run(from, ...args)` is the method; `[least, most]` how many arguments it takes.
exports.promised = function promised({ errors }, run, [least, most]) {
  const method = {
    [run.name](...args) {
      const from = wire.here();
      const callback = typeof args.at(-1) === 'function' ? args.pop() : undefined;
      const answer = (async () => {
        if (args.length < least || args.length > most) throw errors.njs(9, args.length, least, most);
        return run.call(this, from, ...args);
      })();
      if (callback === undefined) return answer;
      answer.then(
        (value) => wire.backTo(from, callback, null, value),
        (error) => wire.backTo(from, callback, error),
      );
      return undefined;
    },
  }[run.name];
  return method;
};
