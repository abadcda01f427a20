// What writes answer, and named placeholders.
//: store mariadb
//: case writes ["writes", ""]
//: case named ["named", ""]
//: case pool ["pool", ""]
async function login(form, password, callback) {
  const mysql = require('mysql2');
  const settings = { host: configuration.HOST,
    port: Number(configuration.PORT),
    user: configuration.USER,
    password: configuration.PASSWORD,
    database: configuration.DATABASE,
    namedPlaceholders: form === 'named',
  };
  if (form === 'pool') {
    const pool = mysql.createPool(settings).promise();
    const [rows] = await pool.query('SELECT id, email FROM users ORDER BY id LIMIT ?', [1]);
    await pool.end();
    return callback(null, rows[0]);
  }
  const connection = mysql.createConnection(settings).promise();
  if (form === 'named') {
    const [rows] = await connection.execute('SELECT id FROM users WHERE email = :email', { email: 'ada@example.test' });
    await connection.end();
    return callback(null, { user_id: rows[0].id });
  }
  const [inserted] = await connection.execute('INSERT INTO users (email, password_hash) VALUES (?, ?)', ['n@example.test', 'x']);
  console.log(inserted.affectedRows, inserted.insertId, inserted.warningStatus, inserted.changedRows);
  const [updated] = await connection.execute('UPDATE users SET logins = ? WHERE email = ?', [1, 'n@example.test']);
  console.log(updated.affectedRows, updated.changedRows, updated.info);
  const [gone] = await connection.query('DELETE FROM users WHERE email = ?', ['n@example.test']);
  console.log(gone.affectedRows, gone.constructor.name);
  await connection.end();
  return callback(null, { user_id: '1' });
}
