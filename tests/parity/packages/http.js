// Real packages that speak HTTP through Node's own modules.
//: store http
//: case got ["got", ""]
//: case superagent ["superagent", ""]
//: case request-promise ["request-promise", ""]
//: case aws-sdk ["aws-sdk", ""]
//: case auth0 ["auth0", ""]
//: case knex ["knex", ""]
//: case cognito ["amazon-cognito-identity-js", ""]
async function login(name, password, callback) {
  const base = configuration.BASE_URL;
  const done = (value) => callback(null, { user_id: '1', value });
  const used = require(name);
  const json = { email: 'ada@example.test', password: 'correct-horse' };
  try {
    if (name === 'got') done((await used.post(`${base}/login`, { json, responseType: 'json' })).body);
    if (name === 'superagent') done((await used.post(`${base}/login`).send(json)).body);
    if (name === 'request-promise') done(await used({ method: 'POST', url: `${base}/login`, body: json, json: true }));
    if (name === 'aws-sdk') {
      used.config.update({ accessKeyId: 'a', secretAccessKey: 'b', region: 'eu-west-1', maxRetries: 0 });
      const cognito = new used.CognitoIdentityServiceProvider({ endpoint: base });
      cognito.adminGetUser({ UserPoolId: 'p', Username: 'u' }, (error) => callback(null, { user_id: '1', code: error.code, status: error.statusCode }));
    }
    if (name === 'auth0') {
      const client = new used.ManagementClient({ domain: 'tenant.example.test', token: 'a token' });
      done([typeof client.connections.getAll, typeof client.users.getAll]);
    }
    if (name === 'knex') {
      const knex = used({ client: 'pg' });
      done(knex('users').where({ email: 'ada@example.test' }).select('id').limit(1).toString());
    }
    if (name === 'amazon-cognito-identity-js') {
      const pool = new used.CognitoUserPool({ UserPoolId: 'eu-west-1_abc', ClientId: 'client' });
      done([pool.getUserPoolId(), new used.CognitoUser({ Username: 'ada', Pool: pool }).getUsername()]);
    }
  } catch (error) {
    callback(error);
  }
}
