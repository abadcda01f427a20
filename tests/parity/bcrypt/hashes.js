// Hashes made with bcrypt, and comparisons of what real stores keep.
//: store none
//: case hash with a callback ["callback", "correct-horse"]
//: case hash with a promise ["promise", "correct-horse"]
//: case hash at once ["sync", "correct-horse"]
//: case salt with a callback ["salt", "correct-horse"]
//: case salt given ["given", "correct-horse"]
//: case promisified ["promisified", "correct-horse"]
//: case compared with null ["null", "correct-horse"]
//: case compared with null by promise ["null promise", "correct-horse"]
//: case hash of nothing ["nothing", ""]
//: case sha256 before ["sha256", "correct-horse"]
//: case long password ["long", "x"]
//: case bytes ["bytes", "correct-horse"]
//: case bad salt ["bad salt", "x"]
//: case empty ["empty", ""]
async function login(form, password, callback) {
  const bcrypt = require('bcrypt');
  const salt = '$2b$04$FZBQ5auCe8IBfB4ltOt8Iu';
  const told = (hash) => {
    console.log(hash.slice(0, 7), hash.length, bcrypt.getRounds(hash), bcrypt.compareSync(password, hash));
    callback(null, { user_id: '1' });
  };
  if (form === 'callback') bcrypt.hash(password, 4, (err, hash) => (err ? callback(err) : told(hash)));
  if (form === 'promise') told(await bcrypt.hash(password, 4));
  if (form === 'sync') told(bcrypt.hashSync(password, 4));
  if (form === 'salt') {
    bcrypt.genSalt(4, (err, made) => {
      console.log(err, made.length, made.slice(0, 7));
      bcrypt.hash(password, made, (error, hash) => told(hash));
    });
  }
  if (form === 'given') callback(null, { user_id: '1', hash: bcrypt.hashSync(password, salt) });
  if (form === 'promisified') {
    const compare = require('util').promisify(bcrypt.compare);
    callback(null, { user_id: '1', same: await compare(password, bcrypt.hashSync(password, salt)) });
  }
  if (form === 'null') bcrypt.compare(password, null, (err, same) => callback(err, same));
  if (form === 'null promise') await bcrypt.compare(password, null).catch(callback);
  if (form === 'nothing') bcrypt.hash(undefined, 4, (err) => callback(err));
  if (form === 'sha256') {
    const digest = require('crypto').createHash('sha256').update(password).digest('base64');
    callback(null, { user_id: '1', hash: bcrypt.hashSync(digest, salt), same: bcrypt.compareSync(password, bcrypt.hashSync(digest, salt)) });
  }
  if (form === 'long') {
    const hash = bcrypt.hashSync('é'.repeat(36) + 'rest', salt);
    callback(null, { user_id: '1', same: [bcrypt.compareSync('é'.repeat(36), hash), bcrypt.compareSync('é'.repeat(35), hash)] });
  }
  if (form === 'bytes') callback(null, { user_id: '1', same: bcrypt.compareSync(Buffer.from(password), bcrypt.hashSync(password, salt)) });
  if (form === 'bad salt') bcrypt.hash(password, 'salt', (err) => callback(err));
  if (form === 'empty') callback(null, { user_id: '1', hash: bcrypt.hashSync('', salt), same: bcrypt.compareSync('', bcrypt.hashSync('', salt)) });
}
