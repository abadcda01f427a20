function create(user, callback) {
  const request = require('request');

  const options = { url: configuration.API + '/users', json: { email: user.email, password: user.password }, timeout: 5000 };
  request.post(options, function onAnswer(err) {
    if (err) {
      return callback(err);
    }

    return callback(null);
  });
}
