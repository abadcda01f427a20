function (email, newEmail, verified, callback) {
  if (email === newEmail) {
    return callback(null, false);
  }

  return callback(null, true);
}
