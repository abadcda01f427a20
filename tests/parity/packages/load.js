// Every package loads and offers the same.
//: store none
//: case amazon-cognito-identity-js ["amazon-cognito-identity-js", ""]
//: case async ["async", ""]
//: case auth0 ["auth0", ""]
//: case aws-sdk ["aws-sdk", ""]
//: case bluebird ["bluebird", ""]
//: case firebase-scrypt ["firebase-scrypt", ""]
//: case got ["got", ""]
//: case jws ["jws", ""]
//: case jwt-decode ["jwt-decode", ""]
//: case knex ["knex", ""]
//: case lodash ["lodash", ""]
//: case moment ["moment", ""]
//: case neo4j-driver ["neo4j-driver", ""]
//: case node-jose ["node-jose", ""]
//: case qs ["qs", ""]
//: case request-promise ["request-promise", ""]
//: case superagent ["superagent", ""]
//: case validator ["validator", ""]
//: case xml2js ["xml2js", ""]
function login(name, password, callback) {
  const used = require(name);
  callback(null, { user_id: '1', type: typeof used, names: Object.keys(used).sort() });
}
