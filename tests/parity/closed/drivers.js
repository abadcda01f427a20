// Drivers of stores that are not there.
//: store none
//: live tedious ["tedious", ""]
//: live tedious 1.11 ["tedious@1.11.0", ""]
//: live mssql ["mssql", ""]
//: live oracledb ["oracledb", ""]
//: live mongodb 3.1.4 ["mongodb@3.1.4", ""]
//: live ldapjs ["ldapjs", ""]
function login(name, password, callback) {
  const used = require(name);
  if (name.startsWith('tedious')) {
    const options = { port: 1, encrypt: false, trustServerCertificate: true, connectTimeout: 3000 };
    const config =
      name === 'tedious'
        ? { server: '127.0.0.1', options, authentication: { type: 'default', options: { userName: 'u', password: 'p' } } }
        : { server: '127.0.0.1', userName: 'u', password: 'p', options };
    const connection = new used.Connection(config);
    connection.on('error', (error) => console.log('event', error.code));
    connection.on('connect', (error) => callback(error));
    if (name === 'tedious') connection.connect();
  }
  if (name === 'mssql') {
    used.connect({ server: '127.0.0.1', port: 1, user: 'u', password: 'p', options: { encrypt: false } }, (error) => callback(error));
  }
  if (name === 'oracledb') {
    used.getConnection({ user: 'u', password: 'p', connectString: '127.0.0.1:1/x' }, (error) => {
      console.log(error.message.split('\n')[0]);
      callback(new Error(error.code));
    });
  }
  if (name === 'mongodb@3.1.4') {
    const client = new used.MongoClient('mongodb://127.0.0.1:1/x', { useNewUrlParser: true });
    client.connect((error) => callback(error));
  }
  if (name === 'ldapjs') {
    const client = used.createClient({ url: 'ldap://127.0.0.1:1', connectTimeout: 1000, reconnect: false });
    client.on('error', (error) => callback(new Error(error.code)));
    client.on('connectError', (error) => console.log('connectError', error.code));
  }
}
