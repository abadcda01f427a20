// `require('os')`: a container like the platform's, the same on every machine.
'use strict';

exports.EOL = '\n';
exports.devNull = '/dev/null';
exports.arch = () => 'x64';
exports.platform = () => 'linux';
exports.type = () => 'Linux';
exports.release = () => '5.10.0';
exports.version = () => '#1 SMP';
exports.machine = () => 'x86_64';
exports.endianness = () => 'LE';
exports.hostname = () => 'sandbox';
exports.homedir = () => '/home/sandbox';
exports.tmpdir = () => '/tmp';
exports.uptime = () => host.elapsed() / 1000;
exports.loadavg = () => [0, 0, 0];
exports.totalmem = () => 268435456;
exports.freemem = () => 134217728;
exports.availableParallelism = () => 1;
exports.cpus = () => [{ model: '', speed: 0, times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 } }];
exports.networkInterfaces = () => ({});
exports.userInfo = () => ({ uid: 1000, gid: 1000, username: 'sandbox', homedir: '/home/sandbox', shell: null });
exports.getPriority = () => 0;
exports.constants = { signals: { SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }, errno: { ECONNREFUSED: 111, ENOENT: 2 } };
