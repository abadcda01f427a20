// Parameters of `ibm_db`: plain values, or objects that say how they are bound.
'use strict';

const wire = require('internal/wire');

const isPlainObject = (value) => Object.prototype.toString.call(value) === '[object Object]';

// `[sql, params]` of the forms a statement is given in.
exports.statementOf = function statementOf(query, params) {
  if (typeof query === 'object' && query !== null) return [query.sql, query.params ?? params];
  return [query, params];
};

// The cells; throws the driver's words where a value is missing.
exports.cellsOf = function cellsOf(params) {
  if (params === undefined || params === null) return [];
  const list = Array.isArray(params) ? params : [params];
  return list.map((given) => {
    if (!isPlainObject(given)) return wire.encode(given);
    if (['OUTPUT', 'INOUT', 2, 4].includes(given.ParamType)) {
      throw new Error('ibm_db: parameters that go out are not supported here');
    }
    if (given.Data === undefined) throw `odbc.js:parseParams =>Data is missing from ${JSON.stringify(given)}`;
    return wire.encode(given.Data);
  });
};
