// A connection, a query with a callback, bcrypt in its callback.
//: store mariadb
//: case right password ["ada@example.test", "correct-horse"]
//: case wrong password ["ada@example.test", "wrong"]
//: case unknown ["nobody@example.test", "x"]
function login(email, password, callback) {
  const mysql = require('mysql');
  const bcrypt = require('bcrypt');
  const connection = mysql.createConnection({
    host: configuration.HOST,
    port: configuration.PORT,
    user: configuration.USER,
    password: configuration.PASSWORD,
    database: configuration.DATABASE,
  });
  connection.connect();
  const query = 'SELECT id, nickname, email, password_hash FROM users WHERE email = ?';
  connection.query(query, [email], function (err, results) {
    connection.end();
    if (err) return callback(err);
    if (results.length === 0) return callback(new WrongUsernameOrPasswordError(email));
    const user = results[0];
    bcrypt.compare(password, user.password_hash, function (err, isValid) {
      if (err || !isValid) return callback(err || new WrongUsernameOrPasswordError(email));
      callback(null, { user_id: user.id.toString(), nickname: user.nickname, email: user.email });
    });
  });
}
