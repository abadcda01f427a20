// A pool, promises and async/await.
//: store postgresql
//: case right password ["ada@example.test", "correct-horse"]
//: case unknown ["nobody@example.test", "x"]
async function login(email, password, callback) {
  const { Pool } = require('pg');
  const pool = new Pool({ connectionString: configuration.URL });
  try {
    const { rows, rowCount, command, fields } = await pool.query('SELECT * FROM users WHERE email = $1', [email]);
    console.log(rowCount, command, fields.map((field) => field.name + ':' + field.dataTypeID));
    if (rowCount === 0) return callback(new WrongUsernameOrPasswordError(email, 'unknown'));
    console.log(rows[0]);
    callback(null, rows[0]);
  } catch (error) {
    callback(error);
  } finally {
    await pool.end();
  }
}
