// What packages that speak HTTP make of answers.
//: store http
//: case request-promise refused ["request-promise", "/profile"]
//: case request-promise full ["request-promise full", "/users?email=ada@example.test"]
//: case request-promise form ["request-promise form", "/form"]
//: case got refused ["got", "/profile"]
//: case got json ["got", "/users?email=ada@example.test"]
//: case got broken ["got", "/broken"]
//: case got redirect ["got", "/moved"]
//: case got slow ["got slow", "/slow"]
//: case superagent refused ["superagent", "/profile"]
//: case superagent json ["superagent", "/users?email=ada@example.test"]
//: case superagent callback ["superagent callback", "/nowhere"]
//: case superagent form ["superagent form", "/form"]
async function login(form, path, callback) {
  const url = configuration.BASE_URL + path;
  const [name, way] = form.split(' ');
  const used = require(name);
  const credentials = { username: 'ada@example.test', password: 'correct-horse' };
  try {
    let answer;
    if (name === 'request-promise') {
      if (way === 'full') answer = await used({ uri: url, json: true, resolveWithFullResponse: true });
      else if (way === 'form') answer = await used.post({ url, form: credentials }).then((text) => ({ body: JSON.parse(text) }));
      else answer = { body: await used.get(url) };
    }
    if (name === 'got') answer = await used(url, { responseType: 'json', retry: 0, timeout: way === 'slow' ? 100 : 5000 });
    if (name === 'superagent') {
      if (way === 'callback') {
        used.get(url).end((error, response) => {
          console.log(error.status, error.message, response.ok, response.text);
          callback(null, { user_id: '1' });
        });
        return;
      }
      answer = way === 'form' ? await used.post(url).type('form').send(credentials) : await used.get(url).set('X-From', 'script');
    }
    console.log(answer.statusCode, answer.body);
    callback(null, { user_id: '1' });
  } catch (error) {
    console.log(error.name, error.code, error.message, error.statusCode, error.status, error.response && error.response.statusCode);
    callback(new Error(error.message));
  }
}
