// The pool behind `sql.connect`, `sql.query` and `sql.on`.
'use strict';

const wire = require('internal/wire');
const { later, outcome } = require('mssql/outcome');

exports.globalPool = function globalPool(driver) {
  let pool = null;
  const listeners = [];

  function made(config) {
    const fresh = new driver.ConnectionPool(config);
    for (const [event, listener] of listeners) fresh.on(event, listener);
    const close = fresh.close.bind(fresh);
    fresh.close = (callback) => {
      for (const [event, listener] of listeners) fresh.removeListener(event, listener);
      // An error of a pool that is going away ends nothing.
      fresh.on('error', (error) => {
        for (const [event, listener] of listeners) if (event === 'error') listener.call(fresh, error);
      });
      if (pool === fresh) pool = null;
      return close(callback);
    };
    return fresh;
  }

  return {
    get pool() {
      return pool;
    },

    connect(config, callback) {
      if (pool !== null && driver.era.oneGlobal) {
        throw new Error('Global connection already exists. Call sql.close() first.');
      }
      const from = wire.here();
      pool ??= made(config);
      const asked = pool;
      return outcome(driver, from, callback, asked, (done) =>
        asked._connect(from, (error) => {
          if (error) pool = null;
          done(error, asked);
        }),
      );
    },

    close(callback) {
      if (pool !== null) return pool.close(callback);
      const from = wire.here();
      return outcome(driver, from, callback, null, (done) => later(from, done, null, null));
    },

    on(event, listener) {
      listeners.push([event, listener]);
      pool?.on(event, listener);
      return pool;
    },

    off(event, listener) {
      const at = listeners.findIndex(([name, one]) => name === event && one === listener);
      if (at < 0) return pool;
      listeners.splice(at, 1);
      pool?.removeListener(event, listener);
      return pool;
    },

    query: (...args) => driver.Request.ask(new driver.Request(), 'query', args),
    batch: (...args) => driver.Request.ask(new driver.Request(), 'batch', args),
  };
};
