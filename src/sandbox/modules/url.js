// `require('url')`: the standard's classes and the old functions.
'use strict';

const { URL, URLSearchParams } = require('globals/url');
const legacy = require('internal/legacy_url');
const { coded, invalidArgType, needString } = require('internal/node_errors');

exports.Url = legacy.Url;
exports.parse = legacy.parse;
exports.resolve = legacy.resolve;
exports.resolveObject = legacy.resolveObject;
exports.URL = URL;
exports.URLSearchParams = URLSearchParams;

exports.format = function format(url, options) {
  if (typeof url === 'string') return legacy.print(legacy.parse(url));
  if (typeof url !== 'object' || url === null) throw invalidArgType('urlObject', ['object', 'string'], url);
  if (!(url instanceof URL)) return legacy.print(url);
  const { auth = true, fragment = true, search = true, unicode = false } = options ?? {};
  const name = unicode ? host.domainToUnicode(url.hostname) : url.hostname;
  const credentials = url.username || url.password ? `${url.username}${url.password ? `:${url.password}` : ''}@` : '';
  const authority = url.href.startsWith(`${url.protocol}//`)
    ? `//${auth ? credentials : ''}${name}${url.port ? `:${url.port}` : ''}`
    : '';
  return `${url.protocol}${authority}${url.pathname}${search ? url.search : ''}${fragment ? url.hash : ''}`;
};

exports.domainToASCII = (domain) => host.domainToAscii(`${domain}`);
exports.domainToUnicode = (domain) => host.domainToUnicode(`${domain}`);

exports.urlToHttpOptions = function urlToHttpOptions(url) {
  const options = {
    __proto__: null,
    ...url,
    protocol: url.protocol,
    hostname: url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname,
    hash: url.hash,
    search: url.search,
    pathname: url.pathname,
    path: `${url.pathname}${url.search}`,
    href: url.href,
  };
  if (url.port !== '') options.port = Number(url.port);
  if (url.username || url.password) {
    options.auth = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  }
  return options;
};

exports.fileURLToPath = function fileURLToPath(path, options) {
  const url = typeof path === 'string' ? new URL(path) : path;
  if (typeof url?.href !== 'string' || typeof url.protocol !== 'string') {
    throw invalidArgType('path', ['string', 'URL'], path);
  }
  if (url.protocol !== 'file:') throw coded(TypeError, 'ERR_INVALID_URL_SCHEME', 'The URL must be of scheme file');
  const windows = Boolean(options?.windows);
  const { pathname } = url;
  const broken = windows ? /%2f|%5c/i : /%2f/i;
  if (!windows && url.hostname !== '') {
    throw coded(TypeError, 'ERR_INVALID_FILE_URL_HOST', 'File URL host must be "localhost" or empty on linux');
  }
  if (broken.test(pathname)) {
    const what = windows ? '\\ or / characters' : '/ characters';
    throw coded(TypeError, 'ERR_INVALID_FILE_URL_PATH', `File URL path must not include encoded ${what}`);
  }
  if (!windows) return decodeURIComponent(pathname);
  const decoded = decodeURIComponent(pathname.replaceAll('/', '\\'));
  if (url.hostname !== '') return `\\\\${host.domainToUnicode(url.hostname)}${decoded}`;
  if (!/^\\[A-Za-z]:/.test(decoded)) {
    throw coded(TypeError, 'ERR_INVALID_FILE_URL_PATH', 'File URL path must be absolute');
  }
  return decoded.slice(1);
};

exports.fileURLToPathBuffer = (path, options) => Buffer.from(exports.fileURLToPath(path, options));

exports.pathToFileURL = function pathToFileURL(path) {
  needString(path, 'path');
  const resolved = require('path').resolve(path) + (path.length > 1 && path.endsWith('/') ? '/' : '');
  return new URL(`file://${encodeURI(resolved).replace(/[?#]/g, encodeURIComponent)}`);
};
