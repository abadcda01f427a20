function changePassword(email, newPassword, callback) {
  const crypto = require('crypto');
  const mysql = require('mysql');

  const salt = crypto.randomBytes(16);
  crypto.pbkdf2(newPassword, salt, 1000, 32, function onHashed(err, key) {
    if (err) {
      return callback(err);
    }

    const connection = mysql.createConnection({
      host: configuration.MYSQL_HOST,
      user: configuration.MYSQL_USER,
      password: configuration.MYSQL_PASSWORD,
      database: configuration.MYSQL_DATABASE,
      connectTimeout: 5000
    });
    const hash = Buffer.concat([Buffer.from([0]), salt, key]).toString('base64');
    connection.connect();
    connection.query('UPDATE users SET password_hash = ? WHERE email = ?', [hash, email], function onUpdated(err, result) {
      connection.end();
      return callback(err, !err && result.affectedRows > 0);
    });
  });
}
