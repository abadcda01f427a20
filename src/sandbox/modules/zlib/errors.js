// What zlib and brotli say of bytes that are not theirs.
'use strict';

const { coded } = require('internal/node_errors');

function failure(message, code, errno) {
  const error = new Error(message);
  error.errno = errno;
  error.code = code;
  return error;
}

exports.dataError = (message) => failure(message, 'Z_DATA_ERROR', -3);
exports.ended = () => failure('unexpected end of file', 'Z_BUF_ERROR', -5);
exports.needDictionary = () => failure('Missing dictionary', 'Z_NEED_DICT', 2);
exports.badDictionary = () => failure('Bad dictionary', 'Z_DATA_ERROR', -3);
exports.brotliError = () => failure('Decompression failed', 'ERR__ERROR_FORMAT_PADDING_1', -2);
exports.tooLarge = (most) =>
  coded(RangeError, 'ERR_BUFFER_TOO_LARGE', `Cannot create a Buffer larger than ${most} bytes`);
