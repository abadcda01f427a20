function getUser(identifier, callback) {
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
      // "Not found" is an answer, not an error: sign-up goes on from here.
      if (!user) {
        return callback(null);
      }

      return callback(null, toProfile(user));
    });
  });

  // login answers the same profile: the two must agree.
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
