function login(email, password, callback) {
  const request = require('request');

  const options = {
    url: configuration.API + '/down',
    auth: { username: email, password: password },
    timeout: 5000
  };
  request.get(options, function onAnswer(err, response, body) {
    if (err) {
      return callback(err);
    }
    if (response.statusCode === 401) {
      return callback(new WrongUsernameOrPasswordError(email, 'Wrong e-mail or password.'));
    }

    const user = JSON.parse(body);
    return callback(null, { user_id: 'slips|' + user.id, email: user.email, email_verified: user.email_verified });
  });
}
