// Opening a connection of `oracledb`: its options, the connect string, and the way to the server.
'use strict';

const { accessOf } = require('internal/access');
const tasks = require('internal/tasks');
const wire = require('internal/wire');
const { Connection } = require('oracledb/connection');

// How long the thin driver waits for the network.
const PATIENCE_MS = 20000;

// The options that matter, checked: `{user, password, connectString}`.
exports.verify = function verify(given, { njs }) {
  for (const name of ['user', 'username', 'password', 'connectString', 'connectionString']) {
    if (given[name] !== undefined && typeof given[name] !== 'string') throw njs(7, name, 1);
  }
  if (given.user !== undefined && given.username !== undefined) throw njs(80);
  if (given.connectString !== undefined && given.connectionString !== undefined) throw njs(75);
  return {
    user: given.user ?? given.username,
    password: given.password,
    connectString: given.connectString ?? given.connectionString,
    externalAuth: given.externalAuth === true,
    connectTimeout: given.transportConnectTimeout ?? given.connectTimeout,
  };
};

// `[[protocol:]//]host[:port][,host[:port]][/service][:server][/instance][?settings]`; names have two characters at
// least. Of several hosts the first is taken.
const HOST = String.raw`(?:\[[0-9A-Za-z:]+\]|[0-9A-Za-z][\w.-]+)(?::\d*)?`;
const EASY = new RegExp(
  String.raw`^(?:(?:(\w+):)?//)?(${HOST})(?:[,;]${HOST})*[,;]?` +
    String.raw`(?:/([0-9A-Za-z][\w.,-]+)?)?(?::(?:dedicated|shared|pooled))?(?:/[0-9A-Za-z]{2,})?(?:\?.*)?$`,
  'i',
);

const between = (text, key) => new RegExp(`\\(\\s*${key}\\s*=\\s*([^)\\s]+)\\s*\\)`, 'i').exec(text)?.[1];

// `host:port/service` or `(DESCRIPTION=…)` as `{host, port, service, secure}`.
function read(text, { njs }) {
  const trimmed = text.trim();
  if (trimmed.startsWith('(')) {
    return {
      host: between(trimmed, 'HOST'),
      port: Number(between(trimmed, 'PORT') ?? 1521),
      service: between(trimmed, 'SERVICE_NAME') ?? between(trimmed, 'SID'),
      secure: /^tcps$/i.test(between(trimmed, 'PROTOCOL') ?? ''),
    };
  }
  // Without colon or slash it is a name in a file there is none of.
  if (!/[:/]/.test(trimmed)) throw njs(516);
  const found = EASY.exec(trimmed.replace(/\s/g, ''));
  if (found === null) throw njs(515, trimmed);
  const [, protocol = 'tcp', first, service] = found;
  const [, host, port] = /^\[?(.+?)\]?(?::(\d*))?$/.exec(first);
  return { host, port: Number(port || 1521), service, secure: /s$/i.test(protocol) };
}

// Opens a connection in the name of `from`; a promise.
exports.open = async function open(context, options, from) {
  const { errors, era } = context;
  const { user, password, connectString, externalAuth, connectTimeout } = options;
  if (!connectString) throw errors.njs(125);
  if (!externalAuth && (!user || !password)) throw errors.njs(101);
  const { host, port, service, secure } = read(connectString, errors);
  const target = { host, port, user, database: service, connection: wire.newConnection() };
  const tls = secure ? { rejectUnauthorized: true, ca: [], optional: false } : undefined;
  const timeoutMs = connectTimeout === undefined ? PATIENCE_MS : connectTimeout * 1000;
  const access = accessOf({ password, tls, timeoutMs, options: { connectString } });
  return new Promise((resolve, reject) => {
    const late = () => reject(errors.tooLate(target, timeoutMs / 1000));
    const timer = era.thin && timeoutMs > 0 ? tasks.later(late, timeoutMs, from.stack) : undefined;
    const answered = (reply) => {
      if (timer !== undefined) tasks.drop(timer);
      if (reply.kind === 'error') reject(errors.of(reply, target));
      else resolve(new Connection(context, { target, user, connectString }));
    };
    wire.send('oracledb', { kind: 'connect', dialect: 'oracle', target, access }, answered, from);
  });
};
