function verify(email, callback) {
  const { Connection, Request, TYPES } = require('tedious@1.11.0');

  connect(function onConnected(err, connection) {
    if (err) {
      return callback(new Error('The membership database cannot be reached: ' + err.message));
    }

    const statement = 'UPDATE dbo.Memberships SET IsApproved = 1 WHERE Email = @Email';
    const request = new Request(statement, function onUpdated(err, rowCount) {
      connection.close();
      if (err) {
        return callback(new Error('The membership database did not answer: ' + err.message));
      }
      if (rowCount === 0) {
        return callback(new Error('There is no account with this e-mail address.'));
      }

      return callback(null, true);
    });
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
}
