function getUser(identifier, callback) {
  const request = require('request');

  const options = {
    url: 'https://accounts.customers.example.test/accounts/' + encodeURIComponent(identifier),
    headers: { 'x-api-key': configuration.ACCOUNTS_API_KEY },
    timeout: 5000
  };
  request.get(options, function onAccount(err, response, body) {
    if (err) {
      return callback(new Error('The account service cannot be reached: ' + err.message));
    }
    // "Not found" is an answer, not an error: sign-up goes on from here.
    if (response.statusCode === 404) {
      return callback(null);
    }

    const account = response.statusCode === 200 ? parsed(body) : null;
    if (!account) {
      return callback(new Error('The account service did not answer, status ' + response.statusCode));
    }

    return callback(null, toProfile(account));
  });

  // An HTML page of a proxy is no answer either.
  function parsed(body) {
    try {
      return JSON.parse(body);
    } catch (err) {
      return null;
    }
  }

  // login answers the same profile: the two must agree.
  function toProfile(account) {
    return {
      user_id: 'accounts|' + account.id,
      email: account.email,
      email_verified: account.confirmed,
      name: account.name,
      nickname: account.nickname
    };
  }
}
