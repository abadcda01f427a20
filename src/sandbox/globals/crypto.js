// The `crypto` global.
'use strict';

exports.crypto = require('internal/webcrypto').webcrypto;
