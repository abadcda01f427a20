// Events of a query, type casts, nested tables.
//: store mariadb
//: case events ["events", ""]
//: case cast ["cast", ""]
//: case nested ["nested", ""]
function login(form, password, callback) {
  const mysql = require('mysql');
  const connection = mysql.createConnection({ host: configuration.HOST,
    port: Number(configuration.PORT),
    user: configuration.USER,
    password: configuration.PASSWORD,
    database: configuration.DATABASE,
  });
  if (form === 'events') {
    connection
      .query('SELECT id, email FROM users ORDER BY id')
      .on('error', (err) => console.log(err.message))
      .on('fields', (fields) => console.log(fields.map((field) => field.name)))
      .on('result', (row) => console.log(row, row.constructor.name))
      .on('end', () => connection.end(() => callback(null, { user_id: '1' })));
    return;
  }
  const typeCast = (field, next) => (field.type === 'TINY' && field.length === 1 ? field.string() === '1' : next());
  const options = form === 'cast' ? { typeCast } : { nestTables: true };
  connection.query({ sql: 'SELECT id, email_verified FROM users ORDER BY id', ...options }, (err, rows) => {
    connection.end();
    console.log(rows);
    callback(err, rows && { user_id: '1' });
  });
}
