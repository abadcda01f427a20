// `require('console')`.
'use strict';

module.exports = require('globals/console').console;
