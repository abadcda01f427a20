// From `baseURL`, `url` and `params` to the address that is asked.
'use strict';

const ABSOLUTE = /^([a-z][a-z\d+\-.]*:)?\/\//i;

const isParams = (value) => Object.prototype.toString.call(value) === '[object URLSearchParams]';
exports.isSearchParams = isParams;

exports.combine = function combine(baseURL, url) {
  if (!baseURL || (typeof url === 'string' && ABSOLUTE.test(url))) return url;
  return url ? `${baseURL.replace(/\/?\/$/, '')}/${url.replace(/^\/+/, '')}` : baseURL;
};

// Names and plain values of nested objects and arrays: `f[g]`, `c[]`.
exports.flatten = function flatten(value, { indexes = false } = {}, prefix = '') {
  const pairs = [];
  for (const key of Object.keys(value)) {
    const one = value[key];
    const inArray = Array.isArray(value) && prefix !== '';
    const bracket =
      indexes === true || (one !== null && typeof one === 'object' && !(one instanceof Date)) ? `[${key}]` : '[]';
    let name = prefix === '' ? key : `${prefix}[${key}]`;
    if (inArray) name = indexes === null ? prefix : prefix + bracket;
    if (one === undefined) continue;
    if (one !== null && typeof one === 'object' && !(one instanceof Date) && !(one instanceof Uint8Array)) {
      pairs.push(...flatten(one, { indexes }, name));
    } else {
      pairs.push([name, one instanceof Date ? one.toISOString() : one === null ? '' : String(one), one]);
    }
  }
  return pairs;
};

const loosely = (text) =>
  encodeURIComponent(text).replace(/%3A/gi, ':').replace(/%24/g, '$').replace(/%2C/gi, ',').replace(/%20/g, '+');

// Before 1.0: objects as JSON, brackets left as they are.
function classic(params) {
  const pairs = [];
  for (const [key, value] of Object.entries(params)) {
    if (value === null || value === undefined) continue;
    const name = Array.isArray(value) ? `${key}[]` : key;
    for (const one of Array.isArray(value) ? value : [value]) {
      const text =
        one instanceof Date
          ? one.toISOString()
          : typeof one === 'object' && one !== null
            ? JSON.stringify(one)
            : String(one);
      pairs.push([name, text]);
    }
  }
  const encode = (text) => loosely(text).replace(/%5B/gi, '[').replace(/%5D/gi, ']');
  return pairs.map(([name, text]) => `${encode(name)}=${encode(text)}`).join('&');
}

function modern(params, serializer) {
  const encode = serializer?.encode ?? loosely;
  const pairs = exports.flatten(params, serializer).filter(([, , value]) => value !== null);
  return pairs.map(([name, text]) => `${encode(name, loosely)}=${encode(text, loosely)}`).join('&');
}

exports.withParams = function withParams(url, params, serializer, era) {
  if (!params) return url;
  let query;
  if (typeof serializer === 'function') query = serializer(params);
  else if (serializer && !era.headerObjects) throw new TypeError('paramsSerializer is not a function');
  else if (typeof serializer?.serialize === 'function') query = serializer.serialize(params, serializer);
  else if (isParams(params)) query = params.toString();
  else query = era.headerObjects ? modern(params, serializer) : classic(params);
  if (!query) return url;
  const bare = url.replace(/#[^]*$/, '');
  return `${bare}${bare.includes('?') ? '&' : '?'}${query}`;
};
