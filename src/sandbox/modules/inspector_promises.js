// `require('inspector/promises')`.
'use strict';

module.exports = require('inspector');
