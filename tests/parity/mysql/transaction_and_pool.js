// A pool's connection, a transaction taken back, a connection used after its end.
//: store mariadb
//: case rollback ["rollback", ""]
//: case commit ["commit", ""]
//: case after end ["end", ""]
//: case several statements ["several", ""]
//: case several refused ["refused", ""]
function login(form, password, callback) {
  const mysql = require('mysql');
  const pool = mysql.createPool({ host: configuration.HOST,
    port: Number(configuration.PORT),
    user: configuration.USER,
    password: configuration.PASSWORD,
    database: configuration.DATABASE,
    connectionLimit: 2,
    multipleStatements: form === 'several',
  });
  pool.getConnection(function (err, connection) {
    if (err) return callback(err);
    const done = (err, result) => {
      pool.end(() => callback(err, result));
    };
    if (form === 'several' || form === 'refused') {
      connection.query('SELECT 1 AS one; SELECT 2 AS two', (err, results) => {
        connection.release();
        if (err) console.log(err.code, err.message);
        done(err, results && { user_id: '1', results });
      });
      return;
    }
    if (form === 'end') {
      connection.destroy();
      connection.query('SELECT 1', (err) => done(err));
      return;
    }
    connection.beginTransaction(function (err) {
      connection.query('UPDATE users SET logins = 5 WHERE id = 1', function (err, result) {
        console.log(result.affectedRows);
        connection[form](function (err) {
          connection.query('SELECT logins FROM users WHERE id = 1', function (err, rows) {
            connection.release();
            done(null, { user_id: '1', logins: rows[0].logins });
          });
        });
      });
    });
  });
}
