function login(identifier, password, callback) {
  const bcrypt = require('bcrypt');
  const mysql = require('mysql');

  const connection = mysql.createConnection({
    host: configuration.MYSQL_HOST,
    user: configuration.MYSQL_USER,
    password: configuration.MYSQL_PASSWORD,
    database: configuration.MYSQL_DATABASE,
    connectTimeout: 5000
  });

  connection.connect();
  connection.query(
    'SELECT id, email, password_hash, nickname, email_verified FROM users WHERE email = ?',
    [identifier],
    function onUser(err, rows) {
      connection.end();
      if (err) {
        return callback(new Error('The database did not answer: ' + err.message));
      }
      if (rows.length === 0) {
        return callback(new WrongUsernameOrPasswordError(identifier, 'Wrong e-mail or password.'));
      }

      const user = rows[0];
      bcrypt.compare(password, user.password_hash, function onCompared(err, matches) {
        if (err) {
          return callback(new Error('The stored password cannot be compared: ' + err.message));
        }
        if (!matches) {
          return callback(new WrongUsernameOrPasswordError(identifier, 'Wrong e-mail or password.'));
        }

        return callback(null, {
          user_id: 'slips|' + user.id,
          email: user.email,
          email_verified: user.email_verified,
          nickname: user.nickname
        });
      });
    }
  );
}
