// Where a client connects to: `pg.defaults`, connection strings, and the options given.
'use strict';

const { accessOf: access, tlsOf } = require('internal/access');
const { parse } = require('internal/connection_url');
const types = require('pg/types');

exports.defaults = {
  host: 'localhost',
  user: undefined,
  database: undefined,
  password: null,
  connectionString: undefined,
  port: 5432,
  rows: 0,
  binary: false,
  max: 10,
  idleTimeoutMillis: 30000,
  client_encoding: '',
  ssl: false,
  sslnegotiation: undefined,
  application_name: undefined,
  fallback_application_name: undefined,
  options: undefined,
  parseInputDatesAsUTC: false,
  statement_timeout: false,
  lock_timeout: false,
  idle_in_transaction_session_timeout: false,
  query_timeout: false,
  connect_timeout: 0,
  keepalives: 1,
  keepalives_idle: 0,
};
// `pg.defaults.parseInt8 = true` turns bigint columns into numbers.
Object.defineProperty(exports.defaults, 'parseInt8', {
  set(wanted) {
    types.setTypeParser(20, 'text', wanted ? types.getTypeParser(23, 'text') : String);
  },
  enumerable: true,
});

const SSL_MODES = { disable: false, 'no-verify': { rejectUnauthorized: false } };

function sslOf({ ssl, sslmode }) {
  if (sslmode !== undefined) return SSL_MODES[sslmode] ?? {};
  if (ssl === undefined) return undefined;
  return ssl === 'true' || ssl === '1' ? true : ssl === '0' || ssl === 'false' ? false : ssl;
}

// A connection string as options.
function fromString(text) {
  if (text.startsWith('/')) {
    const [host, database] = text.split(' ');
    return { host, database };
  }
  const url = parse(text);
  if (url === undefined) {
    const path = parse(`postgres://base/${text}`);
    return { host: 'base', database: path?.path };
  }
  const { options } = url;
  if (url.scheme === 'socket') return { host: `/${url.path}`, database: options.db };
  const ssl = sslOf(options);
  return {
    user: url.user,
    password: url.password,
    host: options.host ?? (url.host || undefined),
    port: options.port ?? url.port,
    database: url.path || undefined,
    application_name: options.application_name,
    ...(ssl === undefined ? {} : { ssl }),
  };
}

const socket = (text) =>
  text.startsWith('socket:/') && !text.startsWith('socket://') ? text.replace('socket:/', 'socket:///') : text;

// The options of a client; what a connection string says comes first.
exports.read = function read(given) {
  const options = typeof given === 'string' ? { connectionString: given } : (given ?? {});
  const text = options.connectionString ?? exports.defaults.connectionString;
  const url = text === undefined || text === null ? {} : fromString(socket(String(text)));
  const stated = Object.fromEntries(Object.entries(url).filter(([, value]) => value !== undefined));
  const all = { ...options, ...stated };
  const { defaults } = exports;
  const user = all.user ?? defaults.user;
  return {
    user,
    database: all.database ?? defaults.database ?? user,
    host: all.host ?? defaults.host,
    port: parseInt(all.port ?? defaults.port, 10),
    password: all.password ?? defaults.password,
    ssl: all.ssl ?? defaults.ssl,
    application_name: all.application_name ?? defaults.application_name,
  };
};

const trusted = (ssl) => (ssl ? { rejectUnauthorized: false, ...(typeof ssl === 'object' ? ssl : {}) } : ssl);

exports.accessOf = ({ password, ssl, application_name: name }, trusting) =>
  access({
    password: typeof password === 'function' ? undefined : password,
    tls: tlsOf(trusting ? trusted(ssl) : ssl),
    options: { application_name: name },
  });

exports.targetOf = ({ host, port, user, database }) => ({
  host: String(host),
  port: Number.isInteger(port) && port >= 0 && port < 65536 ? port : undefined,
  user: user === undefined || user === null ? undefined : String(user),
  database: database === undefined || database === null ? undefined : String(database),
});
