// `util.getSystemErrorName` and its kin, and errors made of them.
'use strict';

const { invalidArgType, needInteger, outOfRange } = require('internal/node_errors');
const { systemError, systemErrors } = require('internal/system_errors');

function negative(number) {
  if (typeof number !== 'number') throw invalidArgType('err', 'number', number);
  if (number >= 0 || !Number.isSafeInteger(number)) throw outOfRange('err', 'a negative integer', number);
}

exports.getSystemErrorName = function getSystemErrorName(number) {
  negative(number);
  return systemError(number)?.[0] ?? `Unknown system error ${number}`;
};

exports.getSystemErrorMessage = function getSystemErrorMessage(number) {
  negative(number);
  return systemError(number)?.[1] ?? `Unknown system error ${number}`;
};

exports.getSystemErrorMap = () => systemErrors();

exports._errnoException = function errnoException(number, syscall, original) {
  needInteger(number, 'err');
  const code = exports.getSystemErrorName(number);
  const error = new Error(original ? `${syscall} ${code} ${original}` : `${syscall} ${code}`);
  return Object.assign(error, { errno: number, code, syscall });
};

exports._exceptionWithHostPort = function exceptionWithHostPort(number, syscall, address, port, additional) {
  const code = exports.getSystemErrorName(number);
  const details = `${port > 0 ? `${address}:${port}` : address ? `${address}` : ''}`;
  const local = additional ? ` - Local (${additional})` : '';
  const error = new Error(`${syscall} ${code}${details === '' ? '' : ` ${details}`}${local}`);
  Object.assign(error, { errno: number, code, syscall, address });
  if (port) error.port = port;
  return error;
};
