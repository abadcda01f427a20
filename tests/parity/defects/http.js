// What goes wrong in real scripts over HTTP.
//: store http
//: case thrown in a callback ["thrown", "/nowhere"]
//: case thrown while parsing ["parsing", "/page"]
//: case no callback for a status ["status", "/profile"]
//: case called back twice ["twice", "/login"]
//: case no catch ["axios", "/profile"]
//: case awaited callback style ["awaited", "/users?email=ada@example.test"]
//: case fetch without a check ["fetch", "/profile"]
//: case fetch of an object ["fetch object", "/login"]
//: live encrypted against plain ["encrypted", "/"]
//: case callback in then and catch ["both", "/users?email=ada@example.test"]
//: case error kept as text ["error text", "/profile"]
async function login(form, path, callback) {
  const url = configuration.BASE_URL + path;
  const request = require('request');
  const axios = require('axios');
  if (form === 'thrown') request.get({ url, json: true }, (err, response, body) => callback(null, { user_id: body.user.id }));
  if (form === 'parsing') request.get(url, (err, response, body) => callback(null, JSON.parse(body)));
  if (form === 'status') {
    request.get(url, (err, response) => {
      console.log(response.statusCode);
      if (response.statusCode === 200) callback(null, { user_id: '1' });
    });
  }
  if (form === 'twice') {
    request.post({ url, json: {} }, (err, response, body) => {
      if (response.statusCode !== 200) callback(new WrongUsernameOrPasswordError('ada', body.error));
      callback(null, { user_id: body.user_id });
    });
  }
  if (form === 'axios') axios.get(url).then((response) => callback(null, response.data));
  if (form === 'awaited') {
    const given = await request.get({ url });
    console.log(typeof given.body, typeof given.statusCode, given.method);
    callback(null, { user_id: given.body && given.body.id });
  }
  if (form === 'fetch') {
    const response = await fetch(url);
    callback(null, { user_id: (await response.json()).id });
  }
  if (form === 'fetch object') {
    const response = await fetch(url, { method: 'POST', body: { email: 'ada@example.test' } });
    callback(null, { user_id: '1', status: response.status });
  }
  if (form === 'encrypted') {
    request.get({ url: url.replace('http:', 'https:'), rejectUnauthorized: false }, (err) => {
      callback(new Error(err.code));
    });
  }
  if (form === 'both') {
    axios
      .get(url)
      .then((response) => {
        callback(null, { user_id: response.data[0].id });
        throw new Error('after the answer');
      })
      .catch((error) => callback(error));
  }
  if (form === 'error text') axios.get(url).catch((error) => callback(String(error)));
}
