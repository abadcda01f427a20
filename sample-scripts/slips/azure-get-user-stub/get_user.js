function getUser(email, callback) {
  const profile = {
    user_id: 'slips|1',
    email: 'ada@example.test',
    email_verified: true,
    nickname: 'ada'
  };

  return callback(null, profile);
}
