// The npm module `mysql2/promise`.
'use strict';

module.exports = require('mysql2/promises');
