// Errors with and without an answer.
//: store http
//: case not found ["get", "/nowhere"]
//: case server error ["get", "/broken"]
//: case forbidden ["get", "/profile"]
//: case reset ["get", "/reset"]
//: case slow ["get", "/slow"]
//: live refused ["refused", ""]
//: case bad address ["address", ""]
async function login(form, path, callback) {
  const axios = require('axios');
  const address = form === 'refused' ? 'http://127.0.0.1:1/' : form === 'address' ? 'nowhere' : configuration.BASE_URL + path;
  try {
    const response = await axios.get(address, { timeout: 300 });
    console.log(response.status, response.data);
    callback(null, { user_id: '1' });
  } catch (error) {
    console.log(error.name, error.code, error.isAxiosError, axios.isAxiosError(error), error.message.replace(/\d{5}/, 'port'));
    console.log(error.response && [error.response.status, error.response.statusText, error.response.data]);
    console.log(Boolean(error.request), error.config && error.config.method, Object.keys(error));
    callback(new Error(error.code));
  }
}
