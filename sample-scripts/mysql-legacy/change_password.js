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
      function onUpdated(err, result) {
        connection.end();
        if (err) {
          return callback(new Error('The shop database did not answer: ' + err.message));
        }

        // An UPDATE answers an OkPacket: the rows it touched are counted in affectedRows.
        return callback(null, result.affectedRows > 0);
      }
    );
  });
}
