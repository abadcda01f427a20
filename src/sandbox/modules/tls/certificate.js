// Certificates: what a server showed, and whether a name is on it.
'use strict';

const { coded, nativeError } = require('internal/node_errors');
const { isIP } = require('net/addresses');

const colons = (hex) => hex.toUpperCase().replace(/(..)(?!$)/g, '$1:');

// The server's certificate, as far as it is read here.
exports.certificateOf = function certificateOf(cell, wire) {
  if (cell === null || cell === undefined) return {};
  const raw = wire.decode(cell, wire.buffer);
  const print = (name) => colons(host.hex(host.hash(name, raw)));
  return { raw, fingerprint: print('sha1'), fingerprint256: print('sha256'), fingerprint512: print('sha512') };
};

const labels = (name) => name.toLowerCase().replace(/\.$/, '').split('.');

// Whether a name of a certificate, `*.example.test` perhaps, stands for `host`.
function matches(pattern, host) {
  const wanted = labels(pattern);
  const given = labels(host);
  if (wanted.length !== given.length || wanted.includes('')) return false;
  if (!wanted.slice(1).every((label, i) => label === given[i + 1])) return false;
  const [first] = wanted;
  if (!first.includes('*')) return first === given[0];
  if (wanted.length <= 2 || first.includes('xn--')) return false;
  const [before, after, ...more] = first.split('*');
  return more.length === 0 && given[0].startsWith(before) && given[0].endsWith(after) && given[0].length >= first.length;
}

exports.checkServerIdentity = function checkServerIdentity(hostname, cert) {
  const name = `${hostname}`;
  const subject = cert.subject;
  const listed = cert.subjectaltname ? cert.subjectaltname.split(', ') : [];
  const named = listed.filter((one) => one.startsWith('DNS:')).map((one) => one.slice(4));
  const addresses = listed.filter((one) => one.startsWith('IP Address:')).map((one) => one.slice(11));
  let reason;
  if (isIP(name) > 0) {
    if (!addresses.includes(name)) reason = `IP: ${name} is not in the cert's list: ${addresses.join(', ')}`;
  } else if (named.length > 0 || subject?.CN) {
    if (named.length > 0) {
      if (!named.some((one) => matches(one, name))) {
        reason = `Host: ${name}. is not in the cert's altnames: ${cert.subjectaltname}`;
      }
    } else if (![subject.CN].flat().some((one) => matches(one, name))) {
      reason = `Host: ${name}. is not cert's CN: ${subject.CN}`;
    }
  } else {
    reason = 'Cert does not contain a DNS name';
  }
  if (reason === undefined) return undefined;
  const message = `Hostname/IP does not match certificate's altnames: ${reason}`;
  return Object.assign(coded(Error, 'ERR_TLS_CERT_ALTNAME_INVALID', message), { reason, host: name, cert });
};

// Whether the script checks the name itself.
exports.isCustomCheck = (options) =>
  typeof options.checkServerIdentity === 'function' && options.checkServerIdentity !== exports.checkServerIdentity;

exports.unsupported = (what) => nativeError(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', `${what} is not available in this sandbox`);
