// What `Request` and `Response` share: a body that can be read once.
'use strict';

const { streamOf } = require('internal/body_stream');

// The bytes of a body and the content type they imply.
exports.extract = function extract(init) {
  if (init === null || init === undefined) return { bytes: null, type: null };
  if (typeof init === 'object') {
    if (ArrayBuffer.isView(init)) {
      return { bytes: new Uint8Array(init.buffer, init.byteOffset, init.byteLength).slice(), type: null };
    }
    if (init instanceof ArrayBuffer) return { bytes: new Uint8Array(init.slice(0)), type: null };
    const { URLSearchParams } = require('globals/url');
    if (init instanceof URLSearchParams) {
      return { bytes: host.fromUtf8(init.toString()), type: 'application/x-www-form-urlencoded;charset=UTF-8' };
    }
    const { Blob, bytesOf } = require('globals/blob');
    if (init instanceof Blob) return { bytes: bytesOf(init), type: init.type || null };
    const { FormData, multipart } = require('globals/form_data');
    if (init instanceof FormData) return multipart(init);
  }
  return { bytes: host.fromUtf8(`${init}`.toWellFormed()), type: 'text/plain;charset=UTF-8' };
};

// Gives a class the methods of a body. `stateOf(object)` is `{ bytes, used, stream }`.
exports.mixInto = function mixInto(Class, stateOf) {
  function take(object) {
    const state = stateOf(object);
    if (state.bytes === null) return new Uint8Array(0);
    if (state.used || state.stream?.locked) throw new TypeError('Body is unusable: Body has already been read');
    state.used = true;
    return state.bytes;
  }

  const methods = {
    get body() {
      const state = stateOf(this);
      if (state.bytes === null) return null;
      state.stream ??= streamOf(state.bytes, () => {
        state.used = true;
      });
      return state.stream;
    },
    get bodyUsed() {
      return stateOf(this).used;
    },
    async arrayBuffer() {
      return take(this).slice().buffer;
    },
    async bytes() {
      return take(this).slice();
    },
    async text() {
      return host.decodeText('utf-8', take(this), false, false, true);
    },
    async json() {
      return JSON.parse(host.decodeText('utf-8', take(this), false, false, true));
    },
    async blob() {
      const { Blob } = require('globals/blob');
      return new Blob([take(this)], { type: this.headers.get('content-type') ?? '' });
    },
    async formData() {
      const { parseForm } = require('globals/form_data');
      const form = parseForm(take(this), this.headers.get('content-type') ?? '');
      if (form === undefined) {
        throw new TypeError(
          'Content-Type was not one of "multipart/form-data" or "application/x-www-form-urlencoded".',
        );
      }
      return form;
    },
  };
  Object.defineProperties(Class.prototype, Object.getOwnPropertyDescriptors(methods));
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
};
