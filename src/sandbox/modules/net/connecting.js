// From what `connect` was called with to a connected socket: the host's addresses, and one after the other.
'use strict';

const { invalidArgType, needFunction } = require('internal/node_errors');
const tasks = require('internal/tasks');
const { checkPort, isIP } = require('net/addresses');
const { Handle, errorOf } = require('net/handle');

// `(options[, callback])`, `(port[, host][, callback])`, `(path[, callback])` as `[options, callback]`.
exports.readArguments = function readArguments(args) {
  const callback = typeof args.at(-1) === 'function' ? args.at(-1) : undefined;
  const [first, second] = args;
  if (first !== null && typeof first === 'object') return [first, callback];
  if (typeof first === 'string' && Number.isNaN(Number(first))) return [{ path: first }, callback];
  const options = { port: first };
  if (typeof second === 'string') options.host = second;
  return [options, callback];
};

exports.checkOptions = function checkOptions(options) {
  const { lookup, path, port } = options;
  if (path !== undefined && path !== null) {
    if (typeof path !== 'string') throw invalidArgType('options.path', 'string', path);
    return;
  }
  if (port === undefined) {
    const { coded } = require('internal/node_errors');
    throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "options" or "port" or "path" argument must be specified');
  }
  if (typeof port !== 'number' && typeof port !== 'string') {
    throw invalidArgType('options.port', ['number', 'string'], port);
  }
  checkPort(port, 'Port');
  if (lookup !== undefined && lookup !== null) needFunction(lookup, 'options.lookup');
};

// Nothing of a file system is reached from here, so nothing listens in it.
function refusePath(path) {
  const error = errorOf({ code: 'ENOENT', syscall: 'connect', message: `connect ENOENT ${path}` });
  error.address = path;
  return error;
}

// `connected(error, handle)`, once; the socket hears of what happens on the way.
exports.connect = function connect(socket, options, from, connected) {
  if (options.path) {
    tasks.nextTick(() => connected(refusePath(options.path)));
    return;
  }
  const name = options.host || 'localhost';
  const port = Number(options.port);
  const family = isIP(name);
  if (family > 0) {
    tasks.nextTick(() => {
      if (socket.connecting) tryAll(socket, { name, port, from }, [{ address: name, family }], connected);
    });
    return;
  }
  const lookup = options.lookup ?? require('dns').lookup;
  const wanted = { family: options.family, hints: options.hints || 0 };
  const several = options.autoSelectFamily !== false && options.family !== 4 && options.family !== 6;
  lookup(name, several ? { ...wanted, all: true } : wanted, (error, found, foundFamily) => {
    const addresses = Array.isArray(found) ? found : [{ address: found, family: foundFamily }];
    if (error) {
      socket.emit('lookup', error, undefined, undefined, name);
      if (socket.connecting) tasks.nextTick(() => connected(error));
      return;
    }
    for (const each of addresses) socket.emit('lookup', null, each.address, each.family, name);
    if (!socket.connecting) return;
    const { coded } = require('internal/node_errors');
    const bad = addresses.find(({ address }) => isIP(address) === 0);
    if (bad !== undefined) {
      const refused = coded(TypeError, 'ERR_INVALID_IP_ADDRESS', `Invalid IP address: ${bad.address}`);
      tasks.nextTick(() => connected(Object.assign(refused, { host: name, port })));
      return;
    }
    tryAll(socket, { name, port, from }, inTurn(addresses), connected);
  });
};

// The families take turns, the first one's first.
function inTurn(addresses) {
  const first = addresses.filter(({ family }) => family === addresses[0].family);
  const second = addresses.filter(({ family }) => family !== addresses[0].family);
  const mixed = [];
  for (let i = 0; i < Math.max(first.length, second.length); i++) mixed.push(...[first[i], second[i]].filter(Boolean));
  return mixed;
}

function tryAll(socket, { name, port, from }, addresses, connected) {
  const failures = [];
  const tryNext = () => {
    const next = addresses[failures.length];
    if (next === undefined) {
      connected(failures.length === 1 ? failures[0] : together(failures));
      return;
    }
    const { address, family } = next;
    socket.emit('connectionAttempt', address, port, family);
    const handle = new Handle(from);
    socket.autoSelectFamilyAttemptedAddresses = [
      ...(socket.autoSelectFamilyAttemptedAddresses ?? []),
      `${address}:${port}`,
    ];
    handle.open({ name, port, address }, (error) => {
      if (!socket.connecting) {
        handle.destroy();
      } else if (error) {
        socket.emit('connectionAttemptFailed', address, port, family, error);
        failures.push(error);
        tryNext();
      } else {
        connected(undefined, handle);
      }
    });
  };
  tryNext();
}

function together(failures) {
  const error = new AggregateError(failures);
  error.code = failures[0].code;
  return error;
}
