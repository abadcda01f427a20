// What goes wrong on the way.
//: store http
//: live refused ["http://127.0.0.1:1/", ""]
//: case reset ["reset", ""]
//: case slow ["slow", ""]
//: case no address ["", ""]
//: case bad address ["nowhere", ""]
//: case parsing a page ["page", ""]
function login(address, password, callback) {
  const request = require('request');
  const own = ['reset', 'slow', 'page'].includes(address);
  const url = own ? `${configuration.BASE_URL}/${address}` : address;
  request.get({ url, timeout: 300 }, function (error, response, body) {
    if (error) {
      console.log(error.code, error.connect);
      return callback(error);
    }
    const user = JSON.parse(body);
    callback(null, user);
  });
}
