// Sends one request to the legacy store and waits for the answer: redirects, timeout, cancelling.
'use strict';

const tasks = require('internal/tasks');
const { networkError } = require('internal/network_error');
const wire = require('internal/wire');
const AxiosHeaders = require('axios/headers');
const { combine, withParams } = require('axios/url');
const { parse } = require('internal/connection_url');

const MODERN_REDIRECTS = 21;
const CLASSIC_REDIRECTS = 5;

// What `response.request` and `error.request` show of Node's own object. It refers to its answer and back, so it
// does not go into JSON, as the real one does not.
class ClientRequest {
  constructor(method, url, headers) {
    this.method = method;
    this.protocol = `${url.scheme}:`;
    this.host = url.host;
    this.path = url.path;
    Object.defineProperty(this, 'getHeader', { value: (name) => headers.get(name) });
    Object.defineProperty(this, 'getHeaders', { value: () => headers.toJSON() });
    this.res = { req: this };
  }
}

const typeError = (message, code, more) => Object.assign(new TypeError(message), { code, ...more });

function addressOf(config, era, errors) {
  const full = combine(config.baseURL, config.url);
  if (!era.headerObjects && typeof full !== 'string') {
    const given =
      full === null ? 'null' : typeof full === 'undefined' ? 'undefined' : `type ${typeof full} (${String(full)})`;
    throw typeError(`The "url" argument must be of type string. Received ${given}`, 'ERR_INVALID_ARG_TYPE');
  }
  const found = /^([a-z][a-z\d+.-]*):/i.exec(String(full));
  if (found === null) {
    // Old versions ask the machine itself when the address has no host.
    if (!era.headerObjects)
      return withParams(`http://localhost/${full.replace(/^\/+/, '')}`, config.params, config.paramsSerializer, era);
    throw typeError('Invalid URL', 'ERR_INVALID_URL', { input: String(full) });
  }
  const scheme = found[1].toLowerCase();
  if (era.headerObjects && !['http', 'https', 'file', 'data', 'blob'].includes(scheme)) {
    throw errors.fail(`Unsupported protocol ${scheme}:`, 'ERR_BAD_REQUEST', config);
  }
  return withParams(String(full), config.params, config.paramsSerializer, era);
}

