// Where a connection of the MySQL drivers goes to: URLs and options.
'use strict';

const { accessOf: access, tlsOf } = require('internal/access');
const { parse } = require('internal/connection_url');

// `mysql://user:password@host/database?option=value`
exports.fromUrl = function fromUrl(text) {
  const url = parse(text);
  if (url === undefined) {
    const error = new TypeError('Invalid URL');
    throw Object.assign(error, { code: 'ERR_INVALID_URL', input: text });
  }
  const config = { host: url.host, user: url.user, password: url.password, database: url.path || undefined };
  if (url.port !== undefined) config.port = url.port;
  for (const [key, value] of Object.entries(url.options)) {
    try {
      config[key] = JSON.parse(value);
    } catch {
      config[key] = value;
    }
  }
  return config;
};

exports.accessOf = ({ password, ssl, connectTimeout, charset, timezone }) =>
  access({ password, tls: tlsOf(ssl), timeoutMs: connectTimeout, options: { charset, timezone } });

exports.targetOf = ({ host, port, user, database }) => ({
  host: String(host),
  port: Number.isInteger(port) && port >= 0 && port < 65536 ? port : undefined,
  user: user === undefined ? undefined : String(user),
  database: database === undefined || database === null ? undefined : String(database),
});
