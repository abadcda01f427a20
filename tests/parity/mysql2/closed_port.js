// Nobody listens there.
//: store none
//: live by callback ["callback", ""]
//: live by promise ["promise", ""]
//: live by query ["query", ""]
function login(form, password, callback) {
  const where = { host: '127.0.0.1', port: 1, user: 'x', password: 'x', database: 'x' };
  if (form === 'promise') {
    require('mysql2/promise').createConnection(where).then(() => callback(null, {}), callback);
    return;
  }
  const connection = require('mysql2').createConnection(where);
  connection.on('error', (err) => console.log('event', err.code));
  if (form === 'callback') connection.connect((err) => callback(err));
  else connection.query('SELECT 1', (err) => callback(err));
}
