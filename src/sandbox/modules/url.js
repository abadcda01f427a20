// `require('url')`: the standard's classes and the old functions.
'use strict';

const { URL, URLSearchParams } = require('globals/url');
const legacy = require('internal/legacy_url');
const { coded, invalidArgType } = require('internal/node_errors');

exports.Url = legacy.Url;
exports.parse = legacy.parse;
exports.resolve = legacy.resolve;
exports.resolveObject = legacy.resolveObject;
exports.URL = URL;
exports.URLSearchParams = URLSearchParams;

exports.format = function format(url, options) {
  if (typeof url === 'string') return legacy.print(legacy.parse(url));
  if (typeof url !== 'object' || url === null) throw invalidArgType('urlObject', ['Object', 'string'], url);
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

exports.fileURLToPath = function fileURLToPath(path) {
  const url = typeof path === 'string' ? new URL(path) : path;
  if (!(url instanceof URL)) throw invalidArgType('path', ['string', 'URL'], path);
  if (url.protocol !== 'file:') throw coded(TypeError, 'ERR_INVALID_URL_SCHEME', 'The URL must be of scheme file');
  return decodeURIComponent(url.pathname);
};

exports.pathToFileURL = (path) =>
  new URL(`file://${encodeURI(require('path').resolve(path)).replace(/[?#]/g, encodeURIComponent)}`);
