// The configuration of a connection of `tedious`: what may stand in it, and where it leads.
'use strict';

const { accessOf: access, tlsOf } = require('internal/access');
const { ISOLATION_LEVEL, needLevel } = require('tedious/transactions');

const defaults = (era) => ({
  abortTransactionOnError: false,
  appName: undefined,
  camelCaseColumns: false,
  cancelTimeout: 5000,
  columnNameReplacer: undefined,
  connectTimeout: 15000,
  connectionIsolationLevel: ISOLATION_LEVEL.READ_COMMITTED,
  cryptoCredentialsDetails: {},
  database: undefined,
  encrypt: era.encrypts,
  fallbackToDefaultDb: false,
  instanceName: undefined,
  isolationLevel: ISOLATION_LEVEL.READ_COMMITTED,
  maxRetriesOnTransientErrors: 3,
  packetSize: 4096,
  port: 1433,
  readOnlyIntent: false,
  requestTimeout: 15000,
  rowCollectionOnDone: false,
  rowCollectionOnRequestCompletion: false,
  serverName: undefined,
  tdsVersion: '7_4',
  textsize: 2147483647,
  // Version 8 and older trusted any certificate.
  trustServerCertificate: !era.encrypts,
  useColumnNames: false,
  useUTC: true,
  workstationId: undefined,
  lowerCaseGuids: false,
});

// The types of options that are checked.
const CHECKED = {
  appName: 'string',
  camelCaseColumns: 'boolean',
  cancelTimeout: 'number',
  connectTimeout: 'number',
  cryptoCredentialsDetails: 'Object',
  database: 'string',
  fallbackToDefaultDb: 'boolean',
  instanceName: 'string',
  localAddress: 'string',
  maxRetriesOnTransientErrors: 'number',
  multiSubnetFailover: 'boolean',
  packetSize: 'number',
  port: 'number',
  readOnlyIntent: 'boolean',
  requestTimeout: 'number',
  rowCollectionOnDone: 'boolean',
  rowCollectionOnRequestCompletion: 'boolean',
  serverName: 'string',
  tdsVersion: 'string',
  trustServerCertificate: 'boolean',
  useColumnNames: 'boolean',
  useUTC: 'boolean',
  workstationId: 'string',
  lowerCaseGuids: 'boolean',
};

function checkOptions(given) {
  for (const [name, type] of Object.entries(CHECKED)) {
    const value = given[name];
    if (value === undefined) continue;
    const fits = type === 'Object' ? typeof value === 'object' && value !== null : typeof value === type;
    if (!fits) throw new TypeError(`The "config.options.${name}" property must be of type ${type}.`);
  }
  if (given.encrypt !== undefined && typeof given.encrypt !== 'boolean' && given.encrypt !== 'strict') {
    throw new TypeError('The "encrypt" property must be set to "strict", or of type boolean.');
  }
  if (given.port !== undefined && (given.port <= 0 || given.port >= 65536)) {
    throw new RangeError('The "config.options.port" property must be > 0 and < 65536');
  }
  for (const name of ['isolationLevel', 'connectionIsolationLevel']) {
    if (given[name] !== undefined) needLevel(given[name], `config.options.${name}`);
  }
}

const KINDS = [
  'default',
  'ntlm',
  'token-credential',
  'azure-active-directory-password',
  'azure-active-directory-access-token',
  'azure-active-directory-default',
  'azure-active-directory-msi-vm',
  'azure-active-directory-msi-app-service',
  'azure-active-directory-service-principal-secret',
];

const REQUIRED = {
  ntlm: ['domain'],
  'azure-active-directory-password': ['clientId'],
  'azure-active-directory-access-token': ['token'],
  'azure-active-directory-service-principal-secret': ['clientId', 'clientSecret', 'tenantId'],
};

