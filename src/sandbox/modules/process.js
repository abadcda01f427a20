// `require('process')`.
'use strict';

module.exports = require('globals/process').process;
