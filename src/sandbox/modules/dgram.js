// `require('dgram')`: no datagrams.
'use strict';

const { absentAll, absentClass } = require('internal/absent');

Object.assign(exports, absentAll('dgram', ['createSocket'], ', which sends no datagrams'), {
  Socket: absentClass('dgram', 'Socket'),
});
