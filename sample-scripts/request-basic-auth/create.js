function create(user, callback) {
  const request = require('request');

  const options = {
    url: 'https://accounts.customers.example.test/accounts',
    headers: { 'x-api-key': configuration.ACCOUNTS_API_KEY },
    json: { email: user.email, password: user.password },
    timeout: 5000
  };
  request.post(options, function onCreated(err, response) {
    if (err) {
      return callback(new Error('The account service cannot be reached: ' + err.message));
    }
    if (response.statusCode === 409) {
      return callback(new ValidationError('user_exists', 'There is already an account with this e-mail address.'));
    }
    if (response.statusCode !== 201) {
      return callback(new Error('The account service did not answer, status ' + response.statusCode));
    }

    return callback(null);
  });
}
