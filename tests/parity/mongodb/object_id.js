// ObjectId and what else works without a server.
//: store none
//: case made and read ["read", "64b7f0c2a1b2c3d4e5f60718"]
//: case not an id ["read", "7"]
//: case valid ["valid", "64b7f0c2a1b2c3d4e5f60718"]
//: case in JSON ["json", "64b7f0c2a1b2c3d4e5f60718"]
//: case compared ["equals", "64b7f0c2a1b2c3d4e5f60718"]
//: case a time in it ["time", "64b7f0c2a1b2c3d4e5f60718"]
//: case bad address ["address", "localhost:27017"]
//: case called ["called", "mongodb://localhost:27017/"]
//: case name without new ["plain", "64b7f0c2a1b2c3d4e5f60718"]
function login(form, given, callback) {
  const mongodb = require('mongodb');
  const { ObjectId, MongoClient } = mongodb;
  if (form === 'read') {
    const id = new ObjectId(given);
    console.log(id, String(id), id.toHexString(), id.id);
    callback(null, { user_id: id.toString() });
  }
  if (form === 'valid') callback(null, { user_id: '1', valid: [given, '7', 7, null, 'x'.repeat(24), 'x'.repeat(12)].map((one) => ObjectId.isValid(one)) });
  if (form === 'json') callback(null, { user_id: new ObjectId(given), list: [new ObjectId(given)] });
  if (form === 'equals') {
    const id = new ObjectId(given);
    callback(null, { user_id: '1', same: [id.equals(given), id.equals(new ObjectId(given)), id == given, id === given] });
  }
  if (form === 'time') callback(null, { user_id: '1', at: new ObjectId(given).getTimestamp() });
  if (form === 'address') {
    try {
      new MongoClient(given);
      callback(null, { user_id: 'made' });
    } catch (error) {
      callback(error);
    }
  }
  if (form === 'called') mongodb(given, (err, db) => callback(err, db));
  if (form === 'plain') callback(null, { user_id: ObjectId(given) });
}
