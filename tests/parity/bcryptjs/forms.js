// bcryptjs 2.4.3 by callback, by promise and at once.
//: store none
//: case callback ["callback", "correct-horse"]
//: case promise ["promise", "wrong"]
//: case at once ["sync", "correct-horse"]
//: case bad types ["types", "x"]
//: case hash ["hash", "x"]
function login(form, password, callback) {
  const bcrypt = require('bcryptjs@2.4.3');
  const hash = '$2a$04$FZBQ5auCe8IBfB4ltOt8IuQbQXIWcAXJLrXV0O0MMJatpqwRxhFLm';
  if (form === 'callback') bcrypt.compare(password, hash, (err, same) => callback(err, { user_id: '1', same }));
  if (form === 'promise') bcrypt.compare(password, hash).then((same) => callback(null, { user_id: '1', same }), callback);
  if (form === 'sync') callback(null, { user_id: '1', same: bcrypt.compareSync(password, hash) });
  if (form === 'types') bcrypt.compare(7, hash, (err, same) => callback(err, same));
  if (form === 'hash') {
    bcrypt.hash(password, 4, (err, made) => {
      console.log(made.length, made.slice(0, 7), bcrypt.getRounds(made), bcrypt.getSalt(made).length, bcrypt.compareSync(password, made));
      callback(err, { user_id: '1' });
    });
  }
}
