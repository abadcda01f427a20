// node-fetch: forms of a request, reading an answer, errors.
//: store http
//: case post ["/login", {"method": "POST", "body": "{\"email\":\"ada@example.test\",\"password\":\"correct-horse\"}", "headers": {"content-type": "application/json"}}]
//: case wrong ["/login", {"method": "POST", "body": "{}", "headers": {"content-type": "application/json"}}]
//: case get ["/users?email=ada@example.test", {}]
//: case redirect ["/moved", {}]
//: case no redirect ["/moved", {"redirect": "manual"}]
//: case redirect refused ["/moved", {"redirect": "error"}]
//: case text ["/page", {}]
//: case broken json ["/broken", {}]
//: case slow ["/slow", {"timeout": 200}]
//: case reset ["/reset", {}]
//: case no content ["/users/7", {"method": "PUT", "body": "x"}]
async function login(path, options, callback) {
  const fetch = require('node-fetch@2.6.1');
  try {
    const response = await fetch(configuration.BASE_URL + path, options);
    console.log(response.status, response.statusText, response.ok, response.headers.get('content-type'));
    if (path === '/page') console.log(await response.text());
    else console.log(await response.json());
    callback(null, { user_id: '1' });
  } catch (error) {
    console.log(error.name, error.type, error.code, error.message.replace(/:\d{4,5}/, ':port'));
    callback(new Error(error.type));
  }
}
