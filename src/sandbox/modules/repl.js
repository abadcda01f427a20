// `require('repl')`: nobody types.
'use strict';

const { absentAll, absentClass } = require('internal/absent');

Object.assign(exports, absentAll('repl', ['start'], ', where nobody types'), {
  REPLServer: absentClass('repl', 'REPLServer'),
  builtinModules: [],
  REPL_MODE_SLOPPY: Symbol('repl-sloppy'),
  REPL_MODE_STRICT: Symbol('repl-strict'),
});
