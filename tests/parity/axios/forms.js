// More call forms of axios.
//: store http
//: case request ["request", ""]
//: case default export ["default", ""]
//: case text as body ["text", ""]
//: case agents ["agents", ""]
//: case search parameters as body ["search", ""]
//: case patch ["patch", ""]
//: case delete ["delete", ""]
//: case validateStatus ["validate", ""]
//: case then and catch ["then", ""]
//: case interceptor ["interceptor", ""]
//: case destructured ["destructured", ""]
//: case is an error of axios ["is", ""]
//: case response of an error ["response", ""]
//: case token of configuration ["token", ""]
async function login(form, password, callback) {
  const axios = require('axios');
  const base = configuration.BASE_URL;
  const credentials = { email: 'ada@example.test', password: 'correct-horse' };
  const told = (response) => {
    console.log(response.status, response.statusText, response.headers['content-type'], response.data);
    callback(null, { user_id: '1' });
  };
  if (form === 'request') told(await axios.request({ method: 'POST', url: `${base}/login`, data: credentials }));
  if (form === 'default') told(await axios.default.post('/login', credentials, { baseURL: base }));
  if (form === 'text') told(await axios.post(`${base}/login`, JSON.stringify(credentials), { headers: { 'Content-Type': 'application/json' } }));
  if (form === 'agents') {
    const httpAgent = new (require('http').Agent)({ keepAlive: false });
    const httpsAgent = new (require('https').Agent)({ rejectUnauthorized: false });
    told(await axios.post(`${base}/login`, credentials, { httpAgent, httpsAgent, timeout: 3000 }));
  }
  if (form === 'search') told(await axios.post(`${base}/form`, new URLSearchParams({ username: credentials.email, password: credentials.password })));
  if (form === 'patch') told(await axios.patch(`${base}/users/7`, { a: 1 }, { headers: { 'X-From': 'script' } }));
  if (form === 'delete') told(await axios.delete(`${base}/users/7`));
  if (form === 'validate') told(await axios.get(`${base}/profile`, { validateStatus: (status) => status < 500 }));
  if (form === 'then') axios.post(`${base}/login`, {}).then(told).catch((error) => callback(new WrongUsernameOrPasswordError('ada', error.message)));
  if (form === 'interceptor') {
    const client = axios.create({ baseURL: base });
    client.interceptors.request.use((config) => ({ ...config, headers: { ...config.headers, authorization: 'Bearer token-of-the-script' } }));
    client.interceptors.response.use((response) => ({ ...response, data: { wrapped: response.data } }));
    told(await client.get('/users/7'));
  }
  if (form === 'destructured') {
    const { data: [{ id, name }] } = await axios.get(`${base}/users`, { params: { email: credentials.email } });
    callback(null, { user_id: id, name });
  }
  if (form === 'is') {
    await axios.get(`${base}/nowhere`).catch((error) => {
      console.log(axios.isAxiosError(error), error instanceof axios.AxiosError, error.toJSON().status, Object.keys(error));
      callback(null, { user_id: '1' });
    });
  }
  if (form === 'response') {
    await axios.post(`${base}/login`, {}).catch(({ response, request, code, status }) => {
      console.log(response.status, response.data, response.headers['content-length'], typeof request, code, status);
      callback(null, { user_id: '1' });
    });
  }
  if (form === 'token') told(await axios({ url: `${base}/users/7`, headers: { Authorization: `Bearer ${'token-of-the-script'}` } }));
}
