// The peer: the npm package `bcrypt`, native code under Node, comparing at cost 10. Prints one line of JSON.
//
// The package is looked for in tests/npm, where tests/npm/install puts it.
'use strict';

const path = require('node:path');
const bcrypt = require(require.resolve('bcrypt', { paths: [path.join(__dirname, '..', '..', 'tests', 'npm')] }));

const HASH = '$2b$10$6FZ2esb79OLobNxXD0ke0uwi0vFGa8i2YXWi1V1giAbrU0vHrfa/q';
const COMPARISONS = 30;

async function measure(count) {
  const began = process.hrtime.bigint();
  for (let i = 0; i < count; i++) {
    if (!(await bcrypt.compare('correct-horse', HASH))) throw new Error('the hash is that of the password');
  }
  return Number(process.hrtime.bigint() - began) / count / 1e6;
}

(async () => {
  await measure(3);
  console.log(JSON.stringify({ native_compare_ms: await measure(COMPARISONS) }));
})();
