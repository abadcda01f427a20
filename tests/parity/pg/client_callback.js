// A client, a query with a callback, bcrypt in its callback.
//: store postgresql
//: case right password ["ada@example.test", "correct-horse"]
//: case wrong password ["ada@example.test", "wrong"]
//: case unknown ["nobody@example.test", "x"]
function login(email, password, callback) {
  const bcrypt = require('bcrypt');
  const { Client } = require('pg');
  const client = new Client({
    host: configuration.HOST,
    port: Number(configuration.PORT),
    user: configuration.USER,
    password: configuration.PASSWORD,
    database: configuration.DATABASE,
  });
  client.connect(function (err) {
    if (err) return callback(err);
    client.query('SELECT id, nickname, email, password_hash FROM users WHERE email = $1', [email], function (err, result) {
      client.end();
      if (err) return callback(err);
      if (result.rows.length === 0) return callback(new WrongUsernameOrPasswordError(email));
      const user = result.rows[0];
      bcrypt.compare(password, user.password_hash, function (err, isValid) {
        if (err || !isValid) return callback(err || new WrongUsernameOrPasswordError(email, 'wrong'));
        callback(null, { user_id: user.id, nickname: user.nickname, email: user.email });
      });
    });
  });
}
