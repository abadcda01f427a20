function login(identifier, password, callback) {
  const crypto = require('crypto');
  const { Connection, Request, TYPES } = require('tedious@1.11.0');

  const statement =
    'SELECT m.UserId, m.Email, u.UserName, m.Password, m.PasswordSalt, m.IsApproved, m.IsLockedOut ' +
    'FROM dbo.Memberships AS m INNER JOIN dbo.Users AS u ON u.UserId = m.UserId ' +
    'WHERE m.Email = @Identifier OR u.UserName = @Identifier';

  connect(function onConnected(err, connection) {
    if (err) {
      return callback(new Error('The membership database cannot be reached: ' + err.message));
    }

    const request = new Request(statement, function onUser(err, rowCount, rows) {
      connection.close();
      if (err) {
        return callback(new Error('The membership database did not answer: ' + err.message));
      }
      if (rowCount === 0) {
        return callback(new WrongUsernameOrPasswordError(identifier, 'Wrong user name or password.'));
      }

      const row = rows[0];
      const expected = Buffer.from(row.Password.value, 'base64');
      const given = Buffer.from(hashed(password, row.PasswordSalt.value), 'base64');
      if (expected.length !== given.length || !crypto.timingSafeEqual(expected, given)) {
        return callback(new WrongUsernameOrPasswordError(identifier, 'Wrong user name or password.'));
      }
      // Only who knows the password learns that the account is locked.
      if (row.IsLockedOut.value) {
        return callback(new UnauthorizedError('This account is locked. Please ask your administrator.'));
      }

      return callback(null, toProfile(row));
    });
    request.addParameter('Identifier', TYPES.NVarChar, identifier);
    connection.execSql(request);
  });

  // Calls back with a connection, or with why there is none.
  function connect(connected) {
    const connection = new Connection({
      userName: configuration.SQL_USER,
      password: configuration.SQL_PASSWORD,
      server: configuration.SQL_SERVER,
      options: { database: configuration.SQL_DATABASE, useColumnNames: true, rowCollectionOnRequestCompletion: true }
    });
    connection.on('connect', function onConnect(err) {
      return connected(err, connection);
    });
  }

  // ASP.NET's keyed hash: HMAC-SHA256 of the password in UTF-16, its key the salt four times over.
  function hashed(password, salt) {
    const bytes = Buffer.from(salt, 'base64');
    const key = Buffer.concat([bytes, bytes, bytes, bytes]);
    return crypto.createHmac('sha256', key).update(Buffer.from(password, 'ucs2')).digest('base64');
  }

  // get_user answers the same profile: the two must agree.
  function toProfile(row) {
    return {
      user_id: 'intranet|' + row.UserId.value.toLowerCase(),
      email: row.Email.value,
      email_verified: row.IsApproved.value,
      nickname: row.UserName.value
    };
  }
}
