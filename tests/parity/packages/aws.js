// The calls of aws-sdk that scripts make: Cognito, SSM and DynamoDB, answered and refused.
//: store http
//: case user found ["adminGetUser", {"UserPoolId": "pool", "Username": "ada"}]
//: case user missing ["adminGetUser", {"UserPoolId": "pool", "Username": "nobody"}]
//: case user created ["adminCreateUser", {"UserPoolId": "pool", "Username": "ada", "MessageAction": "SUPPRESS", "UserAttributes": [{"Name": "email", "Value": "ada@example.test"}]}]
//: case user exists ["adminCreateUser", {"UserPoolId": "pool", "Username": "taken"}]
//: case password set ["adminSetUserPassword", {"UserPoolId": "pool", "Username": "ada", "Password": "correct-horse", "Permanent": true}]
//: case attributes ["adminUpdateUserAttributes", {"UserPoolId": "pool", "Username": "ada", "UserAttributes": [{"Name": "email_verified", "Value": "true"}]}]
//: case authenticated ["adminInitiateAuth", {"UserPoolId": "pool", "ClientId": "client", "AuthFlow": "ADMIN_NO_SRP_AUTH", "AuthParameters": {"USERNAME": "ada", "PASSWORD": "x"}}]
//: case too busy ["listUsers", {"UserPoolId": "pool", "Filter": "email = \"ada@example.test\""}]
//: case missing parameter ["adminGetUser", {"UserPoolId": "pool"}]
//: case wrong type of parameter ["adminGetUser", {"UserPoolId": 7, "Username": []}]
//: case unknown parameter ["adminGetUser", {"UserPoolId": "pool", "Username": "ada", "Password": "x"}]
//: case parameters ["parameters", {"Names": ["/db/password"], "WithDecryption": true}]
//: case update ["update", {"TableName": "users", "Key": {"id": "7"}, "UpdateExpression": "set hash = :h, logins = logins + :one, tags = :tags", "ExpressionAttributeValues": {":h": "x", ":one": 1, ":tags": ["a", {"b": null}]}, "ReturnValues": "ALL_NEW"}]
//: case update refused ["update", {"TableName": "missing", "Key": {"id": "7"}}]
//: case get ["get", {"TableName": "users", "Key": {"id": "7"}}]
//: live refused ["refused", {"UserPoolId": "pool", "Username": "ada"}]
function login(call, params, callback) {
  const AWS = require('aws-sdk');
  AWS.config.update({ accessKeyId: 'key', secretAccessKey: 'secret', region: 'eu-west-1', maxRetries: 0 });
  const endpoint = call === 'refused' ? 'http://127.0.0.1:1' : configuration.BASE_URL;
  const done = (err, data) => {
    if (err) {
      console.log(err.name, err.code, err.message, err.statusCode, err.retryable, err instanceof Error);
      return callback(new Error(err.message));
    }
    callback(null, { user_id: '1', data });
  };
  if (call === 'parameters') {
    new AWS.SSM({ endpoint }).getParameters(params).promise().then((data) => done(null, data), done);
  } else if (call === 'update' || call === 'get') {
    const client = new AWS.DynamoDB.DocumentClient({ endpoint });
    client[call](params, done);
  } else {
    const cognito = new AWS.CognitoIdentityServiceProvider({ endpoint, apiVersion: '2016-04-18' });
    cognito[call === 'refused' ? 'adminGetUser' : call](params, done);
  }
}
