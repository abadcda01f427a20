// bcrypt by callback, by promise and at once.
//: store none
//: case callback ["callback", "correct-horse"]
//: case promise ["promise", "correct-horse"]
//: case at once ["sync", "correct-horse"]
//: case wrong ["callback", "wrong"]
//: case no text ["number", "x"]
//: case no hash ["nothing", "x"]
//: case bad hash ["bad", "x"]
//: case cost ["rounds", "x"]
//: case other prefix ["prefix", "correct-horse"]
function login(form, password, callback) {
  const bcrypt = require('bcrypt');
  const hash = '$2b$04$FZBQ5auCe8IBfB4ltOt8IuQbQXIWcAXJLrXV0O0MMJatpqwRxhFLm';
  if (form === 'callback') bcrypt.compare(password, hash, (err, same) => callback(err, { user_id: '1', same }));
  if (form === 'promise') bcrypt.compare(password, hash).then((same) => callback(null, { user_id: '1', same }), callback);
  if (form === 'sync') callback(null, { user_id: '1', same: bcrypt.compareSync(password, hash) });
  if (form === 'number') bcrypt.compare(7, hash, (err, same) => callback(err, same));
  if (form === 'nothing') bcrypt.compare(password, undefined, (err, same) => callback(err, same));
  if (form === 'bad') bcrypt.compare(password, 'no hash at all', (err, same) => callback(err, { user_id: '1', same }));
  if (form === 'rounds') {
    bcrypt.hash(password, 4, (err, made) => {
      console.log(made.length, made.slice(0, 7), bcrypt.getRounds(made), bcrypt.compareSync(password, made));
      callback(err, { user_id: '1' });
    });
  }
  if (form === 'prefix') {
    const old = hash.replace('$2b$', '$2y$');
    console.log(bcrypt.compareSync(password, old), bcrypt.compareSync(password, old.replace(/^\$2y\$/, '$2a$')));
    callback(null, { user_id: '1' });
  }
}
