// Both ways of `ibm_db` to give an answer: a callback, or a promise where there is none.
'use strict';

const wire = require('internal/wire');

// `start(done)` asks; `done(error, ...values)` answers. A promise gets the first value.
exports.answer = function answer(from, callback, start) {
  if (typeof callback === 'function') {
    start((...outcome) => wire.backTo(from, callback, ...outcome));
    return undefined;
  }
  return new Promise((resolve, reject) => {
    start((error, value) => (error ? reject(error) : resolve(value)));
  });
};

// `(params, callback)` where either may be left out.
exports.split = (params, callback) => (typeof params === 'function' ? [undefined, params] : [params, callback]);
