// Real packages from node_modules.
//: store none
//: case lodash ["lodash", ""]
//: case moment ["moment", ""]
//: case async ["async", ""]
//: case xml2js ["xml2js", ""]
//: case qs ["qs", ""]
//: case validator ["validator", ""]
//: case jws ["jws", ""]
//: case bluebird ["bluebird", ""]
//: case jwt-decode ["jwt-decode", ""]
//: case node-jose ["node-jose", ""]
//: case firebase-scrypt ["firebase-scrypt", ""]
async function login(name, password, callback) {
  const done = (value) => callback(null, { user_id: '1', value });
  const used = require(name);
  const token = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiI3In0.lGBO1gJsYF2PXcFGQJmaFLtMDjAaSyyHgFp2rLYZbWo';
  if (name === 'lodash') done([used.pick({ a: 1, b: 2 }, ['a']), used.find([{ a: 1 }], { a: 1 }), used.get({ a: [{ b: 7 }] }, 'a[0].b')]);
  if (name === 'moment') done([used.utc('2024-02-29T12:00:00Z').add(1, 'year').format('YYYY-MM-DD dddd'), used.duration(90, 'minutes').humanize()]);
  if (name === 'async') used.waterfall([(next) => setTimeout(() => next(null, 1), 1), (one, next) => next(null, one + 1)], (error, value) => callback(error, { user_id: '1', value }));
  if (name === 'xml2js') used.parseString('<user id="7"><name>Ada</name><mail/></user>', (error, value) => callback(error, { user_id: '1', value }));
  if (name === 'qs') done([used.stringify({ a: { b: [1, 2] }, c: 'x y' }), used.parse('a[b][]=1&c=x+y')]);
  if (name === 'validator') done([used.isEmail('ada@example.test'), used.isEmail('ada'), used.normalizeEmail('Ada@Gmail.com'), used.escape('<a>')]);
  if (name === 'jws') done([used.decode(token, { json: true }), used.verify(token, 'HS256', 'secret'), used.sign({ header: { alg: 'HS256' }, payload: 'x', secret: 's' })]);
  if (name === 'bluebird') done(await used.coroutine(function* () { return (yield used.delay(1, 'a')) + 'b'; })());
  if (name === 'jwt-decode') done((used.default || used)(token));
  if (name === 'node-jose') {
    const key = await used.JWK.asKey({ kty: 'oct', k: 'c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0', alg: 'HS256' });
    const signed = await used.JWS.createSign({ format: 'compact' }, key).update('text').final();
    done([signed.split('.').length, (await used.JWS.createVerify(key).verify(signed)).payload.toString()]);
  }
  if (name === 'firebase-scrypt') {
    const scrypt = new used.FirebaseScrypt({
      memCost: 14,
      rounds: 8,
      saltSeparator: 'Bw==',
      signerKey: 'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==',
    });
    const hash = 'lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==';
    done([await scrypt.verify('user1password', '42xEC+ixf3L2lw==', hash), await scrypt.verify('wrong', '42xEC+ixf3L2lw==', hash)]);
  }
}
