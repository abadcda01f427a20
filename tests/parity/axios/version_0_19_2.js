// What version 0.19.2 does and how it fails.
//: store http
//: case right password ["ada@example.test", "correct-horse"]
//: case wrong password ["ada@example.test", "wrong"]
//: live refused ["refused", ""]
//: case slow ["slow", ""]
async function login(email, password, callback) {
  const axios = require('axios@0.19.2');
  const base = email === 'refused' ? 'http://127.0.0.1:1' : configuration.BASE_URL;
  try {
    const response =
      email === 'slow'
        ? await axios.get(`${base}/slow`, { timeout: 200 })
        : await axios.post(`${base}/login`, { email, password }, { headers: { 'x-from': 'script' } });
    console.log(response.status, response.headers['content-type'], response.data);
    callback(null, { user_id: `${response.data.user_id}` });
  } catch (error) {
    console.log(error.name, error.code, error.message, error.isAxiosError, Object.keys(error).sort());
    console.log(error.response && error.response.data);
    callback(new Error(error.message));
  }
}
