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
    'SELECT id, email, given_name, family_name, nickname, email_verified FROM users WHERE email = ?',
    [identifier],
    function onUser(err, rows) {
      connection.end();
      if (err) {
        return callback(new Error('The shop database did not answer: ' + err.message));
      }
      // "Not found" is an answer, not an error: sign-up goes on from here.
      if (rows.length === 0) {
        return callback(null);
      }

      return callback(null, toProfile(rows[0]));
    }
  );

  // login answers the same profile: the two must agree.
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
