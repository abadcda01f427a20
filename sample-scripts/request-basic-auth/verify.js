function verify(email, callback) {
  const request = require('request');

  const options = {
    url: 'https://accounts.customers.example.test/accounts/' + encodeURIComponent(email),
    headers: { 'x-api-key': configuration.ACCOUNTS_API_KEY },
    json: { confirmed: true },
    timeout: 5000
  };
  request.put(options, function onChanged(err, response) {
    if (err) {
      return callback(new Error('The account service cannot be reached: ' + err.message));
    }
    if (response.statusCode === 404) {
      return callback(new Error('There is no account with this e-mail address.'));
    }
    if (response.statusCode !== 200) {
      return callback(new Error('The account service did not answer, status ' + response.statusCode));
    }

    return callback(null, true);
  });
}
