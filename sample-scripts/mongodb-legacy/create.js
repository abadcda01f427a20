function create(user, callback) {
  const bcrypt = require('bcrypt');
  const { MongoClient } = require('mongodb@3.1.4');

  const client = new MongoClient(configuration.MONGO_URL);

  bcrypt.hash(user.password, 10, function onHashed(err, hash) {
    if (err) {
      return callback(new Error('The password cannot be hashed: ' + err.message));
    }

    client.connect(function onConnected(err) {
      if (err) {
        return callback(new Error('The recipe store cannot be reached: ' + err.message));
      }

      // Of what sign-up knows only this belongs here; the rest names the tenant and the application.
      const document = {
        email: user.email.toLowerCase(),
        password: hash,
        nickname: user.email.split('@')[0],
        email_verified: false
      };
      const users = client.db('recipes').collection('users');

      users.insert(document, function onInserted(err) {
        client.close();
        // Two sign-ups at once: get_user found nobody for either, the unique index lets one through.
        if (err && err.code === 11000) {
          return callback(new ValidationError('user_exists', 'There is already an account with this e-mail address.'));
        }
        if (err) {
          return callback(new Error('The recipe store did not answer: ' + err.message));
        }

        return callback(null);
      });
    });
  });
}
