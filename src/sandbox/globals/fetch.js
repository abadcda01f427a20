// `fetch`: each request, redirects included, is one exchange with the legacy store.
'use strict';

const { written } = require('globals/headers');
const { Request, bytesOf, markUsed } = require('globals/request');
const { REDIRECTS, answered } = require('globals/response');
const { URL } = require('globals/url');
const tasks = require('internal/tasks');
const wire = require('internal/wire');
const { networkError } = require('internal/network_error');

const MOST_REDIRECTS = 20;
// What Node adds by itself, unless the script says otherwise.
const OWN_HEADERS = [
  ['accept', '*/*'],
  ['accept-language', '*'],
  ['sec-fetch-mode', 'cors'],
  ['user-agent', 'node'],
  ['accept-encoding', 'gzip, deflate'],
];
const PRIVATE = new Set(['authorization', 'proxy-authorization', 'cookie', 'host']);
const OF_BODY = new Set(['content-encoding', 'content-language', 'content-location', 'content-type', 'content-length']);

// Ports of other protocols, which `fetch` refuses (Fetch standard, "bad ports").
const BAD_PORTS = new Set(
  (
    '1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113 115 117 119 123 135 ' +
    '137 139 143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548 554 556 563 587 601 636 989 990 993 995 ' +
    '1719 1720 1723 2049 3659 4045 4190 5060 5061 6000 6566 6665 6666 6667 6668 6669 6679 6697 10080'
  ).split(' '),
);

const failed = (cause) => new TypeError('fetch failed', { cause });

const bodyOf = (bytes) => {
  if (bytes === null) return null;
  return host.isUtf8(bytes) ? host.utf8(bytes) : { $bytes: host.base64(bytes) };
};

const without = (headers, names) => headers.filter(([name]) => !names.has(name.toLowerCase()));

// Where a redirect leads; the exchange as it was, if it is none.
function redirected(exchange, reply, mode) {
  const location = reply.headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
  if (!REDIRECTS.has(reply.status) || mode === 'manual') return undefined;
  if (mode === 'error') throw failed(new Error('unexpected redirect'));
  if (location === undefined) return undefined;
  const url = new URL(location, exchange.url);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw failed(new Error('URL scheme must be a HTTP(S) scheme'));
  if (exchange.hops === MOST_REDIRECTS) throw failed(new Error('redirect count exceeded'));
  let { method, headers, bytes } = exchange;
  const toGet =
    ((reply.status === 301 || reply.status === 302) && method === 'POST') ||
    (reply.status === 303 && method !== 'GET' && method !== 'HEAD');
  if (toGet) {
    method = 'GET';
    bytes = null;
    headers = without(headers, OF_BODY);
  }
  if (url.origin !== new URL(exchange.url).origin) headers = without(headers, PRIVATE);
  if (url.hash === '') url.hash = new URL(exchange.url).hash;
  return { url: url.href, method, headers, bytes, hops: exchange.hops + 1 };
}

function run(exchange, request, resolve, reject) {
  const { signal } = request;
  const url = new URL(exchange.url);
  url.hash = '';
  const own = OWN_HEADERS.filter(([name]) => !exchange.headers.some(([given]) => given.toLowerCase() === name));
  const message = {
    kind: 'http',
    method: exchange.method,
    url: url.href,
    headers: [...exchange.headers, ...own],
    body: bodyOf(exchange.bytes),
  };
  const onAbort = () => {
    tasks.drop(id);
    reject(signal.reason);
  };
  const id = wire.send('fetch', message, (reply) => {
    signal.removeEventListener('abort', onAbort);
    if (reply.kind !== 'http') {
      const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
      const error = networkError(reply, { host: url.hostname, port });
      reject(failed(error ?? Object.assign(new Error(reply.message || reply.code), { code: reply.code })));
      return;
    }
    try {
      const next = redirected(exchange, reply, request.redirect);
      if (next !== undefined) {
        run(next, request, resolve, reject);
        return;
      }
      const bytes = wire.decode(reply.body, (decoded) => decoded);
      resolve(
        answered({
          status: reply.status,
          statusText: reply.reason,
          headers: reply.headers,
          bytes: typeof bytes === 'string' ? host.fromUtf8(bytes) : (bytes ?? new Uint8Array(0)),
          url: exchange.url,
          redirected: exchange.hops > 0,
        }),
      );
    } catch (error) {
      reject(error);
    }
  });
  signal.addEventListener('abort', onAbort, { once: true });
}

exports.fetch = function fetch(input, init = undefined) {
  return new Promise((resolve, reject) => {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    const url = new URL(request.url);
    if (url.protocol !== 'http:' && url.protocol !== 'https:') {
      const known = url.protocol === 'about:' || url.protocol === 'file:' || url.protocol === 'blob:';
      throw failed(new Error(known ? `${url.protocol.slice(0, -1)} scheme is not supported` : 'unknown scheme'));
    }
    if (BAD_PORTS.has(url.port)) throw failed(new Error('bad port'));
    const bytes = bytesOf(request);
    markUsed(request);
    run(
      { url: request.url, method: request.method, headers: written(request.headers), bytes, hops: 0 },
      request,
      resolve,
      reject,
    );
  });
};
