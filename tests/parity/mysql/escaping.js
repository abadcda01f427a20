// What the driver writes for a value.
//: store none
//: case all ["x", "y"]
function login(email, password, callback) {
  const mysql = require('mysql');
  const values = ["it's", 'a"b\\c\n\0', 7, 1.5, true, null, undefined, new Date(Date.UTC(2024, 1, 29, 12, 34, 56, 7)), Buffer.from([0, 255])];
  for (const value of values) console.log(mysql.escape(value, false, 'Z'));
  console.log(mysql.escape(['a', 1, null]), mysql.escape([['a', 1], ['b', 2]]), mysql.escape({ a: 1, b: "x'y", c: null, f: () => 1 }));
  console.log(mysql.escapeId('a.b'), mysql.escapeId('a.b', true), mysql.escapeId(['a', 'b`c']), mysql.raw('NOW()').toSqlString());
  console.log(mysql.format('SELECT ?? FROM ?? WHERE a = ? AND b IN (?) AND c = ?', ['x.y', 'users', "o'h", [1, 2], { toSqlString: () => 'NOW()' }]));
  console.log(mysql.format('a = ? b = ?', 'only'), mysql.format('a = ?', [undefined]), mysql.format('?', [{ id: 1 }], true));
  callback(null, { user_id: '1' });
}
