// `process`, as far as a script in the container may see it.
'use strict';

const tasks = require('internal/tasks');

const started = host.elapsed();

function hrtime(before) {
  const ns = BigInt(Math.round((host.elapsed() - started) * 1e6));
  let seconds = Number(ns / 1000000000n);
  let rest = Number(ns % 1000000000n);
  if (before !== undefined) {
    seconds -= before[0];
    rest -= before[1];
    if (rest < 0) {
      seconds -= 1;
      rest += 1e9;
    }
  }
  return [seconds, rest];
}
hrtime.bigint = () => BigInt(Math.round((host.elapsed() - started) * 1e6));

exports.process = {
  title: 'node',
  version: 'v22.14.0',
  versions: { node: '22.14.0' },
  arch: 'x64',
  platform: 'linux',
  release: { name: 'node', lts: 'Jod' },
  argv: ['/usr/bin/node'],
  execArgv: [],
  env: {},
  pid: 1,
  nextTick: tasks.nextTick,
  hrtime,
  uptime: () => host.elapsed() / 1000,
  cwd: () => '/data',
  memoryUsage: () => ({ rss: 0, heapTotal: 0, heapUsed: 0, external: 0, arrayBuffers: 0 }),
  on() { return this; },
  once() { return this; },
  off() { return this; },
  emitWarning() {},
};
