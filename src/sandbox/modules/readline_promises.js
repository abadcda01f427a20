// `require('readline/promises')`.
'use strict';

const { absentAll, absentClass } = require('internal/absent');

Object.assign(exports, absentAll('readline/promises', ['createInterface'], ', where nobody types'), {
  Interface: absentClass('readline/promises', 'Interface'),
  Readline: absentClass('readline/promises', 'Readline'),
});
