function login(identifier, password, callback) {
  const bcrypt = require('bcrypt');
  const { MongoClient } = require('mongodb@3.1.4');

  const client = new MongoClient(configuration.MONGO_URL);

  client.connect(function onConnected(err) {
    if (err) {
      return callback(new Error('The recipe store cannot be reached: ' + err.message));
    }

    const users = client.db('recipes').collection('users');

    users.findOne({ email: identifier.toLowerCase() }, function onUser(err, user) {
      client.close();
      if (err) {
        return callback(new Error('The recipe store did not answer: ' + err.message));
      }
      if (!user) {
        return callback(new WrongUsernameOrPasswordError(identifier, 'Wrong e-mail or password.'));
      }

      bcrypt.compare(password, user.password, function onCompared(err, matches) {
        if (err) {
          return callback(new Error('The stored password cannot be compared: ' + err.message));
        }
        if (!matches) {
          return callback(new WrongUsernameOrPasswordError(identifier, 'Wrong e-mail or password.'));
        }
        // Only who knows the password learns that the account is locked.
        if (user.locked) {
          return callback(new UnauthorizedError('This account is locked. Please write to the editors.'));
        }

        return callback(null, toProfile(user));
      });
    });
  });

  // get_user answers the same profile: the two must agree.
  function toProfile(user) {
    return {
      user_id: 'recipes|' + user._id.toString(),
      email: user.email,
      email_verified: user.email_verified,
      name: user.name || user.nickname,
      nickname: user.nickname
    };
  }
}
