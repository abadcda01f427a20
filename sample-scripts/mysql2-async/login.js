async function login(identifier, password, callback) {
  const bcrypt = require('bcrypt');
  const mysql = require('mysql2/promise');

  let user;
  try {
    user = await authenticate();
  } catch (err) {
    return callback(new Error('The password could not be checked: ' + err.message));
  }

  if (!user) {
    return callback(new WrongUsernameOrPasswordError(identifier, 'Wrong e-mail or password.'));
  }
  if (user.locked_at) {
    return callback(new UnauthorizedError('This account is locked. Please write to the library.'));
  }
  return callback(null, toProfile(user));

  // The reader's row if the password is right, null if not. A migrated reader lives in Auth0 alone.
  async function authenticate() {
    const connection = await mysql.createConnection({
      host: configuration.MYSQL_HOST,
      user: configuration.MYSQL_USER,
      password: configuration.MYSQL_PASSWORD,
      database: configuration.MYSQL_DATABASE,
      connectTimeout: 5000
    });

    try {
      const [rows] = await connection.execute(
        'SELECT id, email, password_hash, given_name, family_name, nickname, email_verified, locked_at ' +
          'FROM users WHERE email = ? AND migrated_at IS NULL',
        [identifier]
      );
      if (rows.length === 0) {
        return null;
      }

      const matches = await bcrypt.compare(password, rows[0].password_hash);
      return matches ? rows[0] : null;
    } finally {
      await connection.end();
    }
  }

  // get_user answers the same profile: Auth0 stores this one after a login, that one after a password reset.
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
