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
    function onUser(err, rows) {
      connection.end();
      if (err) {
        return callback(new Error('The forum database did not answer: ' + err.message));
      }
      if (rows.length === 0) {
        return callback(null);
      }

      return callback(null, {
        user_id: 'forum|' + rows[0].id,
        email: rows[0].email,
        email_verified: rows[0].email_verified === 1,
        nickname: rows[0].nickname
      });
    }
  );
}
