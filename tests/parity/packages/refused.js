// Packages whose server is not there or that cannot be reached by plain HTTP.
//: store none
//: live neo4j verified ["neo4j", "verify"]
//: live neo4j session ["neo4j", "run"]
//: live neo4j transaction ["neo4j", "write"]
//: live neo4j subscribe ["neo4j", "subscribe"]
//: live auth0 ["auth0", "getAll"]
//: live auth0 token ["auth0", "token"]
//: live request-promise ["request-promise", ""]
//: live got ["got", ""]
//: live superagent ["superagent", ""]
//: live https agent ["https", ""]
async function login(name, call, callback) {
  const told = (error) => {
    console.log(error.name, error.code, error.message, error instanceof Error);
    callback(new Error(error.message));
  };
  if (name === 'neo4j') {
    const neo4j = require('neo4j-driver');
    const options = { maxTransactionRetryTime: 50, connectionTimeout: 2000 };
    const driver = neo4j.driver('bolt://127.0.0.1:1', neo4j.auth.basic('neo4j', 'secret'), options);
    const session = driver.session();
    try {
      if (call === 'verify') await driver.verifyConnectivity();
      if (call === 'run') await session.run('MATCH (u:User {email: $email}) RETURN u', { email: 'ada@example.test' });
      if (call === 'write') await session.writeTransaction((tx) => tx.run('RETURN 1'));
      if (call === 'subscribe') {
        await new Promise((resolve, reject) => {
          session.run('RETURN 1').subscribe({ onNext: (row) => console.log(row), onCompleted: resolve, onError: reject });
        });
      }
    } catch (error) {
      console.log(error instanceof neo4j.Neo4jError);
      told(error);
    } finally {
      await session.close();
      await driver.close();
    }
  }
  if (name === 'auth0') {
    const { ManagementClient, AuthenticationClient } = require('auth0');
    const domain = '127.0.0.1:1';
    if (call === 'getAll') await new ManagementClient({ domain, token: 'token' }).connections.getAll().catch(told);
    if (call === 'token') {
      const client = new AuthenticationClient({ domain, clientId: 'id', clientSecret: 'secret' });
      await client.clientCredentialsGrant({ audience: 'https://tenant.example.test/api/v2/' }).catch(told);
    }
  }
  if (name === 'request-promise') await require(name)({ url: 'http://127.0.0.1:1/', json: true }).catch(told);
  if (name === 'got') await require(name)('http://127.0.0.1:1/', { retry: 0 }).catch(told);
  if (name === 'superagent') await require(name).get('http://127.0.0.1:1/').catch(told);
  if (name === 'https') {
    const https = require('https');
    const agent = new https.Agent({ rejectUnauthorized: false, keepAlive: true });
    https.request({ hostname: '127.0.0.1', port: 1, path: '/', method: 'POST', agent }).on('error', told).end('x');
  }
}
