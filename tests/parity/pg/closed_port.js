// Nobody listens there.
//: store postgresql
//: live by callback ["callback", ""]
//: live by promise ["promise", ""]
//: live by pool ["pool", ""]
//: live without connecting ["never", ""]
function login(form, password, callback) {
  const { Client, Pool } = require('pg');
  const where = { host: '127.0.0.1', port: 1, user: 'x', database: 'x' };
  if (form === 'pool') {
    const pool = new Pool(where);
    pool.query('SELECT 1', (err, result) => callback(err, result && result.rows));
    return;
  }
  const client = new Client(where);
  client.on('error', (error) => console.log('event', error.message));
  if (form === 'callback') client.connect((err) => callback(err));
  else if (form === 'promise') client.connect().then(() => callback(null, {}), callback);
  else if (form === 'never') {
    client.query('SELECT 1', (err) => callback(err));
    client.connect((err) => console.log('connect', err.code));
  }
}
