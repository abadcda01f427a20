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
      return callback(new Error('The library database cannot be reached: ' + err.message));
    }

    // Whatever the reader typed: the page takes all three.
    client.query(
      'SELECT id, email, email_verified, username, phone_number, name, password_hash FROM readers ' +
        'WHERE email = lower($1) OR username = lower($1) OR phone_number = $1',
      [identifier],
      function onReader(err, result) {
        client.end();
        if (err) {
          return callback(new Error('The library database did not answer: ' + err.message));
        }

        const reader = result.rows[0];
        if (!reader) {
          return callback(new WrongUsernameOrPasswordError(identifier, 'Wrong name or password.'));
        }

        bcrypt.compare(password, reader.password_hash, function onCompared(err, matches) {
          if (err) {
            return callback(new Error('The stored password cannot be compared: ' + err.message));
          }
          if (!matches) {
            return callback(new WrongUsernameOrPasswordError(identifier, 'Wrong name or password.'));
          }

          return callback(null, toProfile(reader));
        });
      }
    );
  });

  // get_user answers the same profile: the two must agree.
  function toProfile(reader) {
    return {
      user_id: 'library|' + reader.id,
      email: reader.email,
      email_verified: reader.email_verified,
      username: reader.username,
      phone_number: reader.phone_number || undefined,
      name: reader.name
    };
  }
}
