// Call forms of request.
//: store http
//: case get with options ["get", ""]
//: case the function itself ["function", ""]
//: case json ["json", ""]
//: case json true ["true", ""]
//: case form ["form", ""]
//: case basic auth ["auth", ""]
//: case bearer ["bearer", ""]
//: case qs ["qs", ""]
//: case put ["put", ""]
//: case patch ["patch", ""]
//: case del ["del", ""]
//: case defaults ["defaults", ""]
//: case redirect ["redirect", ""]
//: case text ["text", ""]
//: case broken json ["broken", ""]
//: case buffer ["buffer", ""]
function login(form, password, callback) {
  const request = require('request');
  const base = configuration.BASE_URL;
  const done = (error, response, body) => {
    if (error) return callback(error);
    console.log(response.statusCode, response.statusMessage, response.headers['content-type'], typeof body, body);
    callback(null, { user_id: '1', status: response.statusCode });
  };
  const credentials = { email: 'ada@example.test', password: 'correct-horse' };
  if (form === 'get') request.get({ url: `${base}/users?email=ada@example.test`, headers: { 'X-From': 'script' } }, done);
  if (form === 'function') request({ url: `${base}/login`, method: 'POST', json: credentials }, done);
  if (form === 'json') request.post(`${base}/login`, { json: credentials }, done);
  if (form === 'true') request({ uri: `${base}/login`, method: 'POST', body: credentials, json: true }, done);
  if (form === 'form') request.post({ url: `${base}/form`, form: { username: 'ada@example.test', password: 'correct-horse' } }, done);
  if (form === 'auth') request.get({ url: `${base}/profile`, auth: { username: 'ada@example.test', password: 'correct-horse' } }, done);
  if (form === 'bearer') request.get(`${base}/users/7`, { auth: { bearer: 'token-of-the-script' }, json: true }, done);
  if (form === 'qs') request.get({ url: `${base}/users`, qs: { email: 'ada@example.test' }, json: true }, done);
  if (form === 'put') request.put({ url: `${base}/users/7`, json: { a: 1 } }, done);
  if (form === 'patch') request.patch({ url: `${base}/users/7`, json: { a: 1 } }, done);
  if (form === 'del') request.del({ url: `${base}/users/7` }, done);
  if (form === 'defaults') request.defaults({ baseUrl: base, json: true })('/users', done);
  if (form === 'redirect') request(`${base}/moved`, done);
  if (form === 'text') request(`${base}/page`, done);
  if (form === 'broken') request({ url: `${base}/broken`, json: true }, done);
  if (form === 'buffer') request({ url: `${base}/page`, encoding: null }, done);
}
