function login(identifier, password, callback) {
  return callback(null, null);
}
