async function login(identifier, password, callback) {
  const response = await fetch(configuration.API + '/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: identifier, password: password }),
    signal: AbortSignal.timeout(5000)
  });
  if (response.status === 401) {
    return callback(new WrongUsernameOrPasswordError(identifier, 'Wrong e-mail or password.'));
  }

  const user = response.json();
  return callback(null, { user_id: user.id.toString(), email: user.email, email_verified: user.email_verified });
}
