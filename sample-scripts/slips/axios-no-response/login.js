async function login(email, password, callback) {
  const axios = require('axios');

  let user;
  try {
    const response = await axios.post(
      configuration.API + '/login',
      { email: email, password: password },
      { timeout: 5000 }
    );
    user = response.data;
  } catch (e) {
    if (e.response.status === 404) {
      return callback(new WrongUsernameOrPasswordError(email, 'Wrong e-mail or password.'));
    }
    return callback(new Error(e.message));
  }

  return callback(null, { user_id: 'slips|' + user.id, email: user.email, email_verified: user.email_verified });
}
