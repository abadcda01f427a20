// `require('constants')`: those of `os`, `fs` and `crypto` in one.
'use strict';

const os = require('os').constants;

Object.assign(exports, os.errno, os.signals, os.priority, os.dlopen, require('fs').constants, require('crypto').constants);
