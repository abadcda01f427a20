function create(user, callback) {
  const msg =
    'Please implement the Create script for this database connection at https://manage.auth0.com/#/connections/database';
  return callback(new Error(msg));
}
