// mysql2/promise: execute and query with async/await.
//: store mariadb
//: case right password ["ada@example.test", "correct-horse"]
//: case unknown ["nobody@example.test", "x"]
async function login(email, password, callback) {
  const mysql = require('mysql2/promise');
  const bcrypt = require('bcrypt');
  const connection = await mysql.createConnection({ host: configuration.HOST,
    port: Number(configuration.PORT),
    user: configuration.USER,
    password: configuration.PASSWORD,
    database: configuration.DATABASE,
  });
  try {
    const [rows, fields] = await connection.execute('SELECT * FROM users WHERE email = ?', [email]);
    console.log(rows, fields.map((field) => field.name));
    if (rows.length === 0) return callback(new WrongUsernameOrPasswordError(email));
    const same = await bcrypt.compare(password, rows[0].password_hash);
    console.log(same);
    const [counted] = await connection.query('SELECT COUNT(*) AS n FROM users');
    console.log(counted[0].n);
    return callback(null, { user_id: `${rows[0].id}`, email: rows[0].email });
  } catch (error) {
    return callback(error);
  } finally {
    await connection.end();
  }
}
