// Tokens signed with keys.
//: store none
//: case rsa ["RS256", ""]
//: case pss ["PS256", ""]
//: case curve ["ES256", ""]
//: case wrong algorithm ["wrong", ""]
function login(algorithm, password, callback) {
  const jwt = require('jsonwebtoken');
  const crypto = require('crypto');
  const pair = algorithm === 'ES256' ? crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }) : crypto.generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' });
  console.log(pem.split('\n')[0], pair.publicKey.asymmetricKeyType);
  if (algorithm === 'wrong') {
    jwt.verify(jwt.sign({ a: 1 }, pem, { algorithm: 'RS256' }), pair.publicKey, { algorithms: ['HS256'] }, callback);
    return;
  }
  const token = jwt.sign({ sub: '7', iat: 1 }, pem, { algorithm });
  console.log(token.split('.').slice(0, 2));
  callback(null, { user_id: '1', payload: jwt.verify(token, pair.publicKey.export({ type: 'spki', format: 'pem' })) });
}
