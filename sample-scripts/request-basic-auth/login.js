function login(identifier, password, callback) {
  const request = require('request');

  const options = {
    url: 'https://accounts.customers.example.test/profile',
    auth: { username: identifier, password: password },
    timeout: 5000
  };
  request.get(options, function onProfile(err, response, body) {
    if (err) {
      return callback(new Error('The account service cannot be reached: ' + err.message));
    }
    if (response.statusCode === 401) {
      return callback(new WrongUsernameOrPasswordError(identifier, 'Wrong e-mail or password.'));
    }
    if (response.statusCode === 423) {
      return callback(new UnauthorizedError('This account is locked. Please write to us.'));
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

  // get_user answers the same profile: the two must agree.
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
