// Failures of the store as the MySQL drivers report them.
'use strict';

const { networkError } = require('internal/network_error');

// The driver's own timer ended the wait for the connection.
const timedOut = ({ syscall }) =>
  Object.assign(new Error(`${syscall} ETIMEDOUT`), { errorno: 'ETIMEDOUT', code: 'ETIMEDOUT', syscall, fatal: true });

// What the driver itself has to say.
const own = ({ message }) => Object.assign(new Error(message), { fatal: true });

// mysql puts the code before the message.
exports.mysql = function mysql(failure, target) {
  if (failure.details?.timeout) return timedOut(failure);
  if (failure.code === 'DRIVER') return own(failure);
  const network = networkError(failure, target);
  if (network !== undefined) return Object.assign(network, { fatal: true });
  if (failure.sql_state === null || failure.sql_state === undefined) {
    return Object.assign(new Error(failure.message), { code: failure.code, fatal: failure.fatal });
  }
  const error = new Error(`${failure.code}: ${failure.message}`);
  // Which of several statements it was.
  if (failure.details?.index !== undefined) error.index = failure.details.index;
  Object.assign(error, {
    code: failure.code,
    errno: failure.errno ?? undefined,
    sqlMessage: failure.message,
    sqlState: failure.sql_state,
  });
  return failure.fatal ? Object.assign(error, { fatal: true }) : error;
};

// mysql2 does not.
exports.mysql2 = function mysql2(failure, target) {
  if (failure.details?.timeout) return timedOut(failure);
  if (failure.code === 'DRIVER') return own(failure);
  const network = networkError(failure, target);
  if (network !== undefined) return Object.assign(network, { fatal: true });
  const error = new Error(failure.message);
  error.code = failure.code === 'UNKNOWN_CODE_PLEASE_REPORT' ? undefined : failure.code;
  if (failure.sql_state !== null && failure.sql_state !== undefined) {
    error.errno = failure.errno ?? undefined;
    error.sqlState = failure.sql_state;
    error.sqlMessage = failure.message;
  } else if (failure.fatal) {
    // What the server itself said goes without the flag.
    error.fatal = true;
  }
  return error;
};
