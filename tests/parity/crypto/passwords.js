// Hashes of passwords as real stores have them.
//: store none
//: case digests ["digests", ""]
//: case hmac ["hmac", ""]
//: case pbkdf2 ["pbkdf2", ""]
//: case scrypt ["scrypt", ""]
//: case equal ["equal", ""]
//: case membership ["membership", ""]
//: case unknown digest ["unknown", ""]
function login(form, password, callback) {
  const crypto = require('crypto');
  const done = () => callback(null, { user_id: '1' });
  if (form === 'digests') {
    for (const name of ['md5', 'sha1', 'sha256', 'sha512', 'ripemd160', 'sha3-256']) {
      console.log(name, crypto.createHash(name).update('pä').digest('hex'));
    }
    console.log(crypto.createHash('sha256').update(Buffer.from('a')).update('b', 'utf8').digest('base64'));
    done();
  }
  if (form === 'hmac') {
    console.log(crypto.createHmac('sha256', 'key').update('text').digest('hex'), crypto.createHmac('sha1', Buffer.from('k')).update('t').digest('base64url'));
    done();
  }
  if (form === 'pbkdf2') {
    crypto.pbkdf2('secret', 'salt', 1000, 32, 'sha256', (err, key) => {
      console.log(err, key.toString('hex'), crypto.pbkdf2Sync('secret', 'salt', 10, 20, 'sha1').toString('base64'));
      done();
    });
  }
  if (form === 'scrypt') {
    crypto.scrypt('secret', 'salt', 32, { N: 1024 }, (err, key) => {
      console.log(err, key.toString('hex'));
      done();
    });
  }
  if (form === 'equal') {
    console.log(crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('a')));
    try {
      crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('ab'));
    } catch (error) {
      callback(error);
    }
  }
  if (form === 'membership') {
    const salt = Buffer.from('c2FsdHNhbHRzYWx0c2FsdA==', 'base64');
    const bytes = Buffer.concat([salt, Buffer.from('Pa$$w0rd', 'ucs2')]);
    console.log(crypto.createHash('sha1').update(bytes).digest('base64'), new Buffer('YQ==', 'base64').toString('binary'));
    done();
  }
  if (form === 'unknown') {
    try {
      crypto.createHash('sha257');
    } catch (error) {
      callback(error);
    }
  }
}
