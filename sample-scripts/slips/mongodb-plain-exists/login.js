function login(email, password, callback) {
  const bcrypt = require('bcrypt');
  const { MongoClient } = require('mongodb@3.1.4');

  const client = new MongoClient(configuration.MONGO_URL);
  client.connect(function onConnected(err) {
    if (err) {
      return callback(err);
    }

    const users = client.db('recipes').collection('users');
    users.findOne({ email: email }, function onUser(err, user) {
      if (err || !user) {
        client.close();
        return callback(err || new WrongUsernameOrPasswordError(email, 'Wrong e-mail or password.'));
      }

      bcrypt.compare(password, user.password, function onCompared(err, matches) {
        client.close();
        if (err || !matches) {
          return callback(err || new WrongUsernameOrPasswordError(email, 'Wrong e-mail or password.'));
        }

        return callback(null, {
          user_id: 'slips|' + user._id.toString(),
          email: user.email,
          email_verified: user.email_verified
        });
      });
    });
  });
}
