// `require('timers')`.
'use strict';

const {
  setTimeout,
  clearTimeout,
  setInterval,
  clearInterval,
  setImmediate,
  clearImmediate,
} = require('globals/timers');

Object.assign(exports, { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate });
Object.defineProperty(exports, 'promises', {
  get: () => require('timers/promises'),
  enumerable: true,
  configurable: true,
});
