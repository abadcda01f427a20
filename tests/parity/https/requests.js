// Node's own client: events, methods, errors.
//: store http
//: case post ["post", "/login"]
//: case get ["get", "/users?email=ada@example.test"]
//: case options ["options", "/users/7"]
//: case not found ["get", "/nowhere"]
//: case reset ["get", "/reset"]
//: case time out ["timeout", "/slow"]
//: case no content ["put", "/users/7"]
//: live refused ["refused", ""]
function login(form, path, callback) {
  const http = require('http');
  const done = (response) => {
    let body = '';
    console.log(response.statusCode, response.statusMessage, response.headers['content-type'], response.httpVersion);
    response.setEncoding('utf8');
    response.on('data', (chunk) => {
      body += chunk;
    });
    response.on('end', () => {
      console.log(body, response.complete);
      callback(null, { user_id: '1' });
    });
  };
  const failed = (error) => {
    console.log(error.code, error.syscall);
    callback(error);
  };
  const address = form === 'refused' ? 'http://127.0.0.1:1/' : configuration.BASE_URL + path;
  if (form === 'post' || form === 'put') {
    const body = JSON.stringify({ email: 'ada@example.test', password: 'correct-horse' });
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const request = http.request(address, { method: form.toUpperCase(), headers }, done);
    request.on('error', failed);
    request.write(body);
    request.end();
  } else if (form === 'options') {
    const { hostname, port } = new URL(address);
    const headers = { Authorization: 'Bearer token-of-the-script' };
    http.request({ hostname, port, path, method: 'GET', headers, agent: new http.Agent({ keepAlive: false }) }, done).end();
  } else {
    const request = http.get(address, done).on('error', failed);
    if (form === 'timeout') request.setTimeout(200, () => request.destroy(new Error('took too long')));
  }
}
