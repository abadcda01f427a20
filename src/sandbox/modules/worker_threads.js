// `require('worker_threads')`: one thread, and it is the main one.
'use strict';

const { absentAll, absentClass } = require('internal/absent');

const ALONE = ', which is one thread';

Object.assign(
  exports,
  {
    isMainThread: true,
    parentPort: null,
    resourceLimits: {},
    threadId: 0,
    workerData: null,
    SHARE_ENV: Symbol.for('nodejs.worker_threads.SHARE_ENV'),
    Worker: absentClass('worker_threads', 'Worker', ALONE),
    markAsUntransferable() {},
    isMarkedAsUntransferable: () => false,
    markAsUncloneable() {},
    setEnvironmentData() {},
    getEnvironmentData: () => undefined,
  },
  absentAll('worker_threads', ['moveMessagePortToContext', 'receiveMessageOnPort', 'postMessageToThread'], ALONE),
);
for (const name of ['MessageChannel', 'MessagePort', 'BroadcastChannel']) {
  Object.defineProperty(exports, name, {
    get: () => globalThis[name] ?? absentClass('worker_threads', name, ALONE),
    enumerable: true,
    configurable: true,
  });
}
