function getUser(identifier, callback) {
  return callback(null, null);
}
