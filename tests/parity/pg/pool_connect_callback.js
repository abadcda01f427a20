// A client checked out of a pool by callback and given back.
//: store postgresql
//: case known ["ada@example.test", "x"]
//: case unknown ["nobody@example.test", "x"]
function login(email, password, callback) {
  const pg = require('pg');
  const pool = new pg.Pool({ connectionString: configuration.URL, max: 2, idleTimeoutMillis: 100 });
  pool.connect(function (err, client, done) {
    if (err) return callback(err);
    client.query('SELECT id, nickname FROM users WHERE email = $1', [email], function (err, result) {
      done();
      pool.end();
      if (err) return callback(err);
      console.log(result.rows.length, result.rows);
      if (result.rows.length === 0) return callback(null);
      callback(null, { user_id: result.rows[0].id, nickname: result.rows[0].nickname });
    });
  });
}
