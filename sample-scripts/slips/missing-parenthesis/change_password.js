function changePassword(email, newPassword, callback) {
  const bcrypt = require('bcrypt');

  bcrypt.hash(newPassword, 10, function onHashed(err, hash) {
    if (err) {
      return callback(err);
    }
    return callback(null, true);
  };
}
