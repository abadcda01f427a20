// A failed connection as Node's own error: `connect ECONNREFUSED 127.0.0.1:5432`, `getaddrinfo ENOTFOUND db` and kin.
'use strict';

const NUMBERS = {
  ECONNREFUSED: -111,
  ECONNRESET: -104,
  ETIMEDOUT: -110,
  EHOSTUNREACH: -113,
  ENOTFOUND: -3008,
  EAI_AGAIN: -3001,
  EPIPE: -32,
};

// A failure below the protocol (refused, not found), on the way to `host` and `port`; `undefined` for any other.
exports.networkError = function networkError(failure, { host: name = 'localhost', port }) {
  if (!failure.syscall) return undefined;
  const lookup = failure.syscall === 'getaddrinfo';
  // Node reports the address it tried, not the name.
  const address = name === 'localhost' ? '127.0.0.1' : name;
  const connecting = failure.syscall === 'connect';
  // What fails later names no place.
  const place = lookup ? ` ${name}` : connecting ? ` ${address}:${port}` : '';
  const plain = `${failure.syscall} ${failure.code}`;
  const error = new Error(failure.message === plain ? plain + place : failure.message);
  const where = connecting ? { address, port } : {};
  return Object.assign(error, {
    errno: failure.errno ?? NUMBERS[failure.code],
    code: failure.code,
    syscall: failure.syscall,
    ...(lookup ? { hostname: name } : where),
  });
};
