// `process`, as far as a script in the container may see it.
'use strict';

const EventEmitter = require('events');
const { coded, invalidArgType, needFunction, needString, outOfRange } = require('internal/node_errors');
const facts = require('internal/process_facts');
const streams = require('internal/process_streams');
const { warnings } = require('internal/process_warnings');
const tasks = require('internal/tasks');
const uncaught = require('internal/uncaught');

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
      if (typeof key === 'symbol' || typeof value === 'symbol') {
        throw new TypeError('Cannot convert a Symbol value to a string');
      }
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

const refused = (call, why) => coded(Error, 'ERR_ACCESS_DENIED', `${call} is not for an action script${why}`);
// The container outlives the script: it cannot be ended or changed from inside.
const refusing = (name, why = '') =>
  ({
    [name]() {
      throw refused(`process.${name}()`, why);
    },
  })[name];

function exit(code) {
  throw refused(`process.exit(${code ?? ''})`, ': call the callback instead');
}

function cpuUsage(before) {
  const usage = { user: Math.round(host.elapsed() * 1000), system: 0 };
  if (before === undefined) return usage;
  if (typeof before !== 'object' || before === null) throw invalidArgType('prevValue', 'object', before);
  for (const key of ['user', 'system']) {
    if (typeof before[key] !== 'number') throw invalidArgType(`prevValue.${key}`, 'number', before[key]);
  }
  return { user: usage.user - before.user, system: usage.system - before.system };
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
    version: facts.version,
    versions: facts.versions,
    arch: 'x64',
    platform: 'linux',
    release: facts.release,
    title: 'node',
    argv: ['/usr/bin/node'],
    execArgv: [],
    execPath: '/usr/bin/node',
    argv0: 'node',
    env,
    pid: 1,
    ppid: 0,
    debugPort: 9229,
    domain: null,
    exitCode: undefined,
    config: { target_defaults: {}, variables: {} },
    features: facts.features,
    report: undefined,
    sourceMapsEnabled: false,
    allowedNodeEnvironmentFlags: new Set(),
    moduleLoadList: [],
    nextTick(callback, ...args) {
      needFunction(callback, 'callback');
      tasks.nextTick(callback, ...args);
    },
    hrtime,
    uptime: () => host.elapsed() / 1000,
    cwd: () => '/data',
    umask: () => 18,
    getuid: () => 1000,
    geteuid: () => 1000,
    getgid: () => 1000,
    getegid: () => 1000,
    getgroups: () => [1000],
    memoryUsage: Object.assign(() => ({ ...facts.memory }), { rss: () => facts.memory.rss }),
    constrainedMemory: () => facts.containerMemory,
    availableMemory: () => facts.containerMemory - facts.memory.rss,
    cpuUsage,
    threadCpuUsage: cpuUsage,
    resourceUsage: () => ({
      userCPUTime: Math.round(host.elapsed() * 1000),
      systemCPUTime: 0,
      maxRSS: facts.memory.rss / 1024,
      sharedMemorySize: 0,
      unsharedDataSize: 0,
      unsharedStackSize: 0,
      minorPageFault: 0,
      majorPageFault: 0,
      swappedOut: 0,
      fsRead: 0,
      fsWrite: 0,
      ipcSent: 0,
      ipcReceived: 0,
      signalsCount: 0,
      voluntaryContextSwitches: 0,
      involuntaryContextSwitches: 0,
    }),
    getActiveResourcesInfo: () => [],
    getBuiltinModule(id) {
      needString(id, 'id');
      const name = id.replace(/^node:/, '');
      try {
        return globalThis.require(`node:${name}`);
      } catch {
        return undefined;
      }
    },
    hasUncaughtExceptionCaptureCallback: () => uncaught.capture !== null,
    setUncaughtExceptionCaptureCallback(callback) {
      if (callback !== null && typeof callback !== 'function') {
        throw invalidArgType('fn', ['Function', 'null'], callback);
      }
      if (callback !== null && uncaught.capture !== null) {
        throw coded(
          Error,
          'ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET',
          '`process.setupUncaughtExceptionCapture()` was called while a capture callback was already active',
        );
      }
      uncaught.capture = callback;
    },
    setSourceMapsEnabled() {},
    ref(what) {
      what?.[Symbol.for('nodejs.ref')]?.call(what) ?? what?.ref?.();
    },
    unref(what) {
      what?.[Symbol.for('nodejs.unref')]?.call(what) ?? what?.unref?.();
    },
    exit,
    reallyExit: exit,
    abort: refusing('abort', ': call the callback instead'),
    kill: refusing('kill'),
    chdir: refusing('chdir'),
    dlopen: refusing('dlopen', ': native add-ons cannot be loaded'),
    binding(name) {
      throw coded(Error, 'ERR_INVALID_MODULE', `No such module: ${name}`);
    },
    loadEnvFile: refusing('loadEnvFile', ': there is no file system'),
    openStdin: () => process.stdin,
  },
);
EventEmitter.call(process);
process.emitWarning = warnings(process);
for (const name of ['stdout', 'stderr', 'stdin']) {
  let stream;
  Object.defineProperty(process, name, {
    get: () => (stream ??= streams[name]()),
    enumerable: true,
    configurable: true,
  });
}
for (const key of Reflect.ownKeys(process)) {
  if (typeof key === 'symbol' || key.startsWith('_')) Object.defineProperty(process, key, { enumerable: false });
}
Object.defineProperty(process, Symbol.toStringTag, { value: 'process', configurable: true });
uncaught.process = process;

exports.process = process;
