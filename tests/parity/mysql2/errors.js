// What the server refuses, by callback and by promise.
//: store mariadb
//: case no such table ["query", "SELECT * FROM missing"]
//: case no such column ["execute", "SELECT missing FROM users"]
//: case syntax ["query", "SELEC 1"]
//: case duplicate ["execute", "INSERT INTO users (email, password_hash) VALUES ('ada@example.test', 'x')"]
//: case promise ["promise", "SELECT * FROM missing"]
//: case undefined parameter ["undefined", "SELECT ? AS a"]
function login(form, text, callback) {
  const mysql = require('mysql2');
  const connection = mysql.createConnection({ host: configuration.HOST,
    port: Number(configuration.PORT),
    user: configuration.USER,
    password: configuration.PASSWORD,
    database: configuration.DATABASE,
  });
  const done = (err, rows) => {
    connection.end();
    callback(err, rows);
  };
  if (form === 'promise') {
    connection.promise().query(text).then(([rows]) => done(null, rows), done);
  } else if (form === 'undefined') {
    try {
      connection.execute(text, [undefined], (err, rows) => done(err, rows));
    } catch (err) {
      console.log('thrown', err.name);
      done(err);
    }
  } else connection[form](text, (err, rows) => done(err, rows));
}
