function login(identifier, password, callback) {
  const mysql = require('mysql');
  const text = configuration.PEPPER + password;

  // The digest of an old shop, made at home: a long run of plain statements, which is what stepping is measured on.
  let digest = 0x811c9dc5;
  for (let round = 0; round < 20000; round += 1) {
    const unit = text.charCodeAt(round % text.length);
    const mixed = digest ^ unit;
    digest = Math.imul(mixed, 0x01000193) >>> 0;
  }

  const connection = mysql.createConnection({
    host: configuration.MYSQL_HOST,
    user: configuration.MYSQL_USER,
    password: configuration.MYSQL_PASSWORD,
    database: configuration.MYSQL_DATABASE,
    connectTimeout: 5000
  });
  connection.connect();
  connection.query(
    'SELECT id, email, email_verified FROM accounts WHERE email = ? AND digest = ?',
    [identifier, digest],
    function onAccount(err, rows) {
      connection.end();
      if (err) {
        return callback(new Error('The account database did not answer: ' + err.message));
      }
      if (rows.length === 0) {
        return callback(new WrongUsernameOrPasswordError(identifier, 'Wrong e-mail or password.'));
      }

      return callback(null, {
        user_id: 'bench|' + rows[0].id,
        email: rows[0].email,
        email_verified: rows[0].email_verified === 1
      });
    }
  );
}
