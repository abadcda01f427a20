// Which ciphers and curves there are.
'use strict';

const { cipherOf, getCipherInfo, names } = require('internal/crypto/cipher_table');
const { curveNames } = require('internal/crypto/oids');
const { invalidArgType, needInteger } = require('internal/node_errors');

exports.getCipherInfo = function cipherInfo(nameOrNid, options) {
  if (typeof nameOrNid !== 'string' && typeof nameOrNid !== 'number') {
    throw invalidArgType('nameOrNid', ['string', 'number'], nameOrNid);
  }
  if (typeof nameOrNid === 'number') needInteger(nameOrNid, 'nameOrNid', -(2 ** 31), 2 ** 31 - 1);
  if (options !== undefined && (typeof options !== 'object' || options === null)) {
    throw invalidArgType('options', 'object', options);
  }
  if (typeof nameOrNid === 'string' && cipherOf(nameOrNid) === undefined) return undefined;
  return getCipherInfo(nameOrNid, options);
};

// Those that are built in.
exports.getCiphers = () => names();
exports.getCurves = () => [...curveNames].sort();
