// Logging in with amazon-cognito-identity-js: a password proven by SRP, against a service that answers always the same.
//: store http
//: case authenticated ["ada", "correct-horse"]
//: case unknown ["nobody", "correct-horse"]
//: case wrong password ["grace", "wrong"]
//: live refused ["refused", "x"]
function login(username, password, callback) {
  const cognito = require('amazon-cognito-identity-js');
  const endpoint = username === 'refused' ? 'http://127.0.0.1:1/' : configuration.BASE_URL;
  const Pool = new cognito.CognitoUserPool({ UserPoolId: 'eu-west-1_abc', ClientId: 'client', endpoint });
  const user = new cognito.CognitoUser({ Username: username, Pool });
  const details = new cognito.AuthenticationDetails({ Username: username, Password: password });
  user.authenticateUser(details, {
    onSuccess(result) {
      const payload = result.getIdToken().decodePayload();
      console.log(result.getAccessToken().getJwtToken().length, result.isValid());
      callback(null, { user_id: payload.sub, email: payload.email });
    },
    onFailure(err) {
      console.log(err.name, err.code, err.message);
      callback(new WrongUsernameOrPasswordError(username, err.message));
    },
    newPasswordRequired: () => callback(new Error('new password required')),
  });
}
