function changePassword(email, newPassword, callback) {
  const bcrypt = require('bcrypt');
  const mysql = require('mysql');

  bcrypt.hash(newPassword, 10, function onHashed(err, hash) {
    if (err) {
      return callback(new Error('The password cannot be hashed: ' + err.message));
    }

    const connection = mysql.createConnection({
      host: configuration.MYSQL_HOST,
      user: configuration.MYSQL_USER,
      password: configuration.MYSQL_PASSWORD,
      database: configuration.MYSQL_DATABASE,
      connectTimeout: 5000
    });

    connection.connect();
    connection.query(
      'UPDATE users SET password_hash = ? WHERE email = ?',
      [hash, email],
      function onUpdated(err, results) {
        connection.end();
        if (err) {
          return callback(new Error('The portal database did not answer: ' + err.message));
        }

        return callback(null, results.length > 0);
      }
    );
  });
}
