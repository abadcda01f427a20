function getByEmail(email, callback) {
  const request = require('request');

  const options = { url: configuration.API + '/users/' + encodeURIComponent(email), timeout: 5000 };
  request.get(options, function onAnswer(err, response, body) {
    if (err) {
      return callback(err);
    }

    const user = JSON.parse(body);
    return callback(null, { user_id: user.id, email: user.email, email_verified: user.email_verified });
  });
}
