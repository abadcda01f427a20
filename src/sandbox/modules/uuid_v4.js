// `require('uuid/v4')`, as up to version 7.
'use strict';

exports.module = require('uuid/made').forMajor(3).v4;
