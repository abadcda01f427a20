// `navigator`, and `WebSocket`, which can be named but not opened.
'use strict';

const { coded } = require('internal/node_errors');
const { EventTarget } = require('globals/event_target');

const KEY = Symbol('Navigator');

class Navigator {
  constructor(key) {
    if (key !== KEY) throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
  }
  get hardwareConcurrency() {
    return 1;
  }
  get language() {
    return 'en-US';
  }
  get languages() {
    return Object.freeze(['en-US']);
  }
  get userAgent() {
    return 'Node.js/22';
  }
  get platform() {
    return 'Linux x86_64';
  }
}
for (const name of ['hardwareConcurrency', 'language', 'languages', 'userAgent', 'platform']) {
  Object.defineProperty(Navigator.prototype, name, { enumerable: true });
}

class WebSocket extends EventTarget {
  constructor(url) {
    throw coded(
      Error,
      'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
      `loginscope opens no WebSocket (${String(url)}): an action script speaks HTTP, or its store's own protocol`,
    );
  }

  static CONNECTING = 0;
  static OPEN = 1;
  static CLOSING = 2;
  static CLOSED = 3;
}

Object.assign(exports, { Navigator, WebSocket, navigator: new Navigator(KEY) });
