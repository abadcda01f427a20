// Call forms: params, auth, headers, methods, instances, validateStatus, response types.
//: store http
//: case params ["params", ""]
//: case basic auth ["auth", ""]
//: case bearer ["bearer", ""]
//: case config object ["config", ""]
//: case instance ["instance", ""]
//: case any status ["status", ""]
//: case put, patch and delete ["methods", ""]
//: case form ["form", ""]
//: case redirect ["redirect", ""]
//: case text ["text", ""]
//: case buffer ["buffer", ""]
//: case all ["all", ""]
async function login(form, password, callback) {
  const axios = require('axios');
  const base = configuration.BASE_URL;
  const show = (response) => console.log(response.status, response.statusText, response.headers['content-type'], response.data);
  if (form === 'params') show(await axios.get(`${base}/users`, { params: { email: 'ada@example.test' } }));
  if (form === 'auth') show(await axios.get(`${base}/profile`, { auth: { username: 'ada@example.test', password: 'correct-horse' } }));
  if (form === 'bearer') show(await axios.get(`${base}/users/7`, { headers: { Authorization: 'Bearer token-of-the-script' } }));
  if (form === 'config') show(await axios({ method: 'POST', url: `${base}/login`, data: { email: 'ada@example.test', password: 'correct-horse' } }));
  if (form === 'instance') {
    const api = axios.create({ baseURL: base, headers: { authorization: 'Bearer token-of-the-script' } });
    api.interceptors.request.use((config) => {
      console.log(config.method, config.url);
      return config;
    });
    show(await api.get('/users/7'));
  }
  if (form === 'status') show(await axios.get(`${base}/nowhere`, { validateStatus: () => true }));
  if (form === 'methods') {
    show(await axios.put(`${base}/users/7`, { a: 1 }));
    show(await axios.patch(`${base}/users/7`, { a: 1 }));
    show(await axios.delete(`${base}/users/7`));
    show(await axios.post(`${base}/users`, { email: 'new@example.test' }));
  }
  if (form === 'form') show(await axios.post(`${base}/form`, new URLSearchParams({ username: 'ada@example.test', password: 'correct-horse' })));
  if (form === 'redirect') show(await axios.get(`${base}/moved`));
  if (form === 'text') show(await axios.get(`${base}/page`));
  if (form === 'buffer') {
    const { data } = await axios.get(`${base}/page`, { responseType: 'arraybuffer' });
    console.log(Buffer.isBuffer(data), data.length);
  }
  if (form === 'all') {
    const answers = await Promise.all([axios.get(`${base}/users`), axios.get(`${base}/page`)]);
    console.log(answers.map((answer) => answer.status));
  }
  callback(null, { user_id: '1' });
}
