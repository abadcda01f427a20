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
  connection.query('UPDATE users SET email_verified = 1 WHERE email = ?', [email], function onUpdated(err, result) {
    connection.end();
    if (err) {
      return callback(new Error('The shop database did not answer: ' + err.message));
    }
    if (result.affectedRows === 0) {
      return callback(new Error('There is no account with this e-mail address.'));
    }

    return callback(null, true);
  });
}
