// An instance: its defaults, its interceptors, and the way of a request through them.
'use strict';

const wire = require('internal/wire');
const AxiosHeaders = require('axios/headers');
const { combine, withParams } = require('axios/url');
const { headersOf, mergeConfig } = require('axios/config');
const { adapter } = require('axios/send');

const FORM = 'application/x-www-form-urlencoded';

class InterceptorManager {
  constructor() {
    this.handlers = [];
  }

  use(fulfilled, rejected, options = {}) {
    this.handlers.push({ fulfilled, rejected, runWhen: options?.runWhen ?? null });
    return this.handlers.length - 1;
  }

  eject(id) {
    if (this.handlers[id]) this.handlers[id] = null;
  }

  clear() {
    this.handlers = [];
  }
}

// Runs data through one transformer or several, with the configuration as `this`.
function transformed(transformers, config, data, headers, status) {
  return [transformers ?? []].flat().reduce((value, transform) => transform.call(config, value, headers, status), data);
}

const withoutBody = (method, kind) =>
  function ask(url, config) {
    return this._ask(wire.here(), mergeConfig(config || {}, { method: kind, url, data: (config || {}).data }));
  };

const withBody = (method, kind, form) =>
  function ask(url, data, config) {
    const headers = form ? { 'Content-Type': 'multipart/form-data' } : {};
    return this._ask(wire.here(), mergeConfig(config || {}, { method: kind, headers, url, data }));
  };

// `Axios` of one version.
exports.of = function of(era, errors) {
  const http = adapter(era, errors);

  class Axios {
    constructor(defaults) {
      this.defaults = defaults ?? {};
      this.interceptors = { request: new InterceptorManager(), response: new InterceptorManager() };
    }

    request(first, second) {
      const given = typeof first === 'string' ? { ...second, url: first } : (first ?? {});
      return this._ask(wire.here(), given);
    }

    _ask(from, given) {
      const config = mergeConfig(this.defaults, given);
      config.method = String(config.method ?? this.defaults.method ?? 'get').toLowerCase();
      if (era.newest) config.allowAbsoluteUrls ??= true;
      config.headers = headersOf(config.headers, config.method);
      const before = this.interceptors.request.handlers
        .filter((one) => one !== null && (typeof one.runWhen !== 'function' || one.runWhen(config)))
        .reverse();
      const after = this.interceptors.response.handlers.filter((one) => one !== null);
      let promise = Promise.resolve(config);
      for (const { fulfilled, rejected } of before) promise = promise.then(fulfilled, rejected);
      promise = promise.then((ready) => this.#dispatch(ready, from));
      for (const { fulfilled, rejected } of after) promise = promise.then(fulfilled, rejected);
      return promise;
    }

    #dispatch(config, from) {
      const throwIfCanceled = () => {
        config.cancelToken?.throwIfRequested();
        if (config.signal?.aborted) throw errors.canceled(undefined, config);
      };
      throwIfCanceled();
      config.headers = AxiosHeaders.from(config.headers);
      config.data = transformed(config.transformRequest, config, config.data, config.headers);
      if (['post', 'put', 'patch'].includes(config.method)) config.headers.set('Content-Type', FORM, false);
      const send = typeof config.adapter === 'function' ? config.adapter : (ready) => http(ready, from);
      const received = (response) => {
        response.data = transformed(config.transformResponse, config, response.data, response.headers, response.status);
        return response;
      };
      return send(config).then(
        (response) => {
          throwIfCanceled();
          return received(response);
        },
        (reason) => {
          if (reason?.response) received(reason.response);
          return Promise.reject(reason);
        },
      );
    }

    getUri(config) {
      const all = mergeConfig(this.defaults, config);
      const url = era.headerObjects ? combine(all.baseURL, all.url) : all.url;
      return withParams(url, all.params, all.paramsSerializer, era).replace(/^\?/, '');
    }
  }

  for (const method of ['delete', 'get', 'head', 'options']) Axios.prototype[method] = withoutBody(method, method);
  for (const method of ['post', 'put', 'patch']) {
    Axios.prototype[method] = withBody(method, method, false);
    if (era.headerObjects) Axios.prototype[`${method}Form`] = withBody(method, method, true);
  }
  return Axios;
};
