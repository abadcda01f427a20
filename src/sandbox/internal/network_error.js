// A failed connection as Node's own error: `connect ECONNREFUSED`, `getaddrinfo ENOTFOUND` and their kin.
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

// `reply` is the store's error; `url` is where the request went.
exports.networkError = function networkError(reply, url) {
  const error = new Error(reply.message || reply.code);
  const errno = reply.errno ?? NUMBERS[reply.code];
  if (errno !== undefined) error.errno = errno;
  if (reply.code) error.code = reply.code;
  if (reply.syscall) error.syscall = reply.syscall;
  if (reply.syscall === 'getaddrinfo') error.hostname = url.hostname;
  else if (reply.syscall === 'connect') error.port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  return error;
};
