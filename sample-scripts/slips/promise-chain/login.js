function login(identifier, password, callback) {
  fetch(configuration.API + '/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: identifier, password: password }),
    signal: AbortSignal.timeout(5000)
  })
    .then(function onAnswer(response) {
      if (!response.ok) {
        return callback(new WrongUsernameOrPasswordError(identifier, 'Wrong e-mail or password.'));
      }
      return response.json();
    })
    .then(function onUser(user) {
      return callback(null, { user_id: 'slips|' + user.id, email: user.email, email_verified: user.email_verified });
    })
    .catch(function onFailure(err) {
      return callback(err);
    });
}
