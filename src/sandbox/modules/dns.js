// `require('dns')`.
'use strict';

const { lookup } = require('dns/lookup');
const { Resolver, names } = require('dns/resolver');
const { invalidArgValue, nativeError, needFunction } = require('internal/node_errors');
const tasks = require('internal/tasks');

const ours = new Resolver();
let order = 'verbatim';

function lookupService(address, port, callback) {
  needFunction(callback, 'callback');
  const error = nativeError(Error, 'ENOTFOUND', `getnameinfo ENOTFOUND ${address}`);
  tasks.nextTick(callback, Object.assign(error, { errno: -3008, syscall: 'getnameinfo', hostname: address }));
}

const CODES = (
  'NODATA FORMERR SERVFAIL NOTFOUND NOTIMP REFUSED BADQUERY BADNAME BADFAMILY BADRESP CONNREFUSED TIMEOUT EOF FILE ' +
  'NOMEM DESTRUCTION BADSTR BADFLAGS NONAME BADHINTS NOTINITIALIZED LOADIPHLPAPI ADDRGETNETWORKPARAMS CANCELLED'
).split(' ');

Object.assign(exports, {
  lookup,
  lookupService,
  Resolver,
  getDefaultResultOrder: () => order,
  setDefaultResultOrder(value) {
    if (!['verbatim', 'ipv4first', 'ipv6first'].includes(value)) {
      throw invalidArgValue('dnsOrder', value, "must be one of: 'verbatim', 'ipv4first', 'ipv6first'");
    }
    order = value;
  },
  setServers: (servers) => ours.setServers(servers),
  getServers: () => ours.getServers(),
  ADDRCONFIG: 32,
  ALL: 16,
  V4MAPPED: 8,
});
for (const name of names) exports[name] = ours[name].bind(ours);
for (const code of CODES) exports[code] = `E${code}`;
Object.defineProperty(exports, 'promises', {
  get: () => require('dns/promises'),
  enumerable: true,
  configurable: true,
});
const PROMISIFIED = Symbol.for('nodejs.util.promisify.custom');
for (const name of ['lookup', 'lookupService']) {
  Object.defineProperty(exports[name], PROMISIFIED, {
    get: () => require('dns/promises')[name],
    enumerable: false,
    configurable: true,
  });
}
