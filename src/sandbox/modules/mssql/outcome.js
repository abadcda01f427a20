// Both ways of `mssql` to give an answer: a callback, called as a later event, or a promise.
'use strict';

const tasks = require('internal/tasks');
const wire = require('internal/wire');

// `start(done)` asks; `done(error, value)` answers.
exports.outcome = function outcome(driver, from, callback, self, start) {
  if (typeof callback === 'function') {
    start((error, ...values) => wire.backTo(from, callback, ...(error ? [error] : [null, ...values])));
    return self;
  }
  return new driver.promises((resolve, reject) => {
    start((error, value) => (error ? reject(error) : resolve(value)));
  });
};

// The next turn of the event loop (`setImmediate`).
exports.later = (from, run, ...args) => tasks.later(() => wire.backTo(from, run, ...args), 0, from.stack);
