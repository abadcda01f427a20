function create(user, callback) {
  const bcrypt = require('bcrypt');
  const mysql = require('mysql');

  bcrypt.hash(user.password, 10, function onHashed(err, hash) {
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
    const row = {
      email: user.email,
      password_hash: hash,
      nickname: user.email.split('@')[0]
    };

    connection.connect();
    connection.query('INSERT INTO users SET ?', row, function onInserted(err) {
      connection.end();
      // Two sign-ups at once: get_user found nobody for either, the unique key lets one through.
      if (err && err.code === 'ER_DUP_ENTRY') {
        return callback(new ValidationError('user_exists', 'There is already an account with this e-mail address.'));
      }
      if (err) {
        return callback(new Error('The shop database did not answer: ' + err.message));
      }

      return callback(null);
    });
  });
}
