// Modules that could be called on the platform's old runtimes, besides being objects: what a call did.
'use strict';

const pools = new Map();

// A connection from a pool kept per address; `(error, client, done)`.
function pooled({ Pool }, address, callback) {
  const key = typeof address === 'string' ? address : JSON.stringify(address);
  let pool = pools.get(key);
  if (pool === undefined) {
    pool = new Pool(typeof address === 'string' ? { connectionString: address } : address);
    // An idle client that fails is no one's error here, as it was none there.
    pool.on('error', () => {});
    pools.set(key, pool);
  }
  return pool.connect(callback);
}

// By the name of the module: from the module to the function it was.
exports.callables = {
  __proto__: null,
  mysql: (module) => (options) => module.createConnection(options),
  // Versions before 7 keep such pools themselves.
  pg: (module) => (address, callback) =>
    module.connect === undefined ? pooled(module, address, callback) : module.connect(address, callback),
};
