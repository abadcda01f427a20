function verify(email, callback) {
  const { MongoClient } = require('mongodb@3.1.4');

  const client = new MongoClient(configuration.MONGO_URL);

  client.connect(function onConnected(err) {
    if (err) {
      return callback(new Error('The recipe store cannot be reached: ' + err.message));
    }

    const users = client.db('recipes').collection('users');

    const change = { $set: { email_verified: true } };

    users.update({ email: email.toLowerCase() }, change, function onUpdated(err, answer) {
      client.close();
      if (err) {
        return callback(new Error('The recipe store did not answer: ' + err.message));
      }
      // n counts what matched; nModified would be 0 for who has confirmed already.
      if (answer.result.n === 0) {
        return callback(new Error('There is no account with this e-mail address.'));
      }

      return callback(null, true);
    });
  });
}
