function login(identifier, password, callback) {
  const bcrypt = require('bcrypt');
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
    'SELECT id, email, password_hash, given_name, family_name, nickname, email_verified, locked_at ' +
      'FROM users WHERE email = ?',
    [identifier],
    function onUser(err, rows) {
      connection.end();
      if (err) {
        return callback(new Error('The shop database did not answer: ' + err.message));
      }
      if (rows.length === 0) {
        return callback(new WrongUsernameOrPasswordError(identifier, 'Wrong e-mail or password.'));
      }

      const user = rows[0];
      bcrypt.compare(password, user.password_hash, function onCompared(err, matches) {
        if (err) {
          return callback(new Error('The stored password cannot be compared: ' + err.message));
        }
        if (!matches) {
          return callback(new WrongUsernameOrPasswordError(identifier, 'Wrong e-mail or password.'));
        }
        // Only who knows the password learns that the account is locked.
        if (user.locked_at) {
          return callback(new UnauthorizedError('This account is locked. Please write to the shop.'));
        }

        return callback(null, toProfile(user));
      });
    }
  );

  // get_user answers the same profile: the two must agree.
  function toProfile(user) {
    return {
      user_id: 'shop|' + user.id,
      email: user.email,
      email_verified: user.email_verified === 1,
      given_name: user.given_name || undefined,
      family_name: user.family_name || undefined,
      name: [user.given_name, user.family_name].filter(Boolean).join(' ') || user.nickname,
      nickname: user.nickname
    };
  }
}
