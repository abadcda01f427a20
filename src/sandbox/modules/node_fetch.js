// The npm module `node-fetch` 2: `fetch` with Node's streams, over `http` and `https`.
'use strict';

const { AbortError, FetchError } = require('node_fetch/errors');
const Headers = require('node_fetch/headers');
const { Request } = require('node_fetch/request');
const Response = require('node_fetch/response');
const send = require('node_fetch/send');

function fetch(url, options) {
  return new Promise((resolve) => resolve(send(new Request(url, options))));
}

fetch.isRedirect = send.isRedirect;
fetch.Promise = Promise;
Object.defineProperty(fetch, '__esModule', { value: true });
Object.assign(fetch, { default: fetch, Headers, Request, Response, FetchError, AbortError });

exports.module = fetch;
