// Tokens: signing, verifying, decoding, and what is wrong with them.
//: store none
//: case round ["round", ""]
//: case decode ["decode", ""]
//: case complete ["complete", ""]
//: case bad signature ["bad", ""]
//: case malformed ["malformed", ""]
//: case expired ["expired", ""]
//: case audience ["audience", ""]
//: case no secret ["secret", ""]
//: case bad option ["option", ""]
//: case by callback ["callback", ""]
//: case version 8 ["old", ""]
function login(form, password, callback) {
  const jwt = form === 'old' ? require('jsonwebtoken@8.5.0') : require('jsonwebtoken');
  const token = jwt.sign({ sub: '7', iat: 1700000000 }, 'a secret', { issuer: 'me', audience: 'you', noTimestamp: false });
  console.log(token);
  const done = (value) => callback(null, { user_id: '1', value });
  try {
    if (form === 'round' || form === 'old') done(jwt.verify(token, 'a secret', { issuer: 'me', audience: 'you' }));
    if (form === 'decode') done(jwt.decode(token));
    if (form === 'complete') done(jwt.decode(token, { complete: true }));
    if (form === 'bad') done(jwt.verify(token, 'another secret'));
    if (form === 'malformed') {
      console.log(jwt.decode('no token'));
      done(jwt.verify('no token', 'a secret'));
    }
    if (form === 'expired') done(jwt.verify(jwt.sign({ exp: 1700000000 }, 'a secret'), 'a secret'));
    if (form === 'audience') done(jwt.verify(token, 'a secret', { audience: 'them' }));
    if (form === 'secret') done(jwt.sign({}, ''));
    if (form === 'option') done(jwt.sign({}, 'a secret', { expiresIn: 'soon' }));
    if (form === 'callback') jwt.verify(token, 'another secret', (error, value) => callback(error, value));
  } catch (error) {
    console.log(error.name, error.message, error.expiredAt);
    callback(error);
  }
}
