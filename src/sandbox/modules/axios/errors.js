// How a request fails: `AxiosError` from 0.27 on, an Error with more on it before; and cancelling.
'use strict';

const CODES = [
  'ERR_BAD_OPTION_VALUE',
  'ERR_BAD_OPTION',
  'ECONNABORTED',
  'ETIMEDOUT',
  'ECONNREFUSED',
  'ERR_NETWORK',
  'ERR_FR_TOO_MANY_REDIRECTS',
  'ERR_DEPRECATED',
  'ERR_BAD_RESPONSE',
  'ERR_BAD_REQUEST',
  'ERR_CANCELED',
  'ERR_NOT_SUPPORT',
  'ERR_INVALID_URL',
];

// What can stand in JSON; the rest of a configuration (functions, sockets) is left out.
const plain = (value) => JSON.parse(JSON.stringify(value ?? null) ?? 'null') ?? undefined;

function toJSON() {
  return {
    message: this.message,
    name: this.name,
    description: this.description,
    number: this.number,
    fileName: this.fileName,
    lineNumber: this.lineNumber,
    columnNumber: this.columnNumber,
    stack: this.stack,
    config: plain(this.config),
    code: this.code,
    status: this.status ?? this.response?.status ?? null,
  };
}

class AxiosError extends Error {
  constructor(message, code, config, request, response) {
    super(message);
    Object.defineProperty(this, 'message', { value: message, enumerable: true, writable: true, configurable: true });
    this.name = 'AxiosError';
    this.isAxiosError = true;
    if (code) this.code = code;
    if (config) this.config = config;
    if (request) this.request = request;
    if (response) {
      this.response = response;
      this.status = response.status;
    }
  }

  toJSON() {
    return toJSON.call(this);
  }

  static from(error, code, config, request, response) {
    const made = new AxiosError(error.message, code || error.code, config, request, response);
    Object.defineProperty(made, 'cause', { value: error, configurable: true, writable: true });
    made.name = error.name;
    return made;
  }
}
for (const code of CODES) Object.defineProperty(AxiosError, code, { value: code, enumerable: true });

class CanceledError extends AxiosError {
  constructor(message, config, request) {
    super(message ?? 'canceled', 'ERR_CANCELED', config, request);
    this.name = 'CanceledError';
    this.__CANCEL__ = true;
  }
}

// Before 0.27 a cancellation was no Error.
class Cancel {
  constructor(message) {
    this.message = message;
  }

  toString() {
    return `Cancel${this.message ? `: ${this.message}` : ''}`;
  }
}
Cancel.prototype.__CANCEL__ = true;

// The errors of one version: `{fail, network, canceled, isAxiosError, …}`.
exports.of = function of({ classes }) {
  const enhance = (error, config, code, request, response) => {
    error.config = config;
    if (code) error.code = code;
    return Object.assign(error, { request, response, isAxiosError: true, toJSON });
  };
  return {
    fail: (message, code, config, request, response) =>
      classes
        ? new AxiosError(message, code, config, request, response)
        : enhance(new Error(message), config, code === 'ECONNABORTED' ? code : undefined, request, response),
    network: (error, config, request) =>
      classes ? AxiosError.from(error, null, config, request) : enhance(error, config, undefined, request, undefined),
    canceled: (message, config, request) =>
      classes ? new CanceledError(message, config, request) : new Cancel(message ?? 'canceled'),
    isAxiosError: classes
      ? (value) => typeof value === 'object' && value !== null && value.isAxiosError === true
      : (value) => typeof value === 'object' && value.isAxiosError === true,
  };
};

exports.isCancel = (value) => Boolean(value && value.__CANCEL__);

// `CancelToken` of one version.
exports.cancelToken = function cancelToken(errors) {
  class CancelToken {
    #listeners = [];

    constructor(executor) {
      if (typeof executor !== 'function') throw new TypeError('executor must be a function.');
      let resolve;
      this.promise = new Promise((done) => {
        resolve = done;
      });
      executor((message, config, request) => {
        if (this.reason) return;
        this.reason = errors.canceled(message, config, request);
        resolve(this.reason);
        for (const listener of this.#listeners.splice(0)) listener(this.reason);
      });
    }

    throwIfRequested() {
      if (this.reason) throw this.reason;
    }

    subscribe(listener) {
      if (this.reason) listener(this.reason);
      else this.#listeners.push(listener);
    }

    unsubscribe(listener) {
      this.#listeners = this.#listeners.filter((known) => known !== listener);
    }

    static source() {
      let cancel;
      const token = new CancelToken((done) => {
        cancel = done;
      });
      return { token, cancel };
    }
  }
  return CancelToken;
};

Object.assign(exports, { AxiosError, CanceledError, Cancel });
