function create(user, callback) {
  const crypto = require('crypto');
  const { Connection, Request, TYPES } = require('tedious@1.11.0');

  connect(function onConnected(err, connection) {
    if (err) {
      return callback(new Error('The membership database cannot be reached: ' + err.message));
    }

    const statement = 'INSERT INTO dbo.Users (UserId, UserName) OUTPUT Inserted.UserId VALUES (NEWID(), @UserName)';
    const request = new Request(statement, function onUser(err, rowCount, rows) {
      if (err) {
        connection.close();
        return callback(refusal(err));
      }

      return insertMembership(connection, rows[0].UserId.value);
    });
    request.addParameter('UserName', TYPES.NVarChar, user.email);
    connection.execSql(request);
  });

  function insertMembership(connection, userId) {
    const salt = crypto.randomBytes(16).toString('base64');
    const statement =
      'INSERT INTO dbo.Memberships (UserId, Email, Password, PasswordFormat, PasswordSalt, IsApproved, IsLockedOut) ' +
      'VALUES (@UserId, @Email, @Password, 1, @PasswordSalt, 0, 0)';
    const request = new Request(statement, function onMembership(err) {
      connection.close();
      return err ? callback(refusal(err)) : callback(null);
    });
    request.addParameter('UserId', TYPES.UniqueIdentifier, userId);
    request.addParameter('Email', TYPES.NVarChar, user.email);
    request.addParameter('Password', TYPES.NVarChar, hashed(user.password, salt));
    request.addParameter('PasswordSalt', TYPES.NVarChar, salt);
    connection.execSql(request);
  }

  // Two sign-ups at once: get_user found nobody for either, the unique key lets one through.
  function refusal(err) {
    if (err.number === 2627 || err.number === 2601) {
      return new ValidationError('user_exists', 'There is already an account with this e-mail address.');
    }
    return new Error('The membership database did not answer: ' + err.message);
  }

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
