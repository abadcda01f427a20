// What the server refuses, with all it says of it.
//: store postgresql
//: case no such table ["SELECT * FROM missing WHERE email = $1", ["x"]]
//: case no such column ["SELECT missing FROM users", []]
//: case syntax ["SELEC id FROM users", []]
//: case duplicate key ["INSERT INTO users (email, password_hash) VALUES ($1, 'x')", ["ada@example.test"]]
//: case not null ["INSERT INTO users (email) VALUES ($1)", ["new@example.test"]]
//: case wrong type ["SELECT * FROM users WHERE id = $1", ["abc"]]
//: case too few parameters ["SELECT $1::int + $2::int", [1]]
//: case division ["SELECT 1 / 0", []]
async function login(text, params, callback) {
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
    const result = await client.query(text, params);
    callback(null, result.rows);
  } catch (error) {
    console.log(error.name, error.code, error.message, error instanceof Error);
    callback(error);
  } finally {
    await client.end();
  }
}
