// `require('https')`: what `http` is, over TLS.
'use strict';

const { Agent: PlainAgent } = require('http/agent');
const { ClientRequest } = require('http/client');
const { read } = require('http/options');
const { refusedServer } = require('http/server');
const { usual } = require('internal/access');

function Agent(options) {
  if (!(this instanceof Agent)) return new Agent(options);
  PlainAgent.call(this, options);
  this.defaultPort = 443;
  this.protocol = 'https:';
  this.maxCachedSessions = this.options.maxCachedSessions ?? 100;
  this._sessionCache = { map: {}, list: [] };
  return undefined;
}
Object.setPrototypeOf(Agent.prototype, PlainAgent.prototype);
Object.setPrototypeOf(Agent, PlainAgent);

Agent.prototype.createConnection = function createConnection(...args) {
  return require('tls').connect(...args);
};

// Options by which TLS connections differ, in Node's order.
const OF_NAME = [
  'ca',
  'cert',
  'clientCertEngine',
  'ciphers',
  'key',
  'pfx',
  'rejectUnauthorized',
  'servername',
  'minVersion',
  'maxVersion',
  'secureProtocol',
  'crl',
  'honorCipherOrder',
  'ecdhCurve',
  'dhparam',
  'secureOptions',
  'sessionIdContext',
];

Agent.prototype.getName = function getName(options = {}) {
  let name = PlainAgent.prototype.getName.call(this, options);
  for (const key of OF_NAME) {
    name += ':';
    const value = options[key];
    if (key === 'servername' ? value && value !== options.host : value !== undefined && value !== null) name += value;
  }
  return `${name}:::`;
};

// The container's agent holds the usual authorities, to which scripts add their own.
let agent = new Agent({ keepAlive: true, scheduling: 'lifo', timeout: 5000 });
agent.options.ca = [usual];

function request(url, options, callback) {
  const asked = read(url, options, callback);
  const given = { __proto__: null, ...asked.options };
  given._defaultAgent = agent;
  return new ClientRequest(given, asked.callback);
}

function get(url, options, callback) {
  const asked = request(url, options, callback);
  asked.end();
  return asked;
}

Object.assign(exports, { Agent, ...refusedServer('https'), get, request });
Object.defineProperty(exports, 'globalAgent', {
  get: () => agent,
  set(value) {
    agent = value;
  },
  enumerable: true,
  configurable: true,
});
