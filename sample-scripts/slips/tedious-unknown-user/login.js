function login(email, password, callback) {
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
      'SELECT UserId FROM dbo.Memberships WHERE Email = @Email',
      function onUser(err) {
        connection.close();
        return callback(err || new WrongUsernameOrPasswordError(email, 'Wrong e-mail or password.'));
      }
    );
    request.addParameter('Email', TYPES.NVarChar, email);
    connection.execSql(request);
  });
}
