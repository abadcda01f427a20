function getUser(identifier, callback) {
  const { Connection, Request, TYPES } = require('tedious@1.11.0');

  const statement =
    'SELECT m.UserId, m.Email, u.UserName, m.IsApproved ' +
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
      // "Not found" is an answer, not an error: sign-up goes on from here.
      if (rowCount === 0) {
        return callback(null);
      }

      return callback(null, toProfile(rows[0]));
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

  // login answers the same profile: the two must agree.
  function toProfile(row) {
    return {
      user_id: 'intranet|' + row.UserId.value.toLowerCase(),
      email: row.Email.value,
      email_verified: row.IsApproved.value,
      nickname: row.UserName.value
    };
  }
}
