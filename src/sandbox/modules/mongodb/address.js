// Where a client of `mongodb` goes to: connection strings and options.
'use strict';

const { accessOf, tlsOf } = require('internal/access');

const FORM = /^(mongodb(?:\+srv)?):\/\/(?:([^/?#]*)@)?([^/?]*)(?:\/([^?]*))?(?:\?(.*))?$/;

const plain = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const COMMON =
  'appName auth authMechanism authMechanismProperties authSource autoEncryption bsonRegExp serverApi checkKeys compressors connectTimeoutMS dbName directConnection driverInfo enableUtf8Validation family fieldsAsRaw forceServerObjectId fsync heartbeatFrequencyMS ignoreUndefined j journal keepAliveInitialDelay loadBalanced localThresholdMS maxIdleTimeMS maxPoolSize maxStalenessSeconds minInternalBufferSize minPoolSize minHeartbeatFrequencyMS monitorCommands name noDelay pkFactory promoteBuffers promoteLongs promoteValues proxyHost proxyPassword proxyPort proxyUsername raw readConcern readConcernLevel readPreference readPreferenceTags replicaSet retryReads retryWrites serializeFunctions serverSelectionTimeoutMS servername socketTimeoutMS srvMaxHosts srvServiceName ssl tls tlsAllowInvalidCertificates tlsAllowInvalidHostnames tlsCAFile tlsCertificateKeyFile tlsCertificateKeyFilePassword tlsInsecure w waitQueueTimeoutMS writeConcern wtimeout wtimeoutMS zlibCompressionLevel connectionType srvPoller minDHSize pskCallback secureContext enableTrace requestCert rejectUnauthorized checkServerIdentity ALPNProtocols SNICallback session requestOCSP localAddress localPort hints lookup ca cert ciphers crl ecdhCurve key passphrase pfx secureProtocol index useNewUrlParser useUnifiedTopology';
const OLDER_TLS = 'sslCA sslCRL sslCert sslKey sslPass sslValidate tlsCertificateFile keepAlive';
const MORE = {
  4: `${OLDER_TLS} logger loggerLevel promiseLibrary maxConnecting`,
  5: `${OLDER_TLS} maxConnecting useBigInt64 mongodbLogPath`,
  6: 'maxConnecting useBigInt64 autoSelectFamily autoSelectFamilyAttemptTimeout serverMonitoringMode timeoutMS tlsCRLFile allowPartialTrustChain mongodbLogPath mongodbLogComponentSeverities mongodbLogMaxDocumentLength __skipPingOnConnect',
};
const OLD =
  'poolSize ssl sslValidate sslCA sslCert sslKey sslPass sslCRL autoReconnect noDelay keepAlive keepAliveInitialDelay connectTimeoutMS family socketTimeoutMS reconnectTries reconnectInterval ha haInterval replicaSet secondaryAcceptableLatencyMS acceptableLatencyMS connectWithNoPrimary authSource w wtimeout j forceServerObjectId serializeFunctions ignoreUndefined raw bufferMaxEntries readPreference pkFactory promiseLibrary readConcern maxStalenessSeconds loggerLevel logger promoteValues promoteBuffers promoteLongs domainsEnabled checkServerIdentity validateOptions appname auth user password authMechanism compression fsync readPreferenceTags numberOfRetries minSize monitorCommands retryWrites useNewUrlParser server replset mongos db explicitlyIgnoreSession native_parser rs_options uri_decode_auth';

// The names among the options that the version does not know. Those of 3.3 and later 3.x are more, and not told apart.
function unknown(flavour, options) {
  const names = Object.keys(options ?? {});
  if (flavour.major < 4) {
    if (flavour.major === 3 && flavour.minor > 1) return [];
    const taken = new Set(OLD.split(' '));
    return names.filter((name) => !taken.has(name));
  }
  const taken = new Set(`${COMMON} ${MORE[flavour.major]}`.toLowerCase().split(' '));
  return names.map((name) => name.toLowerCase()).filter((name) => !taken.has(name));
}

exports.unknown = unknown;

// Reads a connection string; refuses in the version's words.
exports.read = function read(flavour, uri, options = {}) {
  const { errors, major } = flavour;
  if (typeof uri !== 'string') {
    if (major < 4) throw new Error('URL malformed, cannot be parsed');
    return uri.startsWith('mongodb');
  }
  const found = FORM.exec(uri);
  if (!uri.startsWith('mongodb://') && !uri.startsWith('mongodb+srv://')) {
    if (major < 4) throw new Error('Invalid schema, expected `mongodb` or `mongodb+srv`');
    // The real driver leaves this to a package of its own, whose errors carry no labels.
    throw errors.scheme(
      'Invalid scheme, expected connection string to start with "mongodb://" or "mongodb+srv://"',
    );
  }
  if (found === null) throw errors.parse('Invalid connection string');
  const [, scheme, login, hosts, path, query] = found;
  const stated = { ...options };
  for (const pair of (query ?? '').split('&').filter((one) => one !== '')) {
    const equals = pair.indexOf('=');
    const [name, value] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), plain(pair.slice(equals + 1))];
    stated[name] ??= value;
  }
  const [first] = hosts.split(',');
  const parts = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(first);
  if (hosts === '' || parts === null) {
    if (major < 4) throw new Error(hosts === '' ? 'Invalid connection string' : 'URL malformed, cannot be parsed');
    throw errors.parse('Invalid connection string');
  }
  const colon = login === undefined ? -1 : login.indexOf(':');
  const auth = stated.auth ?? {};
  const user = auth.username ?? auth.user ?? (login === undefined ? undefined : plain(colon < 0 ? login : login.slice(0, colon)));
  const password = auth.password ?? (colon < 0 ? undefined : plain(login.slice(colon + 1)));
  const secure = [stated.tls, stated.ssl].some((given) => given === true || given === 'true') || scheme.endsWith('srv');
  const number = (name, usual) => {
    const value = Number(stated[name]);
    return stated[name] === undefined || !Number.isFinite(value) ? usual : value;
  };
  const host = parts[1].replace(/^\[|\]$/g, '').toLowerCase();
  const database = path === undefined || path === '' ? undefined : plain(path);
  const lax = [stated.tlsInsecure, stated.tlsAllowInvalidCertificates].some((given) => String(given) === 'true');
  const tls = secure ? { ca: stated.sslCA ?? stated.ca, cert: stated.sslCert ?? stated.cert, key: stated.sslKey ?? stated.key, rejectUnauthorized: !lax } : undefined;
  return {
    target: { host, port: parts[2] === undefined ? 27017 : Number(parts[2]), user, database },
    access: accessOf({
      password,
      tls: tlsOf(tls),
      timeoutMs: number('connectTimeoutMS', 30000),
      options: { uri, authSource: stated.authSource },
    }),
    database: stated.dbName ?? database,
    patience: number('serverSelectionTimeoutMS', 30000),
    ignoreUndefined: String(stated.ignoreUndefined) === 'true',
  };
};
