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
        return callback(new Error('The database did not answer: ' + err.message));
      }
      if (rows.length === 0) {
        return callback(null);
      }

      const user = rows[0];
      return callback(null, {
        user_id: 'slips|' + user.id,
        email: user.email,
        email_verified: user.email_verified === 1,
        nickname: user.nickname
      });
    }
  );
}
