// INSERT … SET ?, and what an UPDATE answers.
//: store mariadb
//: action create
//: case new user [{"email": "new@example.test", "password": "pw"}]
//: case taken [{"email": "ada@example.test", "password": "pw"}]
function create(user, callback) {
  const mysql = require('mysql');
  const connection = mysql.createConnection({ host: configuration.HOST,
    port: Number(configuration.PORT),
    user: configuration.USER,
    password: configuration.PASSWORD,
    database: configuration.DATABASE,
  });
  connection.connect();
  const row = { email: user.email, password_hash: user.password, nickname: null, logins: 3 };
  const query = connection.query('INSERT INTO users SET ?', row, function (err, results) {
    if (err) {
      connection.end();
      if (err.code === 'ER_DUP_ENTRY') return callback(new ValidationError('user_exists', err.sqlMessage));
      return callback(err);
    }
    console.log(Array.isArray(results), results.affectedRows, results.changedRows, results.insertId, results.message);
    connection.query('UPDATE users SET logins = 9 WHERE email = ?', [user.email], function (err, results) {
      console.log(results.length, results.affectedRows, results.changedRows, results.insertId, results.message);
      connection.query('UPDATE users SET logins = 9 WHERE email = ?', [user.email], function (err, results) {
        console.log(results.affectedRows, results.changedRows, results.message, JSON.stringify(results));
        connection.end();
        callback(null);
      });
    });
  });
  console.log(query.sql);
}
