// The globals that were there without `require` before Node 16 (domain facts §5.3).
'use strict';

const { defineProperty } = Object;

// Global and the module it was.
const MODULES = {
  ObjectID: ['mongodb', (module) => module.ObjectID ?? module.ObjectId],
  Auth0: ['auth0'],
  Knex: ['knex'],
  Pubnub: ['pubnub'],
  _: ['lodash'],
  async: ['async'],
  azure_storage: ['azure-storage'],
  bcrypt: ['bcrypt'],
  couchbase: ['couchbase'],
  cql: ['node-cassandra-cql'],
  crypto: ['crypto'],
  jwt: ['jsonwebtoken', withMinutes],
  pbkdf2: ['easy-pbkdf2'],
  pg: ['pg'],
  q: ['q'],
  querystring: ['querystring'],
  request: ['request'],
  uuid: ['uuid'],
  xml2js: ['xml2js'],
  xmldom: ['xmldom'],
  xpath: ['xpath'],
  xtend: ['xtend'],
};

// `sign` took `expiresInMinutes`, which the module has long forgotten.
function withMinutes(jwt) {
  return {
    ...jwt,
    sign(payload, secret, options, ...rest) {
      if (options === null || typeof options !== 'object' || options.expiresInMinutes === undefined) {
        return jwt.sign(payload, secret, options, ...rest);
      }
      const { expiresInMinutes, ...others } = options;
      return jwt.sign(payload, secret, { ...others, expiresIn: expiresInMinutes * 60 }, ...rest);
    },
  };
}

function mongoOf(required) {
  const databases = new Map();
  function mongo(address, callback) {
    if (typeof address !== 'string' || address === '') throw new Error('mongo needs the address of the database');
    if (address.startsWith('mongo://')) throw new Error('mongo: write mongodb:// instead of mongo://');
    const known = databases.get(address);
    if (known !== undefined) return callback(null, known);
    return required('mongodb').MongoClient.connect(address, (error, connected) => {
      if (error) return callback(error);
      // Since version 3 of the driver it is a client that is connected.
      const database = typeof connected.db === 'function' && !connected.collection ? connected.db() : connected;
      databases.set(address, database);
      return callback(null, database);
    });
  }
  for (const name of ['ObjectID', 'Long', 'Double', 'Timestamp', 'BSON']) {
    defineProperty(mongo, name, { get: () => required('mongodb')[name], enumerable: true, configurable: true });
  }
  return mongo;
}

function poolsOf(required) {
  const pools = new Map();
  return function mysql_pool(options) {
    const key = typeof options === 'string' ? options : JSON.stringify(options);
    if (!pools.has(key)) {
      const given = typeof options === 'string' ? options : { connectionLimit: 30, ...options };
      pools.set(key, required('mysql').createPool(given));
    }
    return pools.get(key);
  };
}

const sqlserverOf = (required) => ({
  connect(config) {
    const { Connection } = required('tedious');
    return new Connection(config);
  },
  get Request() {
    return required('tedious').Request;
  },
  get Types() {
    return required('tedious').TYPES;
  },
});

const numberOf = (address) => {
  const parts = String(address).trim().split('.').map(Number);
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255)) return undefined;
  return parts.reduce((number, part) => number * 256 + part, 0);
};

// Addresses of version 4 alone, one or `address/bits`.
function inRange(address, range) {
  const [network, bits = '32'] = String(range).split('/');
  const [own, other] = [numberOf(address), numberOf(network)];
  if (own === undefined || other === undefined || !(bits >= 0 && bits <= 32)) return false;
  const size = 2 ** (32 - bits);
  return Math.floor(own / size) === Math.floor(other / size);
}

const ip = (address) => ({ in_range: (ranges) => [ranges].flat().some((range) => inRange(address, range)) });

exports.install = function install(target, required) {
  const made = {
    mysql: () => (options) => required('mysql').createConnection(options),
    mysql_pool: () => poolsOf(required),
    postgres: () => {
      const connect = require('internal/callables').callables.pg(required('pg'));
      return (address, callback) => connect(address, callback);
    },
    mongo: () => mongoOf(required),
    sqlserver: () => sqlserverOf(required),
    ip: () => ip,
  };
  for (const [name, [module, of]] of Object.entries(MODULES)) {
    made[name] = () => (of === undefined ? required(module) : of(required(module)));
  }
  put(target, made);
};

// The one whose end is disputed (X5).
exports.installRequest = (target, required) => put(target, { request: () => required('request') });

// Each is made when it is first asked for.
function put(target, made) {
  for (const [name, make] of Object.entries(made)) {
    const set = (value) =>
      defineProperty(target, name, { value, writable: true, enumerable: false, configurable: true });
    defineProperty(target, name, {
      get() {
        const value = make();
        set(value);
        return value;
      },
      set,
      enumerable: false,
      configurable: true,
    });
  }
}
