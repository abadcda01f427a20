// What it takes to be let in, as a live store needs it: password, TLS options, the longest wait.
'use strict';

const pem = (given) => (given === undefined || given === null ? undefined : String(given));

const list = (given) => (given === undefined || given === null ? [] : [given].flat().map(String));

// Stands among certificates to trust for those that are trusted anyway.
exports.usual = '# the usual certificate authorities';

// Node's TLS options as a request carries them; `true` asks for TLS as it comes, nothing for none.
exports.tlsOf = function tlsOf(given, optional = false) {
  if (given === undefined || given === null || given === false) return undefined;
  const options = typeof given === 'object' ? given : {};
  return {
    rejectUnauthorized: options.rejectUnauthorized !== false,
    ca: list(options.ca),
    cert: pem(options.cert),
    key: pem(options.key),
    servername: pem(options.servername),
    optional,
  };
};

// `options`: what else only the store's own server understands.
exports.accessOf = ({ password, tls, timeoutMs, options }) => ({
  password: password === undefined || password === null ? undefined : String(password),
  tls,
  timeout_ms: Number.isFinite(timeoutMs) && timeoutMs > 0 ? Math.trunc(timeoutMs) : undefined,
  options: options ?? {},
});
