function getUser(identifier, callback) {
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
    function onUser(err, results) {
      connection.end();
      if (err) {
        return callback(new Error('The portal database did not answer: ' + err.message));
      }
      if (results.length === 0) {
        return callback(null);
      }

      return callback(null, {
        user_id: 'portal|' + results[0].id,
        email: results[0].email,
        email_verified: results[0].email_verified === 1,
        nickname: results[0].nickname
      });
    }
  );
}
