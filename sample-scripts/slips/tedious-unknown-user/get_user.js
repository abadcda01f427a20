function getByEmail(email, callback) {
  const { Connection, Request, TYPES } = require('tedious@1.11.0');

  const connection = new Connection({
    userName: configuration.SQL_USER,
    password: configuration.SQL_PASSWORD,
    server: configuration.SQL_SERVER,
    options: { database: configuration.SQL_DATABASE, useColumnNames: true, rowCollectionOnRequestCompletion: true }
  });
  connection.on('connect', function onConnect(err) {
    if (err) {
      return callback(new Error('The database cannot be reached: ' + err.message));
    }

    const request = new Request(
      'SELECT UserId, Email, IsApproved FROM dbo.Memberships WHERE Email = @Email',
      function onUser(err, rowCount, rows) {
        connection.close();
        if (err) {
          return callback(err);
        }

        return callback(null, {
          user_id: 'slips|' + rows[0].UserId.value,
          email: rows[0].Email.value,
          email_verified: rows[0].IsApproved.value
        });
      }
    );
    request.addParameter('Email', TYPES.NVarChar, email);
    connection.execSql(request);
  });
}
