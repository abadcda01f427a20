// `require('tty')`: no stream of the container is a terminal.
'use strict';

const { absentClass } = require('internal/absent');

exports.isatty = () => false;
exports.ReadStream = absentClass('tty', 'ReadStream', ', which has no terminal');
exports.WriteStream = absentClass('tty', 'WriteStream', ', which has no terminal');
