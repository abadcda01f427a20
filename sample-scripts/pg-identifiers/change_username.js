function changeUsername(identifier, newUsername, callback) {
  const { Client } = require('pg');

  const client = new Client({
    host: configuration.PG_HOST,
    database: configuration.PG_DATABASE,
    user: configuration.PG_USER,
    password: configuration.PG_PASSWORD,
    connectionTimeoutMillis: 5000,
    query_timeout: 5000
  });

  client.connect(function onConnected(err) {
    if (err) {
      client.end();
      return callback(new Error('The library database cannot be reached: ' + err.message));
    }

    client.query(
      'UPDATE readers SET username = $1 WHERE email = lower($2) OR username = lower($2) OR phone_number = $2',
      [newUsername, identifier],
      function onUpdated(err, result) {
        client.end();
        if (err) {
          return callback(new Error('The library database did not answer: ' + err.message));
        }

        return callback(null, result.rowCount > 0);
      }
    );
  });
}
