// `Agent`: what it is told about connections is passed on; the connections themselves belong to the store.
'use strict';

const EventEmitter = require('events');
const { invalidArgType, invalidArgValue, outOfRange } = require('internal/node_errors');

function Agent(options) {
  if (!(this instanceof Agent)) return new Agent(options);
  EventEmitter.call(this);
  this.defaultPort = 80;
  this.protocol = 'http:';
  this.options = { __proto__: null, ...options };
  if (this.options.noDelay === undefined) this.options.noDelay = true;
  // An agent's connections are for hosts, never for files.
  this.options.path = null;
  this.requests = { __proto__: null };
  this.sockets = { __proto__: null };
  this.freeSockets = { __proto__: null };
  this.keepAliveMsecs = this.options.keepAliveMsecs || 1000;
  this.keepAlive = this.options.keepAlive || false;
  this.maxSockets = this.options.maxSockets || Infinity;
  this.maxFreeSockets = this.options.maxFreeSockets || 256;
  this.scheduling = this.options.scheduling || 'lifo';
  this.maxTotalSockets = this.options.maxTotalSockets;
  this.totalSocketCount = 0;
  if (!['fifo', 'lifo'].includes(this.scheduling)) {
    throw invalidArgValue('scheduling', this.scheduling, "must be one of: 'fifo', 'lifo'");
  }
  if (this.maxTotalSockets === undefined) {
    this.maxTotalSockets = Infinity;
  } else {
    if (typeof this.maxTotalSockets !== 'number') {
      throw invalidArgType('maxTotalSockets', 'number', this.maxTotalSockets);
    }
    if (!(this.maxTotalSockets > 0)) throw outOfRange('maxTotalSockets', '> 0', this.maxTotalSockets);
  }
  return undefined;
}
Object.setPrototypeOf(Agent.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Agent, EventEmitter);
Agent.defaultMaxSockets = Infinity;

Object.assign(Agent.prototype, {
  createConnection(...args) {
    return require('net').createConnection(...args);
  },
  getName(options = {}) {
    let name = `${options.host || 'localhost'}:${options.port || ''}:${options.localAddress || ''}`;
    if (options.family === 4 || options.family === 6) name += `:${options.family}`;
    if (options.socketPath) name += `:${options.socketPath}`;
    return name;
  },
  addRequest(request, options) {
    request.reach({ ...options, ...this.options });
  },
  keepSocketAlive() {
    return true;
  },
  reuseSocket(socket, request) {
    request.reusedSocket = true;
    socket.ref();
  },
  destroy() {},
});

exports.Agent = Agent;
exports.globalAgent = new Agent({ keepAlive: true, scheduling: 'lifo', timeout: 5000 });
