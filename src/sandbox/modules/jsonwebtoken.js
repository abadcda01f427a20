// The npm module `jsonwebtoken`, versions 8 and 9.
'use strict';

const { decode } = require('jsonwebtoken/decode');
const errors = require('jsonwebtoken/errors');
const { signer } = require('jsonwebtoken/sign');
const { verifier } = require('jsonwebtoken/verify');

// Version 9 turns keys into key objects first and refuses those that do not fit the algorithm.
exports.forVersion = function forVersion(version) {
  const major = parseInt(/\d+/.exec(version ?? '9')?.[0] ?? '9', 10);
  return { decode, verify: verifier(major), sign: signer(major), ...errors };
};
