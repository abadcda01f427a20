// Where a pool of `mssql` connects to: options, connection strings and, in the earlier versions, URLs.
'use strict';

const { parse } = require('internal/connection_url');

const truth = (text) => /^(?:true|yes|1)$/i.test(String(text));

// `Key=Value;Key="a;b"` as pairs, keys in lower case.
function pairsOf(text) {
  const pairs = [];
  for (const [, key, quoted, single, plain] of text.matchAll(
    /\s*([^=;]+?)\s*=\s*(?:"((?:[^"]|"")*)"|'((?:[^']|'')*)'|([^;]*))\s*(?:;|$)/g,
  )) {
    const value = quoted?.replaceAll('""', '"') ?? single?.replaceAll("''", "'") ?? plain.trim();
    pairs.push([key.toLowerCase(), value]);
  }
  return pairs;
}

function serverOf(value, config) {
  let server = value.replace(/^tcp:/i, '');
  if (/^np:/i.test(server)) throw new Error('Connection via Named Pipes is not supported.');
  const port = /,\s*(\d+)\s*$/.exec(server);
  if (port !== null) server = server.slice(0, port.index);
  const [name, instance] = server.split('\\');
  const local = /^(?:\.|\(\.\)|\(local(?:db)?\))$/i.test(name.trim());
  config.port = port === null ? 1433 : Number(port[1]);
  config.server = local ? 'localhost' : name.trim();
  if (instance !== undefined) config.options.instanceName = instance.trim();
}

const KEYS = {
  'application name': (config, value) => (config.options.appName = value),
  'connect timeout': (config, value) => (config.connectionTimeout = Number(value) * 1000),
  database: (config, value) => (config.database = value),
  encrypt: (config, value) => (config.options.encrypt = truth(value)),
  password: (config, value) => (config.password = value),
  'max pool size': (config, value) => (config.pool.max = Number(value)),
  'min pool size': (config, value) => (config.pool.min = Number(value)),
  'request timeout': (config, value) => (config.requestTimeout = parseInt(value, 10)),
  server: (config, value) => serverOf(value, config),
  trustservercertificate: (config, value) => (config.options.trustServerCertificate = truth(value)),
  'user id': (config, value) => {
    const parts = /^(.*)\\(.*)$/.exec(value);
    if (parts !== null) [, config.domain, config.user] = parts;
    else config.user = value;
  },
  'workstation id': (config, value) => (config.options.workstationId = value),
  useutc: (config, value) => (config.options.useUTC = truth(value)),
  stream: (config, value) => (config.stream = truth(value)),
  parsejson: (config, value) => (config.parseJSON = truth(value)),
};
const SAME = {
  'data source': 'server',
  addr: 'server',
  address: 'server',
  'network address': 'server',
  'initial catalog': 'database',
  uid: 'user id',
  user: 'user id',
  pwd: 'password',
  'connection timeout': 'connect timeout',
  timeout: 'connect timeout',
  'trust server certificate': 'trustservercertificate',
  app: 'application name',
  wsid: 'workstation id',
};

function fromPairs(text) {
  const config = { options: {}, pool: {} };
  for (const [key, value] of pairsOf(text)) KEYS[SAME[key] ?? key]?.(config, value);
  return config;
}

// `mssql://user:password@host:port/instance/database?encrypt=true`
function fromUrl(url) {
  const options = {};
  for (const [key, value] of Object.entries(url.options)) {
    options[key] = /^(?:true|false)$/.test(value) ? value === 'true' : /^\d+$/.test(value) ? Number(value) : value;
  }
  const path = url.path.split('/').filter((part) => part !== '');
  const [instanceName, database] = path.length > 1 ? path : [undefined, path[0]];
  if (instanceName !== undefined) options.instanceName = instanceName;
  options.encrypt ??= false;
  const config = { password: url.password, database, stream: false, options, port: url.port, user: url.user };
  return { ...config, server: url.host };
}

exports.fromString = function fromString(text, era) {
  const url = era.urls && /^(?:mssql|tedious):\/\//i.test(text) ? parse(text) : undefined;
  return url === undefined ? fromPairs(text) : fromUrl(url);
};

const copy = (value) => {
  if (Array.isArray(value)) return value.map(copy);
  const plain = value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype;
  return plain ? Object.fromEntries(Object.entries(value).map(([key, held]) => [key, copy(held)])) : value;
};

// The options of a pool with what it adds.
exports.read = function read(given, era) {
  const config = typeof given === 'string' ? exports.fromString(given, era) : copy(given ?? {});
  config.port = config.port || 1433;
  config.options = config.options || {};
  config.stream = config.stream || false;
  config.parseJSON = config.parseJSON || false;
  if (era.major >= 6) config.arrayRowMode = config.arrayRowMode || false;
  if (era.major >= 7) config.validateConnection = config.validateConnection ?? true;
  const named = /^(.*)\\(.*)$/.exec(config.server);
  if (named !== null) [, config.server, config.options.instanceName] = named;
  return config;
};

// The same as `tedious` takes it.
exports.forTedious = function forTedious(config, era) {
  const { user, password, domain, server } = config;
  const own = {
    encrypt: typeof config.encrypt === 'boolean' ? config.encrypt : era.encrypts,
    trustServerCertificate: config.trustServerCertificate === true,
  };
  const options = { ...own, ...config.options };
  options.database = options.database || config.database;
  options.port = options.port || config.port;
  options.connectTimeout = options.connectTimeout ?? config.connectionTimeout ?? config.timeout ?? 15000;
  options.requestTimeout = options.requestTimeout ?? config.requestTimeout ?? config.timeout ?? 15000;
  options.appName = options.appName || 'node-mssql';
  options.rowCollectionOnDone = false;
  options.rowCollectionOnRequestCompletion = false;
  options.useColumnNames = false;
  if (options.instanceName) delete options.port;
  if (Number.isNaN(options.requestTimeout)) options.requestTimeout = 15000;
  if (options.requestTimeout === Infinity || options.requestTimeout < 0) options.requestTimeout = 0;
  if (era.tedious < 4) return { server, userName: user, password, domain, options };
  const type = domain === undefined ? (config.authentication_type ?? 'default') : 'ntlm';
  const login = { userName: user, password, domain, token: config.token };
  const stated = Object.fromEntries(Object.entries(login).filter(([, value]) => value !== undefined));
  return { server, options, authentication: { type, options: stated, ...config.authentication } };
};
