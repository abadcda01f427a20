// `require('inspector')`: there is no inspector; this program is the debugger.
'use strict';

const { absentAll, absentClass } = require('internal/absent');

Object.assign(exports, absentAll('inspector', ['open', 'waitForDebugger']), {
  close() {},
  url: () => undefined,
  console: undefined,
  Session: absentClass('inspector', 'Session'),
});
