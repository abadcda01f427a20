function remove(id, callback) {
  const { MongoClient } = require('mongodb@3.1.4');

  const client = new MongoClient(configuration.MONGO_URL);
  client.connect(function onConnected(err) {
    if (err) {
      return callback(err);
    }

    client.db('recipes').collection('users').deleteOne({ _id: id }, function onDeleted(err) {
      client.close();
      return callback(err || null);
    });
  });
}
