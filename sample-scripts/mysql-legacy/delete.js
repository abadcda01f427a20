function deleteUser(id, callback) {
  const mysql = require('mysql');

  const connection = mysql.createConnection({
    host: configuration.MYSQL_HOST,
    user: configuration.MYSQL_USER,
    password: configuration.MYSQL_PASSWORD,
    database: configuration.MYSQL_DATABASE,
    connectTimeout: 5000
  });

  connection.connect();
  // login and get_user call them `shop|17`; the table has the number alone.
  connection.query('DELETE FROM users WHERE id = ?', [id.replace('shop|', '')], function onDeleted(err) {
    connection.end();
    if (err) {
      return callback(new Error('The shop database did not answer: ' + err.message));
    }

    return callback(null);
  });
}
