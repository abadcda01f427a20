async function login(identifier, password, callback) {
  const axios = require('axios');
  const tenant = 'https://' + configuration.SOURCE_DOMAIN;

  let claims;
  try {
    const accessToken = await signIn();
    claims = await readClaims(accessToken);
  } catch (err) {
    // Without a response there was no answer at all: the network failed or time ran out.
    const refusal = err.response ? err.response.data.error : undefined;
    if (refusal === 'invalid_grant') {
      return callback(new WrongUsernameOrPasswordError(identifier, 'Wrong e-mail or password.'));
    }
    if (refusal === 'too_many_attempts') {
      return callback(new UnauthorizedError('Too many attempts. Please try again later.'));
    }
    return callback(new Error('The source tenant did not sign the user in: ' + (refusal || err.message)));
  }

  return callback(null, toProfile(claims));

  // The password-realm grant asks one connection of the source tenant, so no other user can answer.
  async function signIn() {
    const response = await axios.post(
      tenant + '/oauth/token',
      {
        grant_type: 'http://auth0.com/oauth/grant-type/password-realm',
        realm: configuration.SOURCE_CONNECTION,
        client_id: configuration.SOURCE_CLIENT_ID,
        client_secret: configuration.SOURCE_CLIENT_SECRET,
        username: identifier,
        password: password,
        scope: 'openid profile email'
      },
      { timeout: 5000 }
    );
    return response.data.access_token;
  }

  async function readClaims(accessToken) {
    const response = await axios.get(tenant + '/userinfo', {
      headers: { Authorization: 'Bearer ' + accessToken },
      timeout: 5000
    });
    return response.data;
  }

  // get_user answers the same profile. The source tenant's own "auth0|" must go: this tenant adds one itself.
  function toProfile(user) {
    return {
      user_id: 'source|' + user.sub.replace(/^auth0\|/, ''),
      email: user.email,
      email_verified: user.email_verified,
      given_name: user.given_name,
      family_name: user.family_name,
      name: user.name,
      nickname: user.nickname
    };
  }
}
