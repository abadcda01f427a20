// Numbers of the CLI driver that stand on the module.
'use strict';

module.exports = {
  SQL_CLOSE: 0,
  SQL_DROP: 1,
  SQL_UNBIND: 2,
  SQL_RESET_PARAMS: 3,
  SQL_DESTROY: 9999,
  FETCH_NODATA: 0,
  FETCH_ARRAY: 3,
  FETCH_OBJECT: 4,
  SQL_CHAR: 1,
  SQL_DECIMAL: 3,
  SQL_INTEGER: 4,
  SQL_SMALLINT: 5,
  SQL_DOUBLE: 8,
  SQL_VARCHAR: 12,
  SQL_BIGINT: -5,
  SQL_BLOB: -98,
  SQL_CLOB: -99,
};
