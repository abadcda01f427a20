// The errors of the module `node-fetch`; their message is enumerable.
'use strict';

class FetchError extends Error {
  constructor(message, type, cause) {
    super();
    this.message = message;
    this.type = type;
    if (cause) {
      this.errno = cause.code;
      this.code = cause.code;
    }
  }
}

class AbortError extends Error {
  constructor(message) {
    super();
    this.type = 'aborted';
    this.message = message;
  }
}

for (const Class of [FetchError, AbortError]) {
  Object.defineProperty(Class.prototype, 'name', { value: Class.name, writable: true, configurable: true });
}

Object.assign(exports, { FetchError, AbortError });
