function login(email, password, callback) {
  const crypto = require('crypto');
  const { Connection, Request, TYPES } = require('tedious@1.11.0');

  const connection = new Connection({
    userName: configuration.SQL_USER,
    password: configuration.SQL_PASSWORD,
    server: configuration.SQL_SERVER,
    options: { database: configuration.SQL_DATABASE, useColumnNames: true }
  });
  connection.on('connect', function onConnect(err) {
    if (err) {
      return callback(new Error('The database cannot be reached: ' + err.message));
    }

    const request = new Request(
      'SELECT UserId, Email, Password, IsApproved FROM dbo.Memberships WHERE Email = @Email',
      function onDone(err, rowCount) {
        connection.close();
        if (err || rowCount === 0) {
          return callback(err || new WrongUsernameOrPasswordError(email, 'Wrong e-mail or password.'));
        }
      }
    );
    request.on('row', function onRow(fields) {
      const salt = Buffer.from(fields.PasswordSalt.value, 'base64');
      const key = Buffer.concat([salt, salt, salt, salt]);
      const hash = crypto.createHmac('sha256', key).update(Buffer.from(password, 'ucs2')).digest('base64');
      if (hash !== fields.Password.value) {
        return callback(new WrongUsernameOrPasswordError(email, 'Wrong e-mail or password.'));
      }

      return callback(null, {
        user_id: 'slips|' + fields.UserId.value,
        email: fields.Email.value,
        email_verified: fields.IsApproved.value
      });
    });
    request.addParameter('Email', TYPES.NVarChar, email);
    connection.execSql(request);
  });
}
