// Where an answer sends a request of the module `request` on to.
'use strict';

const url = require('url');

class Redirect {
  constructor(request) {
    this.request = request;
    this.followRedirects = true;
    this.followAllRedirects = false;
    this.followOriginalHttpMethod = false;
    this.allowRedirect = () => true;
    this.maxRedirects = 10;
    this.redirects = [];
    this.redirectsFollowed = 0;
    this.removeRefererHeader = false;
  }

  onRequest(options) {
    for (const name of ['maxRedirects', 'followAllRedirects', 'removeRefererHeader', 'followOriginalHttpMethod']) {
      if (options[name] !== undefined) this[name] = options[name];
    }
    if (typeof options.followRedirect === 'function') this.allowRedirect = options.followRedirect;
    if (options.followRedirect !== undefined) this.followRedirects = Boolean(options.followRedirect);
  }

  #target(response) {
    const { request } = this;
    const location = response.caseless.get('location');
    if (response.statusCode >= 300 && response.statusCode < 400 && location !== undefined) {
      if (this.followAllRedirects) return location;
      const stays = ['PATCH', 'PUT', 'POST', 'DELETE'].includes(request.method);
      return this.followRedirects && !stays ? location : undefined;
    }
    if (response.statusCode !== 401) return undefined;
    const header = request._auth.onResponse(response);
    if (!header) return undefined;
    request.setHeader('authorization', header);
    return request.uri.href;
  }

  // Whether the answer sends the request on; if so it is under way again.
  onResponse(response) {
    const { request } = this;
    const target = this.#target(response);
    if (target === undefined || !this.allowRedirect.call(request, response)) return false;
    response.resume();
    if (this.redirectsFollowed >= this.maxRedirects) {
      request.emit('error', new Error(`Exceeded maxRedirects. Probably stuck in a redirect loop ${request.uri.href}`));
      return false;
    }
    this.redirectsFollowed += 1;
    const before = request.uri;
    request.uri = url.parse(/^https?:/.test(target) ? target : url.resolve(before.href, target));
    if (request.uri.protocol !== before.protocol) delete request.agent;
    this.redirects.push({ statusCode: response.statusCode, redirectUri: request.uri.href });
    const again = response.statusCode === 401 || response.statusCode === 307;
    if (this.followAllRedirects && request.method !== 'HEAD' && !again && !this.followOriginalHttpMethod) request.method = 'GET';
    delete request.req;
    request._started = false;
    if (!again) {
      delete request.body;
      delete request._form;
      for (const name of ['host', 'content-type', 'content-length']) request.removeHeader(name);
      // Credentials stay with the host they were meant for.
      if (request.uri.hostname !== request.originalHost.split(':')[0]) request.removeHeader('authorization');
    }
    if (!this.removeRefererHeader) request.setHeader('referer', before.href);
    request.emit('redirect');
    request.init();
    return true;
  }
}

module.exports = Redirect;
