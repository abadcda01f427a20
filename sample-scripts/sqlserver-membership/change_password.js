function changePassword(email, newPassword, callback) {
  const crypto = require('crypto');
  const { Connection, Request, TYPES } = require('tedious@1.11.0');

  connect(function onConnected(err, connection) {
    if (err) {
      return callback(new Error('The membership database cannot be reached: ' + err.message));
    }

    const salt = crypto.randomBytes(16).toString('base64');
    const statement =
      'UPDATE dbo.Memberships SET Password = @Password, PasswordSalt = @PasswordSalt WHERE Email = @Email';
    const request = new Request(statement, function onUpdated(err, rowCount) {
      connection.close();
      if (err) {
        return callback(new Error('The membership database did not answer: ' + err.message));
      }

      return callback(null, rowCount > 0);
    });
    request.addParameter('Password', TYPES.NVarChar, hashed(newPassword, salt));
    request.addParameter('PasswordSalt', TYPES.NVarChar, salt);
    request.addParameter('Email', TYPES.NVarChar, email);
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
}
