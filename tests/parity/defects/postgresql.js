// What goes wrong in real scripts over pg.
//: store postgresql
//: case called back twice ["twice", "ada@example.test"]
//: case thrown in a query's callback ["thrown", "ada@example.test"]
//: case thrown after a query ["thrown later", "ada@example.test"]
//: case await outside try ["await", "ada@example.test"]
//: case no callback ["none", "nobody@example.test"]
//: case concatenated ["concatenated", "o'hara@example.test"]
//: case concatenated by a guest ["concatenated", "' OR 1=1 --"]
//: case promise and callback ["both", "ada@example.test"]
//: case query without connecting ["early", "ada@example.test"]
//: case query after the end ["late", "ada@example.test"]
//: case encryption asked for ["ssl", "ada@example.test"]
//: case module called ["called", "ada@example.test"]
//: case connect of the module ["connect", "ada@example.test"]
//: case misspelt constructor ["misspelt", "ada@example.test"]
//: case misspelt method ["method", "ada@example.test"]
//: case undefined parameter ["undefined", "ada@example.test"]
async function login(form, email, callback) {
  const pg = require('pg');
  const text = 'SELECT id, email FROM users WHERE email = $1';
  if (form === 'called') return pg(configuration.URL, (err, client, done) => callback(err));
  if (form === 'connect') return pg.connect(configuration.URL, (err, client, done) => callback(err));
  if (form === 'misspelt') return new pg.client({ connectionString: configuration.URL });
  const options = form === 'ssl' ? { ssl: { rejectUnauthorized: false } } : {};
  const client = new pg.Client({ connectionString: configuration.URL, ...options });
  if (form === 'ssl') return client.connect((err) => callback(err));
  if (form === 'early') {
    client.query(text, [email], (err, result) => callback(err, result && result.rows[0]));
    return client.connect();
  }
  await client.connect();
  if (form === 'twice') {
    client.query('SELECT missing FROM users', (err, result) => {
      if (err) callback(err);
      client.end();
      callback(null, { user_id: '1', rows: result && result.rowCount });
    });
  }
  if (form === 'thrown') {
    client.query(text, [email], (err, result) => {
      client.end();
      callback(null, { user_id: result.rows[1].id });
    });
  }
  if (form === 'thrown later') {
    const result = await client.query(text, [email]);
    await client.end();
    throw new RangeError(`found ${result.rowCount}`);
  }
  if (form === 'await') {
    await client.query('SELECT * FROM missing').finally(() => client.end());
    callback(null, { user_id: '1' });
  }
  if (form === 'none') {
    const result = await client.query(text, [email]);
    await client.end();
    console.log('rows', result.rows.length);
    if (result.rows.length === 1) callback(null, { user_id: result.rows[0].id });
  }
  if (form === 'concatenated') {
    try {
      const result = await client.query("SELECT id FROM users WHERE email = '" + email + "'");
      callback(null, { user_id: '1', rows: result.rows });
    } catch (err) {
      callback(err);
    } finally {
      client.end();
    }
  }
  if (form === 'both') {
    const given = await client.query(text, [email], (err, result) => {
      console.log('callback', err, result.rows);
      client.end();
      callback(null, { user_id: '1' });
    });
    console.log('awaited', given);
  }
  if (form === 'late') {
    await client.end();
    client.query(text, [email], (err) => callback(err));
  }
  if (form === 'method') return client.execute(text);
  if (form === 'undefined') {
    const result = await client.query('SELECT $1::text AS given', [undefined]);
    console.log(result.rows);
    client.end();
    callback(null, { user_id: '1', ...result.rows[0] });
  }
}
