// `Resolver`: addresses of hosts. Other records are asked of a name server, and there is no way to one here.
'use strict';

const { invalidArgType, invalidArgValue, nativeError, needFunction } = require('internal/node_errors');
const tasks = require('internal/tasks');
const { errorOf, lookup } = require('dns/lookup');

// What `resolve` asks for, by record, and the name of the query in errors.
const RECORDS = {
  A: 'queryA',
  AAAA: 'queryAaaa',
  ANY: 'queryAny',
  CAA: 'queryCaa',
  CNAME: 'queryCname',
  MX: 'queryMx',
  NAPTR: 'queryNaptr',
  NS: 'queryNs',
  PTR: 'queryPtr',
  SOA: 'querySoa',
  SRV: 'querySrv',
  TLSA: 'queryTlsa',
  TXT: 'queryTxt',
};
const FAMILIES = { A: 4, AAAA: 6 };

function ask(record, hostname, options, callback) {
  if (typeof options === 'function') [options, callback] = [undefined, options];
  if (typeof hostname !== 'string') throw invalidArgType('name', 'string', hostname);
  needFunction(callback, 'callback');
  const syscall = RECORDS[record];
  const family = FAMILIES[record];
  if (family === undefined) {
    const words = `${syscall} ENOTIMP ${hostname}: only A and AAAA records can be asked for in this sandbox`;
    const error = Object.assign(nativeError(Error, 'ENOTIMP', words), { syscall, hostname });
    tasks.nextTick(callback, error);
    return {};
  }
  return lookup(hostname, { family, all: true }, (error, found) => {
    if (error) {
      callback(errorOf({ code: error.code }, syscall, hostname));
      return;
    }
    callback(null, options?.ttl ? found.map(({ address }) => ({ address, ttl: 0 })) : found.map(({ address }) => address));
  });
}

class Resolver {
  #servers = ['127.0.0.1'];

  getServers() {
    return [...this.#servers];
  }

  setServers(servers) {
    if (!Array.isArray(servers)) throw invalidArgType('servers', 'Array', servers);
    this.#servers = [...servers];
  }

  setLocalAddress() {}

  cancel() {}

  resolve(hostname, record, callback) {
    if (typeof record === 'function') [record, callback] = ['A', record];
    if (typeof record !== 'string') throw invalidArgType('rrtype', 'string', record);
    if (RECORDS[record] === undefined) throw invalidArgValue('rrtype', record);
    return ask(record, hostname, undefined, callback);
  }

  reverse(address, callback) {
    needFunction(callback, 'callback');
    return ask('PTR', address, undefined, (error) => {
      const words = error.message.replace('queryPtr', 'getHostByAddr');
      callback(Object.assign(nativeError(Error, error.code, words), { syscall: 'getHostByAddr', hostname: address }));
    });
  }
}
const METHODS = {
  resolve4: 'A',
  resolve6: 'AAAA',
  resolveAny: 'ANY',
  resolveCaa: 'CAA',
  resolveCname: 'CNAME',
  resolveMx: 'MX',
  resolveNaptr: 'NAPTR',
  resolveNs: 'NS',
  resolvePtr: 'PTR',
  resolveSoa: 'SOA',
  resolveSrv: 'SRV',
  resolveTlsa: 'TLSA',
  resolveTxt: 'TXT',
};
for (const name of Object.keys(METHODS)) {
  Resolver.prototype[name] = {
    [name](hostname, options, callback) {
      return ask(METHODS[name], hostname, options, callback);
    },
  }[name];
}

exports.Resolver = Resolver;
exports.names = ['resolve', 'reverse', ...Object.keys(METHODS)];
