// `url.parse`, `url.format`, `url.resolve`: the old parser, which is laxer than the standard's.
'use strict';

const querystring = require('querystring');
const { coded, invalidArgType } = require('internal/node_errors');

const SLASHED = new Set(['http:', 'https:', 'ftp:', 'gopher:', 'file:', 'ws:', 'wss:']);
const ESCAPED = /[\t\n\r "'<>\\^`{|}]/g;
const escape = (text) =>
  text.replace(ESCAPED, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);

const FIELDS = [
  'protocol',
  'slashes',
  'auth',
  'host',
  'port',
  'hostname',
  'hash',
  'search',
  'query',
  'pathname',
  'path',
  'href',
];

class Url {
  constructor() {
    for (const field of FIELDS) this[field] = null;
  }

  parse(text, withQuery, slashesDenoteHost) {
    return fill(this, text, withQuery, slashesDenoteHost);
  }

  format() {
    return print(this);
  }

  resolve(relative) {
    return this.resolveObject(exports.parse(relative, false, true)).format();
  }

  resolveObject(relative) {
    return resolved(this, typeof relative === 'string' ? exports.parse(relative, false, true) : relative);
  }
}

function invalid(text) {
  const error = coded(TypeError, 'ERR_INVALID_URL', 'Invalid URL');
  error.input = text;
  return error;
}

function takeHost(url, text, rest) {
  let end = rest.search(/[/?#]/);
  if (end === -1) end = rest.length;
  const at = rest.lastIndexOf('@', end - 1);
  if (at !== -1 && at < end) {
    url.auth = decodeURIComponent(rest.slice(0, at));
    rest = rest.slice(at + 1);
    end -= at + 1;
  }
  // Characters that no host name holds end it early.
  const bad = rest.slice(0, end).search(/[\t\n\r "%'<>\\^`{|};]/);
  const stop = bad === -1 ? end : bad;
  url.host = rest.slice(0, stop);
  rest = rest.slice(stop);
  const port = /:(\d*)$/.exec(url.host);
  let hostname = url.host;
  if (port !== null) {
    if (port[1] !== '') [, url.port] = port;
    hostname = hostname.slice(0, port.index);
  }
  const isAddress = hostname.startsWith('[') && hostname.endsWith(']');
  if (hostname.length > 255) hostname = '';
  else hostname = hostname.toLowerCase();
  if (!isAddress) {
    // What no host name holds begins the path: of a list of hosts only the first is one.
    const odd = hostname.search(/[^a-z0-9.\-+_\u0080-\uffff]/);
    if (odd !== -1) {
      rest = `/${hostname.slice(odd)}${rest}`;
      hostname = hostname.slice(0, odd);
    }
    if (/[^\u0000-\u007f]/.test(hostname)) {
      hostname = host.domainToAscii(hostname);
      if (hostname === '') throw invalid(text);
    }
  }
  url.hostname = isAddress ? hostname.slice(1, -1) : hostname;
  url.host = hostname + (url.port === null ? '' : `:${url.port}`);
  return rest;
}

function fill(url, text, withQuery, slashesDenoteHost) {
  if (typeof text !== 'string') throw invalidArgType('url', 'string', text);
  const trimmed = text.trim().replace(/[\t\n\r]/g, '');
  const query = trimmed.search(/[?#]/);
  let rest =
    query === -1 ? trimmed.replaceAll('\\', '/') : trimmed.slice(0, query).replaceAll('\\', '/') + trimmed.slice(query);

  const protocol = /^[a-z0-9.+-]+:/i.exec(rest);
  const lower = protocol?.[0].toLowerCase();
  if (protocol !== null) {
    url.protocol = lower;
    rest = rest.slice(protocol[0].length);
  }
  const script = lower === 'javascript:';
  const slashes = rest.startsWith('//') && (slashesDenoteHost || protocol !== null || /^\/\/[^@/]+@[^@/]+/.test(rest));
  if (slashes && !script) {
    rest = rest.slice(2);
    url.slashes = true;
  }
  // Protocols that no browser knows have a host without slashes, too.
  if (!script && (slashes || (protocol !== null && !SLASHED.has(lower)))) rest = takeHost(url, text, rest);
  if (!script) rest = escape(rest);

  const hash = rest.indexOf('#');
  if (hash !== -1) {
    url.hash = rest.slice(hash);
    rest = rest.slice(0, hash);
  }
  const search = rest.indexOf('?');
  if (search !== -1) {
    url.search = rest.slice(search);
    url.query = rest.slice(search + 1);
    if (withQuery) url.query = querystring.parse(url.query);
    rest = rest.slice(0, search);
  } else if (withQuery) {
    url.search = null;
    url.query = Object.create(null);
  }
  if (rest !== '') url.pathname = rest;
  if (SLASHED.has(lower) && url.hostname && url.pathname === null) url.pathname = '/';
  if (url.pathname !== null || url.search !== null) url.path = (url.pathname ?? '') + (url.search ?? '');
  url.href = print(url);
  return url;
}

function print(url) {
  let protocol = url.protocol || '';
  let pathname = url.pathname || '';
  let hash = url.hash || '';
  let host = '';
  let query = '';
  const auth = url.auth ? `${encodeURIComponent(url.auth).replace(/%3A/i, ':')}@` : '';
  if (url.host) host = auth + url.host;
  else if (url.hostname) {
    const address = url.hostname.includes(':') && !url.hostname.startsWith('[');
    host = auth + (address ? `[${url.hostname}]` : url.hostname) + (url.port ? `:${url.port}` : '');
  }
  if (url.query !== null && typeof url.query === 'object') query = querystring.stringify(url.query);
  let search = url.search || (query && `?${query}`) || '';
  if (protocol && !protocol.endsWith(':')) protocol += ':';
  pathname = pathname.replace(/[?#]/g, (mark) => (mark === '?' ? '%3F' : '%23'));
  if (url.slashes || SLASHED.has(protocol)) {
    if (url.slashes || host) {
      if (pathname && !pathname.startsWith('/')) pathname = `/${pathname}`;
      host = `//${host}`;
    } else if (protocol === 'file:') {
      host = '//';
    }
  }
  search = search.replaceAll('#', '%23');
  if (hash && !hash.startsWith('#')) hash = `#${hash}`;
  if (search && !search.startsWith('?')) search = `?${search}`;
  return protocol + host + pathname + search + hash;
}

// Takes `.` and `..` out of a path.
function withoutDots(path, absolute) {
  const segments = path.split('/');
  const kept = [];
  let up = 0;
  const last = segments.at(-1);
  for (let i = segments.length - 1; i >= 0; i--) {
    if (segments[i] === '.') continue;
    if (segments[i] === '..') up += 1;
    else if (up > 0 && !(i === 0 && absolute)) up -= 1;
    else kept.unshift(segments[i]);
  }
  if (!absolute) for (; up > 0; up--) kept.unshift('..');
  if (absolute && kept[0] !== '') kept.unshift('');
  if ((last === '.' || last === '..') && kept.at(-1) !== '') kept.push('');
  return kept.length === 1 && kept[0] === '' && absolute ? '/' : kept.join('/');
}

function resolved(base, relative) {
  const result = new Url();
  Object.assign(result, base);
  result.hash = relative.hash;
  if (relative.href === '') {
    result.href = result.format();
    return result;
  }
  const finish = () => {
    if (result.pathname !== null || result.search !== null)
      result.path = (result.pathname ?? '') + (result.search ?? '');
    result.href = result.format();
    return result;
  };
  if (relative.protocol && relative.protocol !== base.protocol) {
    for (const field of FIELDS) result[field] = relative[field];
    if (result.pathname && result.slashes) result.pathname = withoutDots(result.pathname, true);
    return finish();
  }
  if (relative.slashes || relative.host) {
    for (const field of FIELDS) if (field !== 'protocol') result[field] = relative[field];
    result.protocol = base.protocol;
    if (result.pathname) result.pathname = withoutDots(result.pathname, true);
    else if (SLASHED.has(result.protocol)) result.pathname = '/';
    return finish();
  }
  // An address without slashes has no path to join to: a relative one is a whole one of its own.
  if (relative.pathname && !base.slashes && base.host && !SLASHED.has(base.protocol)) {
    const own = exports.parse(`${base.protocol}${relative.href}`, false, true);
    for (const field of FIELDS) result[field] = own[field];
    return result;
  }
  const absolute = Boolean(result.host) || (relative.pathname ?? base.pathname ?? '').startsWith('/');
  if (relative.pathname) {
    const path = relative.pathname.startsWith('/')
      ? relative.pathname
      : `${(base.pathname ?? '').replace(/[^/]*$/, '')}${relative.pathname}`;
    result.pathname = withoutDots(
      absolute && !path.startsWith('/') ? `/${path}` : path,
      absolute || path.startsWith('/'),
    );
    result.search = relative.search;
    result.query = relative.query;
  } else if (relative.search !== null && relative.search !== undefined) {
    result.search = relative.search;
    result.query = relative.query;
  }
  return finish();
}

exports.Url = Url;
exports.parse = (text, withQuery, slashesDenoteHost) =>
  text instanceof Url ? text : fill(new Url(), text, withQuery, slashesDenoteHost);
exports.print = print;
exports.resolve = (from, to) => exports.parse(from, false, true).resolve(to);
exports.resolveObject = (from, to) => (from ? exports.parse(from, false, true).resolveObject(to) : to);
