// The global fetch: forms of a request, reading an answer.
//: store http
//: case post ["post", ""]
//: case wrong ["wrong", ""]
//: case form ["form", ""]
//: case headers ["headers", ""]
//: case redirect ["redirect", ""]
//: case no content ["none", ""]
//: case text ["text", ""]
//: case broken json ["json", "/broken"]
//: case html as json ["json", "/page"]
//: case read twice ["twice", ""]
async function login(form, path, callback) {
  const base = configuration.BASE_URL;
  const json = { 'content-type': 'application/json' };
  let response;
  if (form === 'post' || form === 'wrong') {
    const password = form === 'post' ? 'correct-horse' : 'x';
    response = await fetch(`${base}/login`, { method: 'POST', headers: json, body: JSON.stringify({ email: 'ada@example.test', password }) });
  }
  if (form === 'form') response = await fetch(`${base}/form`, { method: 'POST', body: new URLSearchParams({ username: 'ada@example.test', password: 'correct-horse' }) });
  if (form === 'headers') response = await fetch(new Request(`${base}/users/7`, { headers: new Headers({ Authorization: 'Bearer token-of-the-script' }) }));
  if (form === 'redirect') response = await fetch(`${base}/moved`);
  if (form === 'none') response = await fetch(`${base}/users/7`, { method: 'PUT', body: 'x' });
  if (form === 'text' || form === 'twice') response = await fetch(`${base}/page`);
  if (form === 'json') response = await fetch(base + path);
  console.log(response.status, response.statusText, response.ok, response.redirected, response.headers.get('content-type'));
  try {
    if (form === 'json') console.log(await response.json());
    else console.log(await response.text(), response.bodyUsed);
    if (form === 'twice') console.log(await response.text());
  } catch (error) {
    console.log(error.name, error.message);
  }
  callback(null, { user_id: '1' });
}
