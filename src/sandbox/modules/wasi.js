// `require('wasi')`: no WebAssembly runs here.
'use strict';

exports.WASI = require('internal/absent').absentClass('wasi', 'WASI', ', which runs no WebAssembly');
