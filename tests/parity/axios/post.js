// A login by axios.post with async/await and its errors.
//: store http
//: case right password ["ada@example.test", "correct-horse"]
//: case wrong password ["ada@example.test", "wrong"]
//: case server error ["broken@example.test", "x"]
async function login(email, password, callback) {
  const axios = require('axios');
  try {
    const response = await axios.post(`${configuration.BASE_URL}/login`, { email, password }, { timeout: 5000 });
    console.log(response.status, response.statusText, typeof response.data);
    return callback(null, { user_id: response.data.user_id.toString(), email: response.data.email });
  } catch (error) {
    if (error.response && error.response.status === 401) {
      return callback(new WrongUsernameOrPasswordError(email, error.response.data.error));
    }
    console.log(error.name, error.code, error.message, error.response && error.response.data);
    return callback(new Error(error.message));
  }
}
