// `require('http2')`: its constants; a session cannot be opened.
'use strict';

const { absentAll, absentClass } = require('internal/absent');

const HEADERS = {
  HTTP2_HEADER_STATUS: ':status',
  HTTP2_HEADER_METHOD: ':method',
  HTTP2_HEADER_AUTHORITY: ':authority',
  HTTP2_HEADER_SCHEME: ':scheme',
  HTTP2_HEADER_PATH: ':path',
  HTTP2_HEADER_ACCEPT: 'accept',
  HTTP2_HEADER_ACCEPT_ENCODING: 'accept-encoding',
  HTTP2_HEADER_AUTHORIZATION: 'authorization',
  HTTP2_HEADER_CONNECTION: 'connection',
  HTTP2_HEADER_CONTENT_ENCODING: 'content-encoding',
  HTTP2_HEADER_CONTENT_LENGTH: 'content-length',
  HTTP2_HEADER_CONTENT_TYPE: 'content-type',
  HTTP2_HEADER_COOKIE: 'cookie',
  HTTP2_HEADER_HOST: 'host',
  HTTP2_HEADER_LOCATION: 'location',
  HTTP2_HEADER_SET_COOKIE: 'set-cookie',
  HTTP2_HEADER_TRANSFER_ENCODING: 'transfer-encoding',
  HTTP2_HEADER_USER_AGENT: 'user-agent',
};

const CODES = { NGHTTP2_NO_ERROR: 0, NGHTTP2_INTERNAL_ERROR: 2, NGHTTP2_REFUSED_STREAM: 7, NGHTTP2_CANCEL: 8 };
const METHODS = { HTTP2_METHOD_GET: 'GET', HTTP2_METHOD_POST: 'POST', HTTP2_METHOD_PUT: 'PUT' };

Object.assign(
  exports,
  { constants: { ...HEADERS, ...CODES, ...METHODS }, sensitiveHeaders: Symbol('nodejs.http2.sensitiveHeaders') },
  absentAll(
    'http2',
    ['connect', 'createServer', 'createSecureServer', 'getDefaultSettings', 'getPackedSettings', 'getUnpackedSettings'],
    ', which speaks HTTP/1.1 alone',
  ),
  {
    Http2ServerRequest: absentClass('http2', 'Http2ServerRequest'),
    Http2ServerResponse: absentClass('http2', 'Http2ServerResponse'),
  },
);
