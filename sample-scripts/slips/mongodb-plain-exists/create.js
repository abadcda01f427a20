function create(user, callback) {
  const bcrypt = require('bcrypt');
  const { MongoClient } = require('mongodb@3.1.4');

  const client = new MongoClient(configuration.MONGO_URL);
  client.connect(function onConnected(err) {
    if (err) {
      return callback(err);
    }

    const users = client.db('recipes').collection('users');
    users.findOne({ email: user.email }, function onUser(err, known) {
      if (err || known) {
        client.close();
        return callback(err || new Error('The user already exists.'));
      }

      bcrypt.hash(user.password, 10, function onHashed(err, hash) {
        if (err) {
          client.close();
          return callback(err);
        }

        users.insertOne({ email: user.email, password: hash }, function onInserted(err) {
          client.close();
          return callback(err || null);
        });
      });
    });
  });
}
