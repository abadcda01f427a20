function (identifier, password, callback) {
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
    (err, users) => {
      if (err || users.length === 0) {
        connection.end();
        return callback(err || new WrongUsernameOrPasswordError(identifier, 'Wrong e-mail or password.'));
      }

      bcrypt.compare(password, users[0].password_hash, function (err, matches) {
        if (err || !matches) {
          connection.end();
          return callback(err || new WrongUsernameOrPasswordError(identifier, 'Wrong e-mail or password.'));
        }

        connection.query(
          'SELECT club, role FROM memberships WHERE user_id = ? ORDER BY id',
          [users[0].id],
          (err, memberships) => {
            connection.end();
            if (err) {
              return callback(err);
            }

            return callback(null, {
              user_id: 'society|' + users[0].id,
              email: users[0].email,
              email_verified: users[0].email_verified === 1,
              nickname: users[0].nickname,
              app_metadata: {
                roles: memberships.map((membership) => membership.role.toLowerCase())
              }
            });
          }
        );
      });
    }
  );
}
