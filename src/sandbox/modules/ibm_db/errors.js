// Errors of `ibm_db`: objects with an Error behind them, so that all they say is theirs and enumerable.
'use strict';

const { networkError } = require('internal/network_error');

// The SQLSTATE is `state` before 3.3.
exports.eraOf = function eraOf(version) {
  const found = /(\d+)(?:\.(\d+))?/.exec(version ?? '');
  if (found === null) return { major: 3, stateName: 'sqlstate' };
  const [major, minor] = [Number(found[1]), Number(found[2] ?? 99)];
  return { major, stateName: major > 3 || (major === 3 && minor >= 3) ? 'sqlstate' : 'state' };
};

function sqlError(era, { message, sqlcode, sqlstate }) {
  const text = message.endsWith('\n') ? message : `${message}\n`;
  const error = Object.create(new Error(text));
  const prefix = era.major < 3 ? '[node-ibm_db]' : '[ibm_db]';
  return Object.assign(error, { error: `${prefix} SQL_ERROR`, sqlcode, message: text, [era.stateName]: sqlstate });
}

const cli = (era, sqlcode, sqlstate, text) =>
  sqlError(era, { message: `[IBM][CLI Driver] ${text}  SQLSTATE=${sqlstate}`, sqlcode, sqlstate });

// Which function of the driver noticed, and the numbers it got.
const NOTICED = {
  ECONNREFUSED: ['connect', '"111", "*", "*"'],
  ETIMEDOUT: ['selectForConnectTimeout', '"115", "*", "*"'],
  EHOSTUNREACH: ['connect', '"113", "*", "*"'],
  ENETUNREACH: ['connect', '"101", "*", "*"'],
  ECONNRESET: ['recv', '"104", "*", "0"'],
  EPIPE: ['send', '"32", "*", "0"'],
};

// A failure of the store, on the way to `target`.
exports.errorOf = function errorOf(failure, target, era) {
  const cause = networkError(failure, target);
  if (cause === undefined) {
    return sqlError(era, {
      message: failure.message,
      sqlcode: failure.errno ?? -99999,
      sqlstate: failure.sql_state ?? 'HY000',
    });
  }
  const { host = '' } = target;
  if (cause.syscall === 'getaddrinfo') {
    return cli(era, -1336, '08001', `SQL1336N  The remote host "${host}" was not found.`);
  }
  const [noticed, numbers] = NOTICED[cause.code] ?? ['recv', '"*", "*", "0"'];
  const address = host === 'localhost' ? '127.0.0.1' : host;
  const text =
    'SQL30081N  A communication error has been detected. Communication protocol being used: "TCP/IP".  ' +
    `Communication API being used: "SOCKETS".  Location where the error was detected: "${address}".  ` +
    `Communication function detecting the error: "${noticed}".  Protocol specific error code(s): ${numbers}.`;
  return cli(era, -30081, '08001', text);
};

exports.unknownDatabase = (name, era) =>
  cli(era, -1013, '42705', `SQL1013N  The database alias name or database name "${name}" could not be found.`);

// Asked of a connection that is not open.
exports.notOpen = () => ({ message: 'Connection not open.', sqlstate: '08001', sqlcode: -30081 });

exports.closed = (era) =>
  sqlError(era, {
    message: 'CLI0600E Invalid connection handle or connection is closed. SQLSTATE=S1000',
    sqlcode: -1,
    sqlstate: 'S1000',
  });
