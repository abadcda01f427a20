// Queries as objects: names, row mode, types of one's own; events of a submitted query.
//: store postgresql
//: case named ["named", ""]
//: case row mode ["array", ""]
//: case several statements ["several", ""]
//: case types ["types", ""]
//: case escape ["escape", ""]
async function login(form, password, callback) {
  const pg = require('pg');
  const client = new pg.Client({ connectionString: configuration.URL });
  await client.connect();
  let result;
  if (form === 'named') {
    await client.query({ name: 'by-email', text: 'SELECT id FROM users WHERE email = $1', values: ['x'] });
    result = await client.query({ name: 'by-email', text: 'SELECT id FROM users WHERE email = $1', values: ['ada@example.test'] });
  }
  if (form === 'array') result = await client.query({ text: 'SELECT id, email FROM users ORDER BY id', rowMode: 'array' });
  if (form === 'several') {
    const results = await client.query('SELECT 1 AS one; SELECT 2 AS two');
    console.log(Array.isArray(results), results.map((one) => one.rows));
    result = results[1];
  }
  if (form === 'types') {
    pg.types.setTypeParser(20, (text) => parseInt(text, 10));
    result = await client.query('SELECT id, 5::int8 AS five FROM users ORDER BY id');
    console.log(pg.types.builtins.INT8, typeof result.rows[0].id);
  }
  if (form === 'escape') {
    console.log(client.escapeIdentifier('a"b'), client.escapeLiteral("it's \\"), pg.escapeIdentifier && pg.escapeIdentifier('x'));
    result = await client.query(`SELECT ${client.escapeLiteral("o'hara")} AS name`);
  }
  console.log(result.rows);
  await client.end();
  callback(null, { user_id: '1' });
}
