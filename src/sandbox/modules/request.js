// The npm module `request` 2.88: callbacks, streams and defaults over `http` and `https`.
'use strict';

const { cookie, jar } = require('request/cookies');
const Request = require('request/client');

const VERBS = { get: 'GET', head: 'HEAD', options: 'OPTIONS', post: 'POST', put: 'PUT', patch: 'PATCH', del: 'DELETE', delete: 'DELETE' };

// `(uri, options, callback)`, each but the first left out, as one object.
function parametersOf(uri, options, callback) {
  const done = typeof options === 'function' ? options : callback;
  const given = { uri };
  if (options !== null && typeof options === 'object') Object.assign(given, options);
  else if (typeof uri === 'string') given.uri = uri;
  else Object.assign(given, uri, { uri: uri.uri });
  if (given.uri === undefined) delete given.uri;
  given.callback = done || given.callback;
  return given;
}

function make(defaults, requester) {
  function request(uri, options, callback) {
    if (uri === undefined) throw new Error('undefined is not a valid uri or options object.');
    return send(merged(parametersOf(uri, options, callback)));
  }

  const merged = (given) => {
    if (defaults === undefined) return given;
    const headers = { ...defaults.headers, ...given.headers };
    return { ...defaults, ...given, ...(defaults.headers || given.headers ? { headers } : {}) };
  };

  function send(given) {
    if (requester !== undefined) return requester(given, given.callback);
    if (given.method === 'HEAD' && given.body) throw new Error('HTTP HEAD requests MUST NOT include a request body.');
    return new Request(given);
  }

  for (const [name, method] of Object.entries(VERBS)) {
    request[name] = (uri, options, callback) => {
      if (uri === undefined) throw new Error('undefined is not a valid uri or options object.');
      return send(merged({ ...parametersOf(uri, options, callback), method }));
    };
  }

  request.defaults = (options, wrapper) => {
    const own = typeof options === 'function' ? {} : (options ?? {});
    const above = typeof options === 'function' ? options : (wrapper ?? requester);
    const headers = { ...defaults?.headers, ...own.headers };
    const all = { ...defaults, ...own };
    if (Object.keys(headers).length > 0) all.headers = headers;
    return make(all, above);
  };

  request.forever = (agentOptions, options) => request.defaults({ ...options, ...(agentOptions && { agentOptions }), forever: true });
  request.jar = jar;
  request.cookie = cookie;
  request.Request = Request;
  request.initParams = parametersOf;
  request.debug = false;
  return request;
}

exports.module = make();
