// Runs the benchmark's login script once under plain Node, with a driver that answers one row out of memory.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const file = path.join(__dirname, '..', 'connection', 'login.js');

const drivers = {
  mysql: {
    createConnection: () => ({
      connect() {},
      query(text, params, answered) {
        setImmediate(answered, null, [{ id: 1, email: params[0], email_verified: 1 }]);
      },
      end() {}
    })
  }
};

global.WrongUsernameOrPasswordError = class WrongUsernameOrPasswordError extends Error {};
global.configuration = { PEPPER: 'bench-pepper' };
global.require = (name) => drivers[name];

const login = vm.runInThisContext(`(${fs.readFileSync(file, 'utf8')})`, { filename: file });
login('ada@example.test', 'correct-horse', (err, profile) => {
  if (err) throw err;
  console.log(JSON.stringify(profile));
});
