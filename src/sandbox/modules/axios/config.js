// Configuration: the defaults of a version, and one configuration laid over another.
'use strict';

const AxiosHeaders = require('axios/headers');
const body = require('axios/body');

// Only the request itself can say these.
const OWN = new Set(['url', 'method', 'data']);

const isPlain = (value) =>
  typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value));

const copy = (value) => {
  if (Array.isArray(value)) return value.slice();
  return isPlain(value) ? merge(value, {}) : value;
};

function merge(first, second) {
  const merged = {};
  for (const key of Object.keys(first)) merged[key] = copy(first[key]);
  for (const key of Object.keys(second)) {
    const value = second[key];
    if (isPlain(value) && isPlain(merged[key])) merged[key] = merge(merged[key], value);
    else if (value !== undefined) merged[key] = copy(value);
  }
  return merged;
}

exports.mergeConfig = function mergeConfig(first = {}, second = {}) {
  const base = Object.fromEntries(Object.entries(first ?? {}).filter(([key]) => !OWN.has(key)));
  const over = second ?? {};
  // Own headers may be a Headers-like object; the rest is plain.
  const headers = over.headers instanceof AxiosHeaders ? over.headers.toJSON() : over.headers;
  const merged = merge(base, { ...over, headers });
  if ('data' in over) merged.data = over.data;
  // `null` switches the check off.
  if ('validateStatus' in over && over.validateStatus !== undefined) merged.validateStatus = over.validateStatus;
  return merged;
};

const METHODS = ['delete', 'get', 'head', 'post', 'put', 'patch'];
const GROUPS = new Set(['common', 'options', 'purge', 'link', 'unlink', 'query', ...METHODS]);

// The headers of one request: those for all, those for its method, its own.
exports.headersOf = function headersOf(headers = {}, method) {
  const all = new AxiosHeaders(headers.common);
  if (typeof headers[method] === 'object') all.set(headers[method]);
  for (const [name, value] of Object.entries(headers)) {
    if (!GROUPS.has(name) || typeof value !== 'object') all.set(name, value);
  }
  return all;
};

const NEWEST_TRANSITIONAL = {
  legacyInterceptorReqResOrdering: true,
  advertiseZstdAcceptEncoding: false,
  validateStatusUndefinedResolves: true,
  encodeBasicAuthUsername: false,
};

exports.defaults = (era) => ({
  transitional: {
    silentJSONParsing: true,
    forcedJSONParsing: true,
    clarifyTimeoutError: false,
    ...(era.newest && NEWEST_TRANSITIONAL),
  },
  adapter: era.headerObjects ? ['xhr', 'http', 'fetch'] : undefined,
  transformRequest: [body.requestTransform(era)],
  transformResponse: [body.responseTransform(era)],
  timeout: 0,
  xsrfCookieName: 'XSRF-TOKEN',
  xsrfHeaderName: 'X-XSRF-TOKEN',
  maxContentLength: -1,
  maxBodyLength: -1,
  ...(era.newest && { env: { FormData: globalThis.FormData, Blob: globalThis.Blob } }),
  validateStatus: function validateStatus(status) {
    return status >= 200 && status < 300;
  },
  headers: {
    common: { Accept: 'application/json, text/plain, */*' },
    ...Object.fromEntries(METHODS.map((method) => [method, {}])),
  },
});
