// Writing: RETURNING, counts, a transaction taken back.
//: store postgresql
//: action create
//: case new user [{"email": "new@example.test", "password": "pw"}]
//: case taken [{"email": "ada@example.test", "password": "pw"}]
async function create(user, callback) {
  const { Client } = require('pg');
  const client = new Client({
    host: configuration.HOST,
    port: Number(configuration.PORT),
    user: configuration.USER,
    password: configuration.PASSWORD,
    database: configuration.DATABASE,
  });
  await client.connect();
  try {
    await client.query('BEGIN');
    const inserted = await client.query(
      'INSERT INTO users (email, password_hash) VALUES ($1, $2) RETURNING id, email, email_verified, created_at',
      [user.email, user.password],
    );
    console.log(inserted.command, inserted.rowCount, inserted.rows, inserted.oid);
    const updated = await client.query('UPDATE users SET logins = logins + 1 WHERE email = $1', [user.email]);
    console.log(updated.command, updated.rowCount, updated.rows);
    await client.query('ROLLBACK');
    const left = await client.query('SELECT count(*)::int AS n FROM users');
    console.log(left.rows[0].n);
    callback(null, inserted.rows[0]);
  } catch (error) {
    if (error.code === '23505') return callback(new ValidationError('user_exists', error.detail));
    callback(error);
  } finally {
    await client.end();
  }
}
