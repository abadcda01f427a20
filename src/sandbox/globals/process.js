// `process`, as far as a script in the container may see it.
'use strict';

const EventEmitter = require('events');
const { coded, invalidArgType, needFunction, outOfRange } = require('internal/node_errors');
const tasks = require('internal/tasks');

const started = host.elapsed();
const nanoseconds = () => BigInt(Math.round((host.elapsed() - started) * 1e6));

function hrtime(before) {
  const ns = nanoseconds();
  let seconds = Number(ns / 1000000000n);
  let rest = Number(ns % 1000000000n);
  if (before !== undefined) {
    if (!Array.isArray(before)) throw invalidArgType('time', 'Array', before);
    if (before.length !== 2) throw outOfRange('time', '2', before.length);
    seconds -= before[0];
    rest -= before[1];
    if (rest < 0) {
      seconds -= 1;
      rest += 1e9;
    }
  }
  return [seconds, rest];
}
hrtime.bigint = nanoseconds;

// What is set becomes text, as in a real environment.
const env = new Proxy(
  {},
  {
    set(target, key, value) {
      target[key] = `${value}`;
      return true;
    },
    defineProperty(target, key, descriptor) {
      if ('value' in descriptor) {
        return Reflect.defineProperty(target, key, { ...descriptor, value: `${descriptor.value}` });
      }
      throw coded(
        TypeError,
        'ERR_INVALID_OBJECT_DEFINE_PROPERTY',
        "'process.env' does not accept an accessor(getter/setter) descriptor",
      );
    },
  },
);

// What is written to a stream shows as console lines.
const stream = (level, fd) => ({
  fd,
  isTTY: false,
  writable: true,
  write(chunk, encoding, callback) {
    const { Buffer } = require('globals/buffer');
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    host.print(level, text.replace(/\n$/, ''));
    const done = typeof encoding === 'function' ? encoding : callback;
    if (typeof done === 'function') tasks.nextTick(done);
    return true;
  },
  end() {},
  on() {
    return this;
  },
  once() {
    return this;
  },
});

function emitWarning(warning, type, code) {
  if (typeof warning !== 'string' && !(warning instanceof Error)) {
    throw invalidArgType('warning', ['string', 'Error'], warning);
  }
  const options = typeof type === 'object' && type !== null ? type : { type, code };
  const name = warning instanceof Error ? warning.name : (options.type ?? 'Warning');
  const text = warning instanceof Error ? warning.message : warning;
  const mark = options.code === undefined ? '' : `[${options.code}] `;
  host.print('warn', `(node:${process.pid}) ${mark}${name}: ${text}`);
}

// The container outlives the script: it cannot be ended from inside.
function exit(code) {
  throw coded(
    Error,
    'ERR_ACCESS_DENIED',
    `process.exit(${code ?? ''}) is not for an action script: call the callback instead`,
  );
}

const process = Object.assign(
  Object.create(
    Object.create(EventEmitter.prototype, {
      constructor: {
        value: Object.defineProperty(function process() {}, 'name', { value: 'process' }),
        configurable: true,
      },
    }),
  ),
  {
    title: 'node',
    version: 'v22.14.0',
    versions: { node: '22.14.0', v8: '12.4.254.21-node.22', uv: '1.49.2', modules: '127', openssl: '3.0.15+quic' },
    arch: 'x64',
    platform: 'linux',
    release: { name: 'node', lts: 'Jod' },
    argv: ['/usr/bin/node'],
    execArgv: [],
    execPath: '/usr/bin/node',
    env,
    pid: 1,
    ppid: 0,
    exitCode: undefined,
    config: { target_defaults: {}, variables: {} },
    features: {},
    nextTick(callback, ...args) {
      needFunction(callback, 'callback');
      tasks.nextTick(callback, ...args);
    },
    hrtime,
    uptime: () => host.elapsed() / 1000,
    cwd: () => '/data',
    umask: () => 18,
    getuid: () => 1000,
    getgid: () => 1000,
    memoryUsage: Object.assign(
      () => ({ rss: 67108864, heapTotal: 16777216, heapUsed: 8388608, external: 1048576, arrayBuffers: 65536 }),
      {
        rss: () => 67108864,
      },
    ),
    cpuUsage: () => ({ user: Math.round(host.elapsed() * 1000), system: 0 }),
    stdout: stream('log', 1),
    stderr: stream('error', 2),
    emitWarning,
    exit,
    abort: exit,
  },
);
EventEmitter.call(process);
for (const key of Reflect.ownKeys(process)) {
  if (typeof key === 'symbol' || key.startsWith('_')) Object.defineProperty(process, key, { enumerable: false });
}
Object.defineProperty(process, Symbol.toStringTag, { value: 'process', configurable: true });

exports.process = process;
