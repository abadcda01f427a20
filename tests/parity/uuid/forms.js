// Identifiers of every kind.
//: store none
//: case newest ["new", ""]
//: case version 3.4 ["old", ""]
//: case refused ["bad", ""]
function login(form, password, callback) {
  if (form === 'old') {
    const uuid = require('uuid@3.4.0');
    console.log(typeof uuid, uuid().length, uuid.v4().length);
    callback(null, { user_id: '1' });
    return;
  }
  const uuid = require('uuid');
  if (form === 'bad') {
    try {
      uuid.parse('nothing');
    } catch (error) {
      callback(error);
    }
    return;
  }
  console.log(uuid.v5('name', uuid.v5.DNS), uuid.v3('name', uuid.v3.URL), uuid.NIL, uuid.MAX);
  console.log(uuid.validate('x'), uuid.validate(uuid.v4()), uuid.version(uuid.v1()), uuid.version(uuid.v7()));
  console.log(uuid.stringify(uuid.parse('109156be-c4fb-41ea-b1b4-efe1671c5836')));
  callback(null, { user_id: '1' });
}
