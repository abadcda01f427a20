// `require('dns/promises')`.
'use strict';

const dns = require('dns');
const { Resolver: Plain, names } = require('dns/resolver');

const promised = (run) =>
  new Promise((resolve, reject) => run((error, value) => (error ? reject(error) : resolve(value))));

class Resolver extends Plain {}
for (const name of names) {
  Resolver.prototype[name] = {
    [name](...args) {
      return promised((done) => Plain.prototype[name].call(this, ...args, done));
    },
  }[name];
}

const ours = new Resolver();

Object.assign(exports, {
  lookup: (hostname, options) =>
    new Promise((resolve, reject) => {
      dns.lookup(hostname, options, (error, address, family) => {
        if (error) reject(error);
        else resolve(Array.isArray(address) ? address : { address, family });
      });
    }),
  lookupService: (address, port) => promised((done) => dns.lookupService(address, port, done)),
  Resolver,
  setServers: dns.setServers,
  getServers: dns.getServers,
  getDefaultResultOrder: dns.getDefaultResultOrder,
  setDefaultResultOrder: dns.setDefaultResultOrder,
});
for (const name of names) exports[name] = ours[name].bind(ours);
for (const key of Object.keys(dns)) if (typeof dns[key] === 'string') exports[key] = dns[key];
