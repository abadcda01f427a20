// The npm module `axios`: 1.x unless another version is asked for. What scripts meet of the older ones is kept: plain
// headers and other query strings before 1.0, errors without `code` and without a class before 0.27.
'use strict';

const AxiosHeaders = require('axios/headers');
const client = require('axios/client');
const errorsOf = require('axios/errors');
const { defaults, mergeConfig } = require('axios/config');

const CURRENT = '1.21.1';

const HttpStatusCode = {
  Ok: 200,
  Created: 201,
  Accepted: 202,
  NoContent: 204,
  MovedPermanently: 301,
  Found: 302,
  NotModified: 304,
  BadRequest: 400,
  Unauthorized: 401,
  Forbidden: 403,
  NotFound: 404,
  MethodNotAllowed: 405,
  Conflict: 409,
  Gone: 410,
  UnprocessableEntity: 422,
  Locked: 423,
  TooManyRequests: 429,
  InternalServerError: 500,
  NotImplemented: 501,
  BadGateway: 502,
  ServiceUnavailable: 503,
  GatewayTimeout: 504,
};

// What a version has: its number, `AxiosError` (from 0.27), header objects and the rest of 1.0,
// and whether it is the newest, whose configuration has more words.
function eraOf(asked) {
  const version = asked ?? CURRENT;
  const found = /^[\^~v=]*(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(version);
  const [major, minor] = found === null ? [1, 0] : [Number(found[1]), Number(found[2] ?? 99)];
  const stated = found?.[3] === undefined ? CURRENT : version.replace(/^[\^~v=]*/, '');
  const newest = stated === CURRENT;
  return { version: stated, newest, classes: major >= 1 || minor >= 27, headerObjects: major >= 1 };
}

exports.forVersion = function forVersion(version) {
  const era = eraOf(version);
  const errors = errorsOf.of(era);
  const Axios = client.of(era, errors);
  const CancelToken = errorsOf.cancelToken(errors);

  // An instance is a function with the methods of its context on it.
  function instanceOf(config) {
    const context = new Axios(config);
    const instance = (...args) => context.request(...args);
    for (const name of Object.getOwnPropertyNames(Axios.prototype)) {
      if (name !== 'constructor') instance[name] = context[name].bind(context);
    }
    instance.defaults = context.defaults;
    instance.interceptors = context.interceptors;
    instance.create = (own) => instanceOf(mergeConfig(config, own));
    return instance;
  }

  const axios = instanceOf(defaults(era));
  Object.assign(axios, {
    Axios,
    CancelToken,
    isCancel: errorsOf.isCancel,
    VERSION: era.version,
    Cancel: era.classes ? errorsOf.CanceledError : errorsOf.Cancel,
    all: (promises) => Promise.all(promises),
    spread: (callback) => (list) => callback(...list),
    isAxiosError: errors.isAxiosError,
    default: axios,
  });
  if (era.classes) Object.assign(axios, { AxiosError: errorsOf.AxiosError, CanceledError: errorsOf.CanceledError });
  if (era.headerObjects) Object.assign(axios, { AxiosHeaders, HttpStatusCode, mergeConfig });
  return axios;
};
