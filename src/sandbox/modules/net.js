// `require('net')`: sockets to servers; nothing can connect to a script.
'use strict';

const { coded, invalidArgType } = require('internal/node_errors');
const { isIP, isIPv4, isIPv6 } = require('net/addresses');
const { readArguments } = require('net/connecting');
const { Socket } = require('net/socket');
const { refusedServer } = require('http/server');

let selectsFamily = true;
let attemptTimeout = 250;

function connect(...args) {
  const [options, callback] = readArguments(args);
  const socket = new Socket(options);
  if (options.timeout) socket.setTimeout(options.timeout);
  return callback === undefined ? socket.connect(options) : socket.connect(options, callback);
}

const unavailable = (name) =>
  function Unavailable() {
    throw coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', `net.${name} is not available in this sandbox`);
  };

Object.assign(exports, {
  BlockList: unavailable('BlockList'),
  SocketAddress: unavailable('SocketAddress'),
  connect,
  createConnection: connect,
  ...refusedServer('net'),
  isIP,
  isIPv4,
  isIPv6,
  Socket,
  Stream: Socket,
  getDefaultAutoSelectFamily: () => selectsFamily,
  setDefaultAutoSelectFamily(value) {
    if (typeof value !== 'boolean') throw invalidArgType('value', 'boolean', value);
    selectsFamily = value;
  },
  getDefaultAutoSelectFamilyAttemptTimeout: () => attemptTimeout,
  setDefaultAutoSelectFamilyAttemptTimeout(value) {
    if (typeof value !== 'number') throw invalidArgType('value', 'number', value);
    attemptTimeout = Math.max(10, value);
  },
});
