// The global fetch where nothing answers.
//: store http
//: live refused ["http://127.0.0.1:1/", ""]
//: case bad address ["nowhere", ""]
//: case scheme ["ftp://example.test/", ""]
//: case reset ["reset", ""]
//: case cancelled ["slow", ""]
async function login(address, password, callback) {
  try {
    const url = address === 'reset' || address === 'slow' ? `${configuration.BASE_URL}/${address}` : address;
    const options = address === 'slow' ? { signal: AbortSignal.timeout(100) } : {};
    const response = await fetch(url, options);
    console.log(response.status);
    callback(null, { user_id: '1' });
  } catch (error) {
    console.log(error.name, error.message, error.cause && [error.cause.name, error.cause.code, error.cause.message]);
    callback(new Error('failed'));
  }
}
