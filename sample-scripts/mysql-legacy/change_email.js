function changeEmail(email, newEmail, verified, callback) {
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
    'UPDATE users SET email = ?, email_verified = ? WHERE email = ?',
    [newEmail, verified ? 1 : 0, email],
    function onUpdated(err, result) {
      connection.end();
      if (err) {
        return callback(new Error('The shop database did not answer: ' + err.message));
      }

      // Nobody had the old address: saying `true` here would lock the user out of the new one.
      return callback(null, result.affectedRows > 0);
    }
  );
}
