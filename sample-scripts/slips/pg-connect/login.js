function login(email, password, callback) {
  const bcrypt = require('bcrypt');
  const pg = require('pg');

  pg.connect(configuration.PG_URL, function onConnected(err, client, done) {
    if (err) {
      return callback(err);
    }

    client.query('SELECT id, email, password_hash FROM users WHERE email = $1', [email], function onUser(err, result) {
      done();
      if (err || result.rows.length === 0) {
        return callback(err || new WrongUsernameOrPasswordError(email));
      }

      const user = result.rows[0];
      bcrypt.compare(password, user.password_hash, function onCompared(err, matches) {
        if (err || !matches) {
          return callback(err || new WrongUsernameOrPasswordError(email));
        }

        return callback(null, { user_id: 'slips|' + user.id, email: user.email, email_verified: true });
      });
    });
  });
}
