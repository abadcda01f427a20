// Sends a request of the module `node-fetch` and resolves with its answer: redirects, timeout, cancelling, unpacking.
'use strict';

const http = require('http');
const https = require('https');
const { PassThrough, Stream } = require('stream');
const { lengthOf, writeTo } = require('node_fetch/body');
const { AbortError, FetchError } = require('node_fetch/errors');
const Headers = require('node_fetch/headers');
const { Request, optionsOf } = require('node_fetch/request');
const Response = require('node_fetch/response');

const PRIVATE = ['authorization', 'www-authenticate', 'cookie', 'cookie2'];

const isRedirect = (status) => [301, 302, 303, 307, 308].includes(status);

const sameSite = (one, other) => {
  const [there, here] = [new URL(other), new URL(one)];
  const within = here.hostname === there.hostname || here.hostname.endsWith(`.${there.hostname}`);
  return within && here.protocol === there.protocol;
};

// The request that follows a redirect; an error where there can be none; undefined where the answer stands as it is.
function followed(request, status, headers) {
  const location = headers.get('Location');
  let target = null;
  try {
    target = location === null ? null : new URL(location, request.url).toString();
  } catch {
    if (request.redirect === 'manual') return undefined;
    throw new FetchError(`uri requested responds with an invalid redirect URL: ${location}`, 'invalid-redirect');
  }
  if (request.redirect === 'error') {
    const refused = `uri requested responds with a redirect, redirect mode is set to error: ${request.url}`;
    throw new FetchError(refused, 'no-redirect');
  }
  if (request.redirect === 'manual') {
    if (target !== null) headers.set('Location', target);
    return undefined;
  }
  if (request.redirect !== 'follow' || target === null) return undefined;
  if (request.counter >= request.follow) {
    throw new FetchError(`maximum redirect reached at: ${request.url}`, 'max-redirect');
  }
  const { follow, counter, agent, compress, method, body, signal, timeout, size } = request;
  const sent = new Headers(request.headers);
  const options = { headers: sent, follow, counter: counter + 1, agent, compress, method, body, signal, timeout, size };
  if (!sameSite(target, request.url)) PRIVATE.forEach((name) => sent.delete(name));
  if (status !== 303 && body && lengthOf(request) === null) {
    throw new FetchError('Cannot follow redirect with body being a readable stream', 'unsupported-redirect');
  }
  if (status === 303 || ([301, 302].includes(status) && method === 'POST')) {
    Object.assign(options, { method: 'GET', body: undefined });
    sent.delete('content-length');
  }
  return new Request(target, options);
}

// The stream of an answer as it was before it was packed.
function unpacked(request, answer, coding, done) {
  const body = answer.pipe(new PassThrough());
  const plain = !request.compress || request.method === 'HEAD' || [204, 304].includes(answer.statusCode);
  if (plain || coding === null) return done(body);
  const zlib = require('zlib');
  const flush = { flush: zlib.constants.Z_SYNC_FLUSH, finishFlush: zlib.constants.Z_SYNC_FLUSH };
  if (coding === 'gzip' || coding === 'x-gzip') return done(body.pipe(zlib.createGunzip(flush)));
  if (coding === 'br') return done(body.pipe(zlib.createBrotliDecompress()));
  if (coding !== 'deflate' && coding !== 'x-deflate') return done(body);
  // Some servers leave out the header of the format; the first byte tells.
  const first = answer.pipe(new PassThrough());
  let told = false;
  first.once('data', (chunk) => {
    told = true;
    done(body.pipe((chunk[0] & 0x0f) === 0x08 ? zlib.createInflate() : zlib.createInflateRaw()));
  });
  return first.on('end', () => told || done(body));
}

module.exports = function send(request) {
  return new Promise((resolve, reject) => {
    const options = optionsOf(request);
    const { signal } = request;
    let response = null;
    const abort = () => {
      const error = new AbortError('The user aborted a request.');
      reject(error);
      if (request.body instanceof Stream.Readable) request.body.destroy(error);
      response?.body?.emit('error', error);
    };
    if (signal?.aborted) {
      abort();
      return;
    }
    const asked = (options.protocol === 'https:' ? https : http).request(options);
    let timer;
    const stop = () => {
      abort();
      over();
    };
    const over = () => {
      asked.abort();
      signal?.removeEventListener('abort', stop);
      clearTimeout(timer);
    };
    const fail = (error) => {
      reject(error);
      over();
    };
    signal?.addEventListener('abort', stop);
    if (request.timeout) {
      asked.once('socket', () => {
        const late = () => fail(new FetchError(`network timeout at: ${request.url}`, 'request-timeout'));
        timer = setTimeout(late, request.timeout);
      });
    }
    asked.on('error', (error) => {
      reject(new FetchError(`request to ${request.url} failed, reason: ${error.message}`, 'system', error));
      response?.body?.destroy(error);
      over();
    });
    asked.on('response', (answer) => {
      clearTimeout(timer);
      const headers = Headers.of(answer.headers);
      try {
        const next = isRedirect(answer.statusCode) ? followed(request, answer.statusCode, headers) : undefined;
        if (next !== undefined) {
          resolve(send(next));
          over();
          return;
        }
      } catch (error) {
        fail(error);
        return;
      }
      answer.once('end', () => signal?.removeEventListener('abort', stop));
      answer.once('error', (error) => response?.body?.destroy(error));
      unpacked(request, answer, headers.get('Content-Encoding'), (body) => {
        const { url, size, timeout, counter } = request;
        const { statusCode: status, statusMessage: statusText } = answer;
        response = new Response(body, { url, status, statusText, headers, size, timeout, counter });
        resolve(response);
      });
    });
    writeTo(asked, request);
  });
};

module.exports.isRedirect = isRedirect;
