// Servers: an action script is called and answers; nobody can connect to it.
'use strict';

const { OutgoingMessage } = require('http/outgoing');
const { coded } = require('internal/node_errors');

// A class whose making says why it cannot be.
exports.refusedServer = function refusedServer(module) {
  const refuse = () => {
    throw coded(
      Error,
      'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
      `${module}.createServer() is not available: nothing can connect to an action script`,
    );
  };
  function Server() {
    refuse();
  }
  return {
    Server,
    createServer() {
      refuse();
    },
  };
};

function ServerResponse(request) {
  OutgoingMessage.call(this);
  this.req = request;
  this.statusCode = 200;
  this.statusMessage = undefined;
}
Object.setPrototypeOf(ServerResponse.prototype, OutgoingMessage.prototype);
Object.setPrototypeOf(ServerResponse, OutgoingMessage);

exports.ServerResponse = ServerResponse;
