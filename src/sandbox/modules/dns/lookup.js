// Asking for the addresses of a host.
'use strict';

const { invalidArgType, invalidArgValue, nativeError, needFunction } = require('internal/node_errors');
const tasks = require('internal/tasks');
const wire = require('internal/wire');
const { isIP } = require('net/addresses');

const NUMBERS = { ENOTFOUND: -3008, EAI_AGAIN: -3001 };

exports.errorOf = function errorOf(reply, syscall, hostname) {
  const code = reply.code || 'ENOTFOUND';
  const plain = `${syscall} ${code}`;
  const told = reply.message && !reply.message.startsWith(plain) && !/^\w+ \w+$/.test(reply.message) ? reply.message : '';
  const error = nativeError(Error, code, told || `${plain} ${hostname}`);
  return Object.assign(error, { errno: NUMBERS[code], code, syscall, hostname });
};

const familyOf = (family) => {
  if (family === undefined || family === null || family === 0) return 0;
  if (family === 'IPv4' || family === 4) return 4;
  if (family === 'IPv6' || family === 6) return 6;
  throw invalidArgValue('options.family', family, "must be one of: 0, 4, 6");
};

exports.lookup = function lookup(hostname, options, callback) {
  if (hostname && typeof hostname !== 'string') throw invalidArgType('hostname', 'string', hostname);
  if (typeof options === 'function') [options, callback] = [undefined, options];
  needFunction(callback, 'callback');
  const given = typeof options === 'number' ? { family: options } : (options ?? {});
  const family = familyOf(given.family);
  const all = Boolean(given.all);
  const tell = (addresses) => {
    const found = addresses.map((address) => ({ address, family: isIP(address) }));
    if (all) callback(null, found);
    else callback(null, found[0].address, found[0].family);
  };
  if (!hostname) {
    tasks.nextTick(() => (all ? callback(null, []) : callback(null, null, family === 6 ? 6 : 4)));
    return {};
  }
  if (isIP(hostname) > 0) {
    tasks.nextTick(() => tell([hostname]));
    return {};
  }
  wire.send('dns', { kind: 'lookup', host: hostname, family }, (reply) => {
    const addresses = (reply.addresses ?? []).filter((address) => family === 0 || isIP(address) === family);
    if (reply.kind === 'error' || addresses.length === 0) callback(exports.errorOf(reply, 'getaddrinfo', hostname));
    else tell(addresses);
  });
  return {};
};