function authenticationOf(given) {
  if (given === undefined) return { type: 'default', options: { userName: undefined, password: undefined } };
  if (typeof given !== 'object' || given === null) {
    throw new TypeError('The "config.authentication" property must be of type Object.');
  }
  const { type, options = {} } = given;
  if (typeof type !== 'string') {
    throw new TypeError('The "config.authentication.type" property must be of type string.');
  }
  if (!KINDS.includes(type)) {
    const listed = KINDS.map((kind) => `"${kind}"`);
    const [last, oneBefore] = listed.splice(-2).reverse();
    // The driver's own grammar.
    throw new TypeError(`The "type" property must one of ${listed.join(', ')} or ${oneBefore} or ${last}.`);
  }
  if (typeof options !== 'object' || options === null) {
    throw new TypeError('The "config.authentication.options" property must be of type object.');
  }
  const need = (name, must) => {
    if (typeof options[name] === 'string' || (!must && options[name] === undefined)) return;
    throw new TypeError(`The "config.authentication.options.${name}" property must be of type string.`);
  };
  for (const name of REQUIRED[type] ?? []) need(name, true);
  need('userName', false);
  need('password', false);
  const { userName, password, domain } = options;
  if (type === 'default') return { type, options: { userName, password } };
  if (type === 'ntlm') return { type, options: { userName, password, domain: domain.toUpperCase() } };
  return { type, options: { ...options } };
}

// Port and instance rule each other out.
function settlePort(options, given, strict) {
  if (given.port && given.instanceName) {
    throw new Error(
      `Port and instanceName are mutually exclusive, but ${given.port} and ${given.instanceName} provided`,
    );
  }
  if (given.instanceName) options.port = undefined;
  if (!strict && (given.port < 0 || given.port > 65536)) throw new RangeError('Port should be > 0 and < 65536');
}

// `{server, authentication, options}`, checked as strictly as the era does. Before 4 the script's own object is used.
exports.read = function read(config, era) {
  if (!era.checksOptions) {
    const before = config.options ?? {};
    const options = (config.options = before);
    settlePort({}, before, false);
    for (const [name, value] of Object.entries(defaults(era))) {
      if (name === 'port' && options.instanceName) continue;
      options[name] ??= value;
    }
    if (options.columnNameReplacer && typeof options.columnNameReplacer !== 'function') {
      throw new TypeError('options.columnNameReplacer must be a function or null.');
    }
    return config;
  }
  if (typeof config !== 'object' || config === null) {
    throw new TypeError('The "config" argument is required and must be of type Object.');
  }
  if (typeof config.server !== 'string') {
    throw new TypeError('The "config.server" property is required and must be of type string.');
  }
  const plain = era.plainLogin && config.authentication === undefined;
  const authentication = plain
    ? authenticationOf({ type: 'default', options: { userName: config.userName, password: config.password } })
    : authenticationOf(config.authentication);
  const given = config.options ?? {};
  const options = defaults(era);
  settlePort(options, given, true);
  checkOptions(given);
  for (const [name, value] of Object.entries(given)) if (value !== undefined) options[name] = value;
  if (given.instanceName) options.port = undefined;
  return { server: config.server, authentication, options };
};

// Who logs in, and how.
exports.loginOf = function loginOf(config, era) {
  if (!era.checksOptions) {
    return { type: 'default', userName: config.userName, password: config.password, domain: config.domain };
  }
  return { type: config.authentication.type, ...config.authentication.options };
};

const text = (value) => (value === undefined || value === null ? undefined : String(value));

exports.targetOf = ({ server, options }, { userName }) => ({
  host: text(server),
  port: Number.isInteger(options.port) && options.port >= 0 && options.port < 65536 ? options.port : undefined,
  user: text(userName),
  database: text(options.database),
});

exports.accessOf = ({ options }, { type, password, token, domain }) => {
  const { encrypt, instanceName, appName, workstationId, trustServerCertificate, serverName } = options;
  const details = options.cryptoCredentialsDetails ?? {};
  const tls = encrypt
    ? tlsOf({ ...details, rejectUnauthorized: !trustServerCertificate, servername: serverName })
    : undefined;
  return access({
    password: password ?? token,
    tls,
    timeoutMs: options.connectTimeout,
    options: { authentication: type, encrypt, instanceName, domain, appName, workstationId },
  });
};
