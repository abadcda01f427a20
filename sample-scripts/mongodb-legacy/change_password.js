function changePassword(email, newPassword, callback) {
  const bcrypt = require('bcrypt');
  const { MongoClient } = require('mongodb@3.1.4');

  const client = new MongoClient(configuration.MONGO_URL);

  bcrypt.hash(newPassword, 10, function onHashed(err, hash) {
    if (err) {
      return callback(new Error('The password cannot be hashed: ' + err.message));
    }

    client.connect(function onConnected(err) {
      if (err) {
        return callback(new Error('The recipe store cannot be reached: ' + err.message));
      }

      const users = client.db('recipes').collection('users');
      const change = { $set: { password: hash } };

      users.update({ email: email.toLowerCase() }, change, function onUpdated(err, answer) {
        client.close();
        if (err) {
          return callback(new Error('The recipe store did not answer: ' + err.message));
        }

        return callback(null, answer.result.n > 0);
      });
    });
  });
}
