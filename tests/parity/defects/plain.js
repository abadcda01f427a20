// What goes wrong in real scripts without any store.
//: store none
//: case dead zone ["zone", "x"]
//: case self assignment ["self", "x"]
//: case undeclared on a path ["undeclared", "x"]
//: case misspelt constructor ["constructor", "x"]
//: case relative module ["relative", "x"]
//: case status as error ["status", "x"]
//: case message as error ["message", "x"]
//: case true as error ["true", "x"]
//: case profile without id ["profile", "x"]
//: case id instead ["id", "x"]
//: case emails ["emails", "x"]
//: case third argument ["third", "x"]
//: case state kept ["state", "x"]
//: case environment written ["environment", "x"]
//: case keys of null ["keys", "x"]
//: case strict assignment ["const", "x"]
//: case no function ["callee", "x"]
//: case json ["json", "{\"user\": "]
//: case json of undefined ["json undefined", "x"]
//: case json of a page ["json", "<html>"]
//: case circular ["circular", "x"]
//: case bad url ["url", "no url"]
//: case bad length ["length", -1]
//: case bad date ["date", "no date"]
//: case recursion ["recursion", "x"]
//: case old buffer ["buffer", "cGFzc3dvcmQ="]
//: case rejected in an inner function ["inner", "x"]
//: case called back late twice ["late", "x"]
//: case big integer ["bigint", "x"]
//: case symbol ["symbol", "x"]
//: case unescaped ["component", "%E0%A4%A"]
//: case wrong argument ["wrong", "x"]
//: case no new ["new", "x"]
async function login(form, given, callback) {
  const answer = (value) => callback(null, { user_id: '1', value });
  if (form === 'zone') {
    answer(hash);
    const hash = 'x';
  }
  if (form === 'self') {
    let user = user || given;
    answer(user);
  }
  if (form === 'undeclared') {
    if (given === 'x') answer(userRecord.id);
  }
  if (form === 'constructor') {
    const crypto = require('crypto');
    answer(new crypto.Hmacs('sha256'));
  }
  if (form === 'relative') {
    try {
      require('./lib/hash');
    } catch (error) {
      console.log(error.code, error.message.split('\n')[0]);
      callback(new Error(error.code));
    }
  }
  if (form === 'status') callback(404);
  if (form === 'message') callback(new Error('a message').message);
  if (form === 'true') callback(true, { user_id: '1' });
  if (form === 'profile') callback(null, { email: 'ada@example.test' });
  if (form === 'id') callback(null, { id: 7, email: 'ada@example.test' });
  if (form === 'emails') callback(null, { user_id: 7, emails: [{ value: 'ada@example.test' }] });
  if (form === 'third') callback(null, { user_id: '1' }, (x) => x);
  if (form === 'state') {
    global.tokens = (global.tokens || 0) + 1;
    globalThis.certificate = Buffer.from('x');
    answer([global.tokens, certificate.toString()]);
  }
  if (form === 'environment') {
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = 0;
    process.env.OWN = undefined;
    answer([process.env.NODE_TLS_REJECT_UNAUTHORIZED, typeof process.env.OWN, delete process.env.OWN, process.env.OWN]);
  }
  if (form === 'keys') answer(Object.keys(null));
  if (form === 'const') {
    const email = given;
    email = email.toLowerCase();
  }
  if (form === 'callee') given.emails.find((email) => email);
  if (form === 'json') answer(JSON.parse(given));
  if (form === 'json undefined') answer(JSON.parse(undefined));
  if (form === 'circular') {
    const user = {};
    user.self = user;
    answer(JSON.stringify(user));
  }
  if (form === 'url') answer(new URL(given).href);
  if (form === 'length') answer(new Array(given));
  if (form === 'date') answer(new Date(given).toISOString());
  if (form === 'recursion') {
    const deeper = () => deeper() + 1;
    answer(deeper());
  }
  if (form === 'buffer') {
    const bytes = new Buffer(given, 'base64');
    console.log(bytes, new Buffer(3), new Buffer([1, 2]), new Buffer('é', 'binary'), Buffer('a'));
    answer(bytes.toString());
  }
  if (form === 'inner') {
    const fetchUser = async () => {
      throw new TypeError('inside');
    };
    fetchUser().then(answer);
  }
  if (form === 'late') {
    setTimeout(() => answer(1), 2);
    setTimeout(() => callback(new Error('again')), 5);
  }
  if (form === 'bigint') answer(1n + 1);
  if (form === 'symbol') answer(`${Symbol('s')}`);
  if (form === 'component') answer(decodeURIComponent(given));
  if (form === 'wrong') callback(new WrongArgumentError('none'));
  if (form === 'new') {
    class User {}
    answer(User());
  }
}
