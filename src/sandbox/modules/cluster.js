// `require('cluster')`: one process, and it is the first.
'use strict';

const EventEmitter = require('events');
const { absentAll } = require('internal/absent');

module.exports = Object.assign(new EventEmitter(), {
  isMaster: true,
  isPrimary: true,
  isWorker: false,
  workers: {},
  settings: {},
  SCHED_NONE: 1,
  SCHED_RR: 2,
  schedulingPolicy: 2,
  setupPrimary() {},
  setupMaster() {},
  ...absentAll('cluster', ['fork', 'disconnect'], ', which is one process'),
});
