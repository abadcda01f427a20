// Nobody listens there, and what is asked afterwards.
//: store none
//: live by callback ["callback", ""]
//: live by query ["query", ""]
//: live by pool ["pool", ""]
//: live by event ["event", ""]
function login(form, password, callback) {
  const mysql = require('mysql');
  const where = { host: '127.0.0.1', port: 1, user: 'x', password: 'x', database: 'x' };
  if (form === 'pool') {
    mysql.createPool(where).query('SELECT 1', (err) => callback(err));
    return;
  }
  const connection = mysql.createConnection(where);
  if (form === 'callback') {
    connection.connect((err) => {
      connection.query('SELECT 1', (second) => {
        console.log(second.code, second.message, second.fatal);
        callback(err);
      });
    });
  } else if (form === 'query') connection.query('SELECT 1', (err) => callback(err));
  else {
    connection.on('error', (err) => callback(err));
    connection.connect();
  }
}
