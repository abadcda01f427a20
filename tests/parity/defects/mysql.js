// What goes wrong in real scripts over mysql.
//: store mariadb
//: case called back twice ["twice", "ada@example.test"]
//: case thrown in a query's callback ["thrown", "nobody@example.test"]
//: case update read as rows ["update", "ada@example.test"]
//: case awaited ["await", "ada@example.test"]
//: case promisified ["promisified", "ada@example.test"]
//: case never ended ["open", "ada@example.test"]
//: case query after the end ["late", "ada@example.test"]
//: case module called ["called", "ada@example.test"]
//: case misspelt ["misspelt", "ada@example.test"]
//: live concatenated ["concatenated", "o'hara@example.test"]
//: case by name ["named", "ada@example.test"]
//: case several statements ["several", "ada@example.test"]
//: case no callback given ["bare", "ada@example.test"]
//: case undefined parameter ["undefined", "ada@example.test"]
//: case object as parameter ["object", "ada@example.test"]
async function login(form, email, callback) {
  const mysql = require('mysql');
  if (form === 'called') return mysql({ host: configuration.HOST });
  if (form === 'misspelt') return mysql.createConection({ host: configuration.HOST });
  const connection = mysql.createConnection({
    host: configuration.HOST,
    port: Number(configuration.PORT),
    user: configuration.USER,
    password: configuration.PASSWORD,
    database: configuration.DATABASE,
    multipleStatements: true,
    insecureAuth: true,
  });
  connection.on('error', (err) => console.log('event', err.code));
  connection.connect();
  const text = 'SELECT id, email FROM users WHERE email = ?';
  const done = (err, rows) => {
    connection.end();
    callback(err, { user_id: '1', rows });
  };
  if (form === 'twice') {
    connection.query(text, [email], (err, results) => {
      if (results.length > 0) callback(new ValidationError('user_exists', 'there'));
      done(err, results);
    });
  }
  if (form === 'thrown') connection.query(text, [email], (err, results) => done(null, results[0].id));
  if (form === 'update') {
    connection.query('UPDATE users SET logins = logins + 1 WHERE email = ?', [email], (err, results) => {
      console.log(results.length, results[0], results.affectedRows, results.changedRows, results.insertId);
      done(err, results.length > 0);
    });
  }
  if (form === 'await') {
    const results = await connection.query(text, [email]);
    console.log(typeof results, results.constructor.name, results.length, results[0]);
    connection.end();
    callback(null, { user_id: '1' });
  }
  if (form === 'promisified') {
    const { promisify } = require('util');
    done(null, await promisify(connection.query).call(connection, text, [email]));
  }
  if (form === 'open') connection.query(text, [email], (err, results) => callback(err, results[0]));
  if (form === 'late') {
    connection.end();
    connection.query(text, [email], (err) => callback(err));
  }
  if (form === 'concatenated') connection.query("SELECT id FROM users WHERE email = '" + email + "'", done);
  if (form === 'named') {
    connection.config.queryFormat = (sql, values) =>
      sql.replace(/:(\w+)/g, (whole, key) => (values && key in values ? connection.escape(values[key]) : whole));
    connection.query('SELECT id FROM users WHERE email = :email', { email }, done);
  }
  if (form === 'several') {
    connection.query('SELECT 1 AS one; SELECT 2 AS two', (err, results) => {
      console.log(results);
      done(err, results.length);
    });
  }
  if (form === 'bare') {
    const query = connection.query(text, [email]);
    query.on('result', (row) => console.log(row));
    query.on('end', () => done(null, query.sql));
  }
  if (form === 'undefined') connection.query('SELECT ? AS given', [undefined], done);
  if (form === 'object') connection.query(text, [{ email }], done);
}
