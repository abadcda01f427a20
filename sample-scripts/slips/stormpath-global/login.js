function login(email, password, callback) {
  request.post(
    { url: configuration.API + '/login', json: { email: email, password: password }, timeout: 5000 },
    function onAnswer(error, response, body) {
      if (response.statusCode !== 200) {
        return callback(new WrongUsernameOrPasswordError(email, 'Wrong e-mail or password.'));
      }

      return callback(null, { user_id: 'slips|' + body.id, email: body.email, email_verified: true });
    }
  );
}
