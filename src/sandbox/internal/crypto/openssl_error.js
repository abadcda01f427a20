// Errors of OpenSSL as Node throws them.
'use strict';

// By number: the name in messages, and what stands between `ERR_OSSL_` and the reason in codes.
const LIBRARIES = {
  4: ['rsa routines', 'RSA_'],
  6: ['digital envelope routines', 'EVP_'],
  9: ['PEM routines', 'PEM_'],
  13: ['asn1 encoding routines', 'ASN1_'],
  15: ['common libcrypto routines', 'CRYPTO_'],
  16: ['elliptic curve routines', 'EC_'],
  57: ['Provider routines', ''],
  60: ['DECODER routines', ''],
};

const line = (number, reason) =>
  `error:${number.toString(16).toUpperCase().padStart(8, '0')}:${LIBRARIES[number >>> 23][0]}::${reason}`;

// `number` is OpenSSL's packed code, as it stands in the message; `before` the lines of errors that led to it.
exports.opensslError = function opensslError(number, reason, before = undefined) {
  const error = new Error(line(number, reason));
  const [library, prefix] = LIBRARIES[number >>> 23];
  if (before !== undefined) error.opensslErrorStack = before;
  error.library = library;
  error.reason = reason;
  error.code = `ERR_OSSL_${prefix}${reason.toUpperCase().replaceAll(' ', '_')}`;
  return error;
};

exports.opensslLine = line;
