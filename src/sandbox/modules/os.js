// `require('os')`: a container like the platform's, the same on every machine.
'use strict';

const constants = require('os/constants');
const { coded, needInteger } = require('internal/node_errors');
const facts = require('internal/process_facts');

const answers = {
  arch: 'x64',
  platform: 'linux',
  type: 'Linux',
  release: '5.10.0',
  version: '#1 SMP',
  machine: 'x86_64',
  endianness: 'LE',
  hostname: 'sandbox',
  homedir: '/home/sandbox',
  tmpdir: '/tmp',
  totalmem: facts.containerMemory,
  freemem: facts.containerMemory - facts.memory.rss,
  availableParallelism: 1,
};
for (const [name, answer] of Object.entries(answers)) {
  exports[name] = { [name]: () => answer }[name];
  exports[name][Symbol.toPrimitive] = () => answer;
}
exports.EOL = '\n';
exports.devNull = '/dev/null';
exports.uptime = () => host.elapsed() / 1000;
exports.loadavg = () => [0, 0, 0];
exports.cpus = () => [{ model: '', speed: 0, times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 } }];
exports.networkInterfaces = () => ({});
exports.userInfo = function userInfo(options) {
  const encoded = options?.encoding === 'buffer' ? (text) => Buffer.from(text) : (text) => text;
  return {
    uid: 1000,
    gid: 1000,
    username: encoded('sandbox'),
    homedir: encoded('/home/sandbox'),
    shell: encoded('/bin/sh'),
  };
};

const needPid = (pid) => needInteger(pid, 'pid', -2147483648, 2147483647);

exports.getPriority = function getPriority(pid = 0) {
  needPid(pid);
  return 0;
};
exports.setPriority = function setPriority(pid, priority) {
  if (priority === undefined) [pid, priority] = [0, pid];
  needPid(pid);
  needInteger(priority, 'priority', -20, 19);
  throw coded(
    Error,
    'ERR_SYSTEM_ERROR',
    'A system error occurred: uv_os_setpriority returned EACCES (permission denied)',
  );
};
exports.constants = Object.freeze({ UV_UDP_REUSEADDR: 4, __proto__: null, ...constants });
