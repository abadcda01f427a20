// Connection strings of `ibm_db`: `DATABASE=…;HOSTNAME=…;UID=…;PWD=…;PORT=…`, or the same as an object.
'use strict';

const { accessOf: access } = require('internal/access');

// The keywords of a connection, in upper case.
exports.read = function read(given) {
  const pairs =
    typeof given === 'object' && given !== null
      ? Object.entries(given)
      : [...String(given ?? '').matchAll(/\s*([^=;]+?)\s*=\s*(?:\{([^}]*)\}|"([^"]*)"|([^;]*))\s*(?:;|$)/g)].map(
          ([, key, braced, quoted, plain]) => [key, braced ?? quoted ?? plain.trim()],
        );
  const all = {};
  for (const [key, value] of pairs) all[key.toUpperCase()] = String(value);
  return all;
};

exports.textOf = (given) =>
  typeof given === 'object' && given !== null
    ? Object.entries(given)
        .map(([key, value]) => `${key}=${value};`)
        .join('')
    : String(given ?? '');

exports.targetOf = (all) => {
  const port = Number.parseInt(all.PORT ?? '50000', 10);
  return {
    host: all.HOSTNAME ?? all.HOST ?? all.SERVER,
    port: port >= 0 && port < 65536 ? port : undefined,
    user: all.UID ?? all.USER,
    database: all.DATABASE ?? all.DBALIAS ?? all.DSN,
  };
};

exports.accessOf = (all, connectTimeout) => {
  const secure = /^ssl$/i.test(all.SECURITY ?? '');
  const tls = secure ? { rejectUnauthorized: true, ca: [], optional: false } : undefined;
  const seconds = Number(connectTimeout ?? all.CONNECTTIMEOUT);
  const options = { certificate: all.SSLSERVERCERTIFICATE, security: all.SECURITY };
  return access({ password: all.PWD ?? all.PASSWORD, tls, timeoutMs: seconds * 1000, options });
};
