// What `request` was called with: an address, options, or both, as one set of options.
'use strict';

const { coded, invalidArgType } = require('internal/node_errors');

exports.ofUrl = function ofUrl(url) {
  const { hostname, pathname, port, username, password, search } = url;
  const options = {
    __proto__: null,
    ...url,
    protocol: url.protocol,
    hostname: hostname.startsWith('[') ? hostname.slice(1, -1) : hostname,
    hash: url.hash,
    search,
    pathname,
    path: `${pathname || ''}${search || ''}`,
    href: url.href,
  };
  if (port !== '') options.port = Number(port);
  if (username || password) options.auth = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return options;
};

exports.read = function read(input, options, callback) {
  const { URL } = require('globals/url');
  let found = input;
  if (typeof input === 'string') found = exports.ofUrl(new URL(input));
  else if (input instanceof URL) found = exports.ofUrl(input);
  else [found, options, callback] = [null, input, options];
  if (typeof options === 'function') {
    callback = options;
    options = found ?? {};
  } else {
    options = Object.assign(found ?? {}, options);
  }
  return { options: options ?? {}, callback };
};

const UNESCAPED = /[^\u0021-\u00ff]/;

exports.checkPath = function checkPath(path) {
  if (path && UNESCAPED.test(String(path))) {
    throw coded(TypeError, 'ERR_UNESCAPED_CHARACTERS', 'Request path contains unescaped characters');
  }
};

// The agent a request goes by: the one it was given, a fresh one for `false`, else the one of the protocol.
exports.agentOf = function agentOf(options, fallback) {
  const { agent } = options;
  if (agent === false) return new (options._defaultAgent ?? fallback).constructor();
  if (agent === null || agent === undefined) {
    return typeof options.createConnection === 'function' ? undefined : (options._defaultAgent ?? fallback);
  }
  if (typeof agent.addRequest !== 'function') {
    throw invalidArgType('options.agent', ['Agent-like Object', 'undefined', 'false'], agent);
  }
  return agent;
};
