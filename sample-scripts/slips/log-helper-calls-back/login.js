function login(identifier, password, callback) {
  fetch(configuration.API + '/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: identifier, password: password }),
    signal: AbortSignal.timeout(5000)
  }).then(onAnswer, function onFailure(err) {
    log(err.message, true);
  });

  function onAnswer(response) {
    if (response.status !== 200) {
      log('the service answered ' + response.status, true);
    }
    return callback(new WrongUsernameOrPasswordError(identifier, 'Wrong e-mail or password.'));
  }

  function log(message, isError) {
    console.log('login: ' + message);
    if (isError) {
      callback(new Error(message));
    }
  }
}
