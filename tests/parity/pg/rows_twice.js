// Defects: a callback that fires twice, a row read although there is none, a result used as an array.
//: store postgresql
//: case twice ["twice", ""]
//: case row of nobody ["row", ""]
//: case array ["array", ""]
function login(form, password, callback) {
  const { Client } = require('pg');
  const client = new Client({
    host: configuration.HOST,
    port: Number(configuration.PORT),
    user: configuration.USER,
    password: configuration.PASSWORD,
    database: configuration.DATABASE,
  });
  client.connect();
  client.query('SELECT id FROM users WHERE email = $1', ['nobody@example.test'], (err, result) => {
    client.end();
    if (form === 'twice') {
      callback(new Error('first'));
      callback(null, { user_id: '1' });
    }
    if (form === 'row') callback(null, { user_id: result.rows[0].id });
    if (form === 'array') callback(null, { user_id: String(result.length), first: result[0] });
  });
}
