function changeEmail(email, callback) {
  return callback(new Error('Changing the e-mail address is not possible here.'));
}
