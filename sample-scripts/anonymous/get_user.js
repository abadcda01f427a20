function (identifier, callback) {
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
    'SELECT id, email, nickname, email_verified FROM users WHERE email = ?',
    [identifier],
    (err, users) => {
      connection.end();
      if (err || users.length === 0) {
        return callback(err);
      }

      return callback(null, {
        user_id: 'society|' + users[0].id,
        email: users[0].email,
        email_verified: users[0].email_verified === 1,
        nickname: users[0].nickname
      });
    }
  );
}
