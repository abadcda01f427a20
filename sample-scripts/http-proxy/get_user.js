async function getUser(identifier, callback) {
  const tenant = 'https://' + configuration.SOURCE_DOMAIN;

  let user;
  try {
    const accessToken = await managementToken();
    user = await findUser(accessToken);
  } catch (err) {
    return callback(new Error('The source tenant did not say who this is: ' + err.message));
  }

  if (!user) {
    return callback(null);
  }
  return callback(null, toProfile(user));

  // One token serves every run in this container until shortly before it expires.
  async function managementToken() {
    const cached = global.managementToken;
    if (cached && cached.expiresAt > Date.now()) {
      return cached.accessToken;
    }

    const response = await fetch(tenant + '/oauth/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        grant_type: 'client_credentials',
        client_id: configuration.SOURCE_CLIENT_ID,
        client_secret: configuration.SOURCE_CLIENT_SECRET,
        audience: tenant + '/api/v2/'
      }),
      signal: AbortSignal.timeout(5000)
    });
    if (!response.ok) {
      throw new Error('no token, status ' + response.status);
    }

    const answer = await response.json();
    global.managementToken = {
      accessToken: answer.access_token,
      expiresAt: Date.now() + (answer.expires_in - 60) * 1000
    };
    return answer.access_token;
  }

  // Addresses are stored in lower case there, and the search is exact. Users of other connections are not ours.
  async function findUser(accessToken) {
    const query = new URLSearchParams({ email: identifier.toLowerCase() });
    const response = await fetch(tenant + '/api/v2/users-by-email?' + query.toString(), {
      headers: { authorization: 'Bearer ' + accessToken },
      signal: AbortSignal.timeout(5000)
    });
    if (!response.ok) {
      throw new Error('no users, status ' + response.status);
    }

    const users = await response.json();
    return users.find(function isOurs(candidate) {
      return candidate.identities[0].connection === configuration.SOURCE_CONNECTION;
    });
  }

  // login answers the same profile. The source tenant's own "auth0|" must go: this tenant adds one itself.
  function toProfile(found) {
    return {
      user_id: 'source|' + found.user_id.replace(/^auth0\|/, ''),
      email: found.email,
      email_verified: found.email_verified,
      given_name: found.given_name,
      family_name: found.family_name,
      name: found.name,
      nickname: found.nickname
    };
  }
}
