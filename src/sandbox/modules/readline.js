// `require('readline')`: nobody types; the functions that move a cursor move none.
'use strict';

const { absentAll, absentClass } = require('internal/absent');
const tasks = require('internal/tasks');

const moves = (callback) => {
  if (typeof callback === 'function') tasks.nextTick(callback);
  return true;
};

Object.assign(
  exports,
  absentAll('readline', ['createInterface', 'emitKeypressEvents'], ', where nobody types'),
  {
    Interface: absentClass('readline', 'Interface', ', where nobody types'),
    clearLine: (stream, direction, callback) => moves(callback),
    clearScreenDown: (stream, callback) => moves(callback),
    cursorTo: (stream, x, y, callback) => moves(typeof y === 'function' ? y : callback),
    moveCursor: (stream, dx, dy, callback) => moves(callback),
  },
);