// The address without login and fragment, and its parts for the request object.
function partsOf(address) {
  const url = parse(address);
  if (url === undefined) throw typeError('Invalid URL', 'ERR_INVALID_URL', { input: address });
  const bare = address.replace(/#[^]*$/, '').replace(/^([^:]*:\/\/)[^/?#]*@/, '$1');
  const slashed = bare.replace(/^([^:]*:\/\/[^/?#]+)(?=\?|$)/, '$1/');
  const normal = typeof globalThis.URL === 'function' ? new globalThis.URL(slashed).href : slashed;
  return { ...url, href: normal, path: normal.replace(/^[^:]*:\/\/[^/?#]*/, '') };
}

// Text as the UTF-8 bytes it is sent as, in base64.
const utf8Length = (text) => unescape(encodeURIComponent(text.toWellFormed())).length;
const base64 = (text) => host.base64(text.toWellFormed());

function setUp(config, era, errors) {
  const { headers, data } = config;
  if (
    data !== undefined &&
    data !== null &&
    typeof data !== 'string' &&
    !(data instanceof Uint8Array) &&
    !(data instanceof ArrayBuffer)
  ) {
    throw errors.fail(
      'Data after transformation must be a string, an ArrayBuffer, a Buffer, or a Stream',
      'ERR_BAD_REQUEST',
      config,
    );
  }
  const address = addressOf(config, era, errors);
  const url = partsOf(address);
  const login = config.auth ? [config.auth.username ?? '', config.auth.password ?? ''] : [url.user, url.password ?? ''];
  headers.set('User-Agent', `axios/${era.version}`, false);
  const size =
    data === undefined || data === null ? undefined : typeof data === 'string' ? utf8Length(data) : data.byteLength;
  if (size !== undefined || ['post', 'put', 'patch'].includes(config.method))
    headers.set('Content-Length', size ?? 0, true);
  if (era.headerObjects) headers.set('Accept-Encoding', 'gzip, compress, deflate, br', false);
  if (login[0] !== undefined) headers.set('Authorization', `Basic ${base64(`${login[0]}:${login[1]}`)}`);
  return url;
}

const bodyCell = (data) => {
  if (data === undefined || data === null || data === '') return null;
  return typeof data === 'string'
    ? data
    : { $bytes: host.base64(data instanceof ArrayBuffer ? new Uint8Array(data) : data) };
};

// Where a redirect leads, and as what it is asked.
function followed(reply, hop) {
  const location = reply.headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
  if (reply.status < 300 || reply.status >= 400 || reply.status === 304 || location === undefined) return undefined;
  const origin = /^[^:]*:\/\/[^/?#]*/.exec(hop.url)[0];
  let url = location;
  if (location.startsWith('//')) url = `${origin.split('//')[0]}${location}`;
  else if (location.startsWith('/')) url = origin + location;
  else if (!/^[a-z][a-z\d+.-]*:/i.test(location))
    url = hop.url.replace(/[?#][^]*$/, '').replace(/[^/]*$/, '') + location;
  const headers = new AxiosHeaders(hop.headers);
  const asGet =
    reply.status === 303 ? hop.method !== 'HEAD' : [301, 302].includes(reply.status) && hop.method === 'POST';
  if (asGet) headers.delete(['Content-Type', 'Content-Length']);
  // Credentials stay with the host they were meant for.
  if (/^[^:]*:\/\/[^/?#]*/.exec(url)?.[0] !== origin) headers.delete(['Authorization', 'Cookie']);
  return { url, headers, method: asGet ? 'GET' : hop.method, body: asGet ? null : hop.body };
}

function headersOfReply(pairs, era) {
  const headers = {};
  for (const [name, value] of pairs) {
    const key = name.toLowerCase();
    if (key === 'set-cookie') (headers[key] ??= []).push(value);
    else headers[key] = headers[key] === undefined ? value : `${headers[key]}, ${value}`;
  }
  return era.headerObjects ? new AxiosHeaders(headers) : headers;
}

function dataOf(reply, responseType) {
  const { body } = reply;
  const bytes = () => (typeof body === 'string' ? host.fromBase64(base64(body)) : host.fromBase64(body?.$bytes ?? ''));
  if (responseType === 'arraybuffer') return wire.buffer(bytes());
  const text = typeof body === 'string' ? body : wire.textOf(bytes());
  return text.replace(/^\uFEFF/, '');
}

// The default adapter: a promise of the response. `from` is where the script asked.
exports.adapter = (era, errors) =>
  function httpAdapter(config, from = wire.here()) {
    return new Promise((resolve, reject) => {
      if (config.responseType === 'stream') {
        throw errors.fail(
          "responseType 'stream' is not available here; use 'arraybuffer' or 'text'",
          'ERR_NOT_SUPPORT',
          config,
        );
      }
      const url = setUp(config, era, errors);
      const request = new ClientRequest(config.method.toUpperCase(), url, config.headers);
      const waiting = watch(config, request, errors, from, reject);
      const most = config.maxRedirects ?? (era.headerObjects ? MODERN_REDIRECTS : CLASSIC_REDIRECTS);

      const ask = (hop, redirects) => {
        const message = {
          kind: 'http',
          method: hop.method,
          url: hop.url,
          headers: hop.headers.entries().map(([name, value]) => [name, String(value)]),
          body: hop.body,
        };
        const answered = (reply) => {
          if (reply.kind === 'error') {
            waiting.over();
            const target = { host: url.host, port: url.port ?? (url.scheme === 'https' ? 443 : 80) };
            const error =
              networkError(reply, target) ?? Object.assign(new Error(reply.message), { code: reply.code });
            reject(errors.network(error, config, request));
            return;
          }
          const next = most === 0 ? undefined : followed(reply, hop);
          if (next !== undefined && redirects >= most) {
            waiting.over();
            const error = Object.assign(new Error('Maximum number of redirects exceeded'), {
              code: 'ERR_FR_TOO_MANY_REDIRECTS',
              name: 'Error [ERR_FR_TOO_MANY_REDIRECTS]',
            });
            reject(errors.network(error, config, request));
          } else if (next !== undefined) {
            ask(next, redirects + 1);
          } else {
            waiting.over();
            settle(reply);
          }
        };
        waiting.on(wire.send('axios', message, answered, from));
      };

      const settle = (reply) => {
        const response = {
          status: reply.status,
          statusText: reply.reason,
          headers: headersOfReply(reply.headers, era),
          config,
          request,
          data: dataOf(reply, config.responseType),
        };
        const { validateStatus } = config;
        if (!response.status || !validateStatus || validateStatus(response.status)) {
          resolve(response);
          return;
        }
        const code = reply.status >= 400 && reply.status < 500 ? 'ERR_BAD_REQUEST' : 'ERR_BAD_RESPONSE';
        reject(errors.fail(`Request failed with status code ${reply.status}`, code, config, request, response));
      };

      ask({ url: url.href, headers: config.headers, method: request.method, body: bodyCell(config.data) }, 0);
    });
  };

// Gives up on a request that takes too long or is cancelled.
function watch(config, request, errors, from, reject) {
  let exchange;
  let timer;
  const aborted = () => stop(errors.canceled(undefined, config, request));
  const over = () => {
    if (timer !== undefined) tasks.drop(timer);
    config.cancelToken?.unsubscribe?.(stop);
    config.signal?.removeEventListener?.('abort', aborted);
  };
  const stop = (error) => {
    over();
    if (exchange !== undefined) tasks.drop(exchange);
    reject(error);
  };
  const limit = parseInt(config.timeout, 10);
  if (limit > 0) {
    timer = tasks.later(
      () => {
        timer = undefined;
        const message = config.timeoutErrorMessage || `timeout of ${limit}ms exceeded`;
        const code = config.transitional?.clarifyTimeoutError ? 'ETIMEDOUT' : 'ECONNABORTED';
        stop(errors.fail(message, code, config, request));
      },
      limit,
      from.stack,
    );
  }
  config.cancelToken?.subscribe?.(stop);
  if (config.signal?.aborted) aborted();
  else config.signal?.addEventListener?.('abort', aborted);
  return {
    over,
    on: (id) => {
      exchange = id;
    },
  };
}
