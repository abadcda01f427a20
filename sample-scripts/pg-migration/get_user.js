function getUser(identifier, callback) {
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
      return callback(new Error('The member database cannot be reached: ' + err.message));
    }

    client.query(
      'SELECT id, email, given_name, family_name, nickname, email_verified, plan, migrated_at ' +
        'FROM users WHERE lower(email) = lower($1)',
      [identifier],
      function onUser(err, result) {
        client.end();
        if (err) {
          return callback(new Error('The member database did not answer: ' + err.message));
        }

        const user = result.rows[0];
        // A migrated member lives in Auth0 alone. Here the address is free again.
        if (!user || user.migrated_at) {
          return callback(null);
        }

        return callback(null, toProfile(user));
      }
    );
  });

  // login answers the same profile: Auth0 stores that one after a login, this one after a password reset.
  function toProfile(user) {
    return {
      user_id: 'club|' + user.id,
      email: user.email,
      email_verified: user.email_verified,
      given_name: user.given_name || undefined,
      family_name: user.family_name || undefined,
      name: [user.given_name, user.family_name].filter(Boolean).join(' ') || user.nickname,
      nickname: user.nickname,
      app_metadata: { plan: user.plan }
    };
  }
}
