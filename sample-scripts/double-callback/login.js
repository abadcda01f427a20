function login(identifier, password, callback) {
  const bcrypt = require('bcrypt');
  const { Client } = require('pg');

  const client = new Client({
    host: configuration.PG_HOST,
    database: configuration.PG_DATABASE,
    user: configuration.PG_USER,
    password: configuration.PG_PASSWORD,
    connectionTimeoutMillis: 5000,
    query_timeout: 5000
  });

  client.connect(function onConnected(err) {
    if (err) {
      client.end();
      return callback(new Error('The ticket database cannot be reached: ' + err.message));
    }

    client.query(
      'SELECT id, email, password_hash, nickname, email_verified, migrated_at ' +
        'FROM users WHERE lower(email) = lower($1)',
      [identifier],
      function onUser(err, result) {
        client.end();
        if (err) {
          return callback(new Error('The ticket database did not answer: ' + err.message));
        }

        const user = result.rows[0];
        if (!user || user.migrated_at) {
          return callback(new WrongUsernameOrPasswordError(identifier, 'Wrong e-mail or password.'));
        }

        bcrypt.compare(password, user.password_hash, function onCompared(err, matches) {
          if (err) {
            return callback(new Error('The stored password cannot be compared: ' + err.message));
          }
          if (matches) {
            callback(null, {
              user_id: 'tickets|' + user.id,
              email: user.email,
              email_verified: user.email_verified,
              nickname: user.nickname
            });
          }

          callback(new WrongUsernameOrPasswordError(identifier, 'Wrong e-mail or password.'));
        });
      }
    );
  });
}
