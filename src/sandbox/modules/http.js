// `require('http')`: requests go out, each as one exchange with the store; nothing comes in.
'use strict';

const { Agent, globalAgent } = require('http/agent');
const { ClientRequest } = require('http/client');
const { IncomingMessage } = require('http/incoming');
const { OutgoingMessage } = require('http/outgoing');
const { ServerResponse, refusedServer } = require('http/server');
const { METHODS, STATUS_CODES, validateHeaderName, validateHeaderValue } = require('http/words');

let agent = globalAgent;

function request(url, options, callback) {
  return new ClientRequest(url, options, callback);
}

function get(url, options, callback) {
  const asked = request(url, options, callback);
  asked.end();
  return asked;
}

Object.assign(exports, {
  _connectionListener() {},
  METHODS,
  STATUS_CODES,
  Agent,
  ClientRequest,
  IncomingMessage,
  OutgoingMessage,
  ServerResponse,
  ...refusedServer('http'),
  validateHeaderName,
  validateHeaderValue,
  get,
  request,
  setMaxIdleHTTPParsers() {},
  maxHeaderSize: 16384,
});
Object.defineProperty(exports, 'globalAgent', {
  get: () => agent,
  set(value) {
    agent = value;
  },
  enumerable: true,
  configurable: true,
});
