function login(email, password, callback) {
  const bcrypt = require('bcrypt');
  const ibmdb = require('ibm_db');

  ibmdb.open(configuration.DB2, function onOpen(err, connection) {
    if (err) {
      return callback(err);
    }

    connection.query('SELECT ID, EMAIL, PASSWORD FROM USERS WHERE EMAIL = ?', [email], function onUser(err, rows) {
      connection.closeSync();
      if (err || rows.length === 0) {
        return callback(err || new WrongUsernameOrPasswordError(email, 'Wrong e-mail or password.'));
      }
      if (!bcrypt.compareSync(password, rows[0].PASSWORD)) {
        return;
      }

      return callback(null, { user_id: 'slips|' + rows[0].ID, email: rows[0].EMAIL, email_verified: true });
    });
  });
}
