function verify(email, callback) {
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
    'UPDATE users SET email_verified = 1 WHERE email_verified = 0 AND email = ?',
    [email],
    function onUpdated(err, result) {
      connection.end();
      if (err || result.affectedRows === 0) {
        return callback(new Error(email, 'The address could not be confirmed.'));
      }

      return callback(null, true);
    }
  );
}
