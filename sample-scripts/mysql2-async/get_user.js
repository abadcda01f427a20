async function getUser(identifier, callback) {
  const mysql = require('mysql2/promise');

  let user;
  try {
    user = await findUser();
  } catch (err) {
    return callback(new Error('The library database did not answer: ' + err.message));
  }

  if (!user) {
    return callback(null);
  }
  return callback(null, toProfile(user));

  // A migrated reader lives in Auth0 alone. Here the address is free again.
  async function findUser() {
    const connection = await mysql.createConnection({
      host: configuration.MYSQL_HOST,
      user: configuration.MYSQL_USER,
      password: configuration.MYSQL_PASSWORD,
      database: configuration.MYSQL_DATABASE,
      connectTimeout: 5000
    });

    try {
      const [rows] = await connection.execute(
        'SELECT id, email, given_name, family_name, nickname, email_verified ' +
          'FROM users WHERE email = ? AND migrated_at IS NULL',
        [identifier]
      );
      return rows[0];
    } finally {
      await connection.end();
    }
  }

  // login answers the same profile: Auth0 stores that one after a login, this one after a password reset.
  function toProfile(row) {
    return {
      user_id: 'library|' + row.id,
      email: row.email,
      email_verified: row.email_verified === 1,
      given_name: row.given_name || undefined,
      family_name: row.family_name || undefined,
      name: [row.given_name, row.family_name].filter(Boolean).join(' ') || row.nickname,
      nickname: row.nickname
    };
  }
}
