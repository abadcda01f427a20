// What the versions of `mssql` do differently, by their major number.
'use strict';

const CURRENT = 11;

// The `tedious` each version stands on.
const TEDIOUS = { 3: 1, 4: 2, 5: 4, 6: 6, 7: 11, 8: 14, 9: 15, 10: 16 };

exports.eraOf = function eraOf(version) {
  const found = /\d+/.exec(version ?? '');
  const major = found === null ? CURRENT : Number(found[0]);
  return {
    major,
    tedious: TEDIOUS[major] ?? (major < 3 ? 1 : 18),
    // Before 4 a query answered the rows themselves.
    bareRows: major < 4,
    // A second `sql.connect` is refused, later it hands out the same pool.
    oneGlobal: major < 6,
    urls: major < 7,
    refusesDuplicates: major >= 6,
    bigints: major >= 7,
    encrypts: major >= 7,
  };
};
