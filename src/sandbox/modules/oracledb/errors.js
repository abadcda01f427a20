// The errors of `oracledb`: those of the driver (`NJS-…`), those of the server (`ORA-…`) and those on the way to it.
'use strict';

const { randomBytes } = require('crypto');
const { networkError } = require('internal/network_error');

const MESSAGES = {
  3: () => 'invalid or closed connection',
  4: (name) => `invalid value for property "${name}"`,
  5: (at) => `invalid value for parameter ${at}`,
  7: (name, at) => `invalid value for "${name}" in parameter ${at}`,
  9: (given, least, most) =>
    `invalid number of function parameters: ${given} provided but expected between ${least} and ${most}`,
  11: () => 'encountered bind value and type mismatch',
  12: (at) => `encountered invalid bind data type in parameter ${at}`,
  13: () => 'invalid bind direction',
  15: () => 'type was not specified for conversion',
  18: () => 'invalid ResultSet',
  19: () => 'ResultSet cannot be returned for non-query statements',
  21: () => 'invalid type for conversion specified',
  40: (ms) => `connection request timeout. Request exceeded "queueTimeout" of ${ms}`,
  44: () => 'bind object must contain one of the following attributes: "dir", "type", "maxSize", or "val"',
  46: (alias) => `pool alias "${alias}" already exists in the connection pool cache`,
  47: (alias) => `pool alias "${alias}" not found in connection pool cache`,
  55: () => 'binding by position and name cannot be mixed',
  65: () => 'connection pool was closed',
  75: () => 'only one of connectString and connectionString can be used',
  80: () => 'only one of user and username can be used',
  97: (name) => `no bind placeholder named ":${name}" was found in the statement text`,
  98: (wanted, given) =>
    `${wanted} bind placeholders were used in the SQL statement but ${given} bind values were provided`,
  101: () => 'no credentials specified',
  104: () => 'connection pool cannot be closed because connections are busy',
  105: () => 'value is not a number (NaN) and cannot be used in Oracle Database numbers',
  125: () => '"connectString" cannot be empty or undefined. Bequeath connections are not supported in Thin mode',
  157: () => 'executeMany() cannot be used with SELECT statement or WITH SQL clause',
  500: () => 'connection to Oracle Database was closed or broken',
  501: (host, port, id, cause) =>
    `connection to host ${host} port ${port} terminated unexpectedly. (CONNECTION_ID=${id})\n${cause}`,
  503: (host, port, id, cause) =>
    `connection to host ${host} port ${port} could not be established. (CONNECTION_ID=${id})\n${cause}`,
  510: (host, port, seconds, id) =>
    `connection to host ${host} port ${port} timed out. Request exceeded "transportConnectTimeout" of ` +
    `${seconds} seconds. (CONNECTION_ID=${id})`,
  515: (text) => `error in Easy Connect connection string: input string not in easy connect format: ${text}`,
  516: () => 'no configuration directory set or available to search for tnsnames.ora',
  530: () => 'The host addresses or URLs provided by the connect string are incorrect or unresolvable in your network.',
};

// What the client library of the versions before 6 says where the thin driver speaks for itself.
const CLIENT = {
  ENOTFOUND: [12545, 'Connect failed because target host or object does not exist'],
  EAI_AGAIN: [12545, 'Connect failed because target host or object does not exist'],
  ECONNREFUSED: [12541, 'TNS:no listener'],
  ETIMEDOUT: [12170, 'TNS:Connect timeout occurred'],
};
const LOST = [3113, 'end-of-file on communication channel'];
const OTHER = [12543, 'TNS:destination host unreachable'];
const INSTEAD = {
  101: [1005, 'null password given; logon denied'],
  125: [12162, 'TNS:net service name is incorrectly specified'],
  515: [12154, 'TNS:could not resolve the connect identifier specified'],
  516: [12154, 'TNS:could not resolve the connect identifier specified'],
  510: CLIENT.ETIMEDOUT,
  97: [1036, 'illegal variable name/number'],
};

const padded = (number, width) => String(number).padStart(width, '0');
const connectionId = () => randomBytes(16).toString('base64');
const LOSING = new Set(['read', 'write']);

exports.errorsOf = function errorsOf({ thin }) {
  function clientError([number, text]) {
    return Object.assign(new Error(`ORA-${padded(number, 5)}: ${text}`), { errorNum: number, offset: 0 });
  }

  function njs(number, ...about) {
    if (!thin && number in INSTEAD) return clientError(INSTEAD[number]);
    if (!thin && number === 98) {
      return clientError(about[0] > about[1] ? [1008, 'not all variables bound'] : INSTEAD[97]);
    }
    const code = `NJS-${padded(number, 3)}`;
    const error = new Error(`${code}: ${MESSAGES[number](...about)}`);
    return thin ? Object.assign(error, { code, isRecoverable: number === 500 }) : error;
  }

  // What the server said. The thin driver adds where its own help is found.
  function server(failure) {
    const number = failure.errno ?? Number(/^ORA-(\d+)/.exec(failure.code ?? failure.message)?.[1] ?? 0);
    const prefix = `ORA-${padded(number, 5)}`;
    const text = failure.message.startsWith('ORA-') ? failure.message : `${prefix}: ${failure.message}`;
    const offset = failure.position ? failure.position - 1 : 0;
    if (!thin) return Object.assign(new Error(text), { errorNum: number, offset });
    const help = `\nHelp: https://docs.oracle.com/error-help/db/${prefix.toLowerCase()}/`;
    const error = new Error(failure.message.includes('\nHelp:') ? text : text + help);
    return Object.assign(error, { offset, errorNum: number, isRecoverable: false, code: prefix });
  }

  function network(cause, { host = 'localhost', port }) {
    const lost = LOSING.has(cause.syscall);
    if (!thin) return clientError(lost ? LOST : (CLIENT[cause.code] ?? OTHER));
    if (lost) {
      const error = njs(500);
      error.message += `\n${njs(501, host, port, connectionId(), cause.message).message}`;
      return error;
    }
    if (cause.syscall === 'getaddrinfo') return njs(530);
    const address = host === 'localhost' ? '127.0.0.1' : host;
    return njs(503, address, port, connectionId(), cause.message);
  }

  return {
    njs,
    tooLate: ({ host, port }, seconds) => njs(510, host, port, seconds, connectionId()),
    // A failure of the store, on the way to `target`.
    of(failure, target) {
      const cause = networkError(failure, target);
      return cause === undefined ? server(failure) : network(cause, target);
    },
  };
};
