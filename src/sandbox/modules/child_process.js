// `require('child_process')`: a script's container starts no other program.
'use strict';

const { absentAll, absentClass } = require('internal/absent');

Object.assign(
  exports,
  absentAll(
    'child_process',
    ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync'],
    ', which starts no other program',
  ),
  { ChildProcess: absentClass('child_process', 'ChildProcess') },
);
