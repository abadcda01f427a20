// Runs one action script under Node as the platform would, with the real packages, and prints what it did as JSON.
//
// Arguments: the file, the action's arguments as JSON, `configuration` as JSON. The packages lie in `tests/npm`.
'use strict';

const fs = require('fs');
const path = require('path');
const { createRequire } = require('module');
const util = require('util');

const [, , file, argumentsJson, configurationJson] = process.argv;
const folder = process.env.LOGINSCOPE_NPM || path.join(__dirname, '../../npm');
const realRequire = createRequire(path.join(folder, 'login.js'));
const installed = new Set(fs.readdirSync(path.join(folder, 'node_modules')));

// How long a script that has answered may keep the process alive (an open pool).
const AFTER_ANSWER_MS = 1200;
const AT_MOST_MS = 15000;

const seen = { callbacks: [], console: [], uncaught: null };

// `name@version` is installed under the name `name-version` where it is not the newest.
function requireVersioned(request) {
  const parts = /^((?:@[^/@]+\/)?[^/@]+)(?:@([^/]+))?(\/.+)?$/.exec(request);
  if (parts === null || parts[2] === undefined) return realRequire(request);
  const [, name, version, rest = ''] = parts;
  const aside = `${name}-${version}`;
  return realRequire((installed.has(aside) ? aside : name) + rest);
}

function plain(value) {
  try {
    const json = JSON.stringify(value);
    return json === undefined ? String(value) : JSON.parse(json);
  } catch {
    return String(value);
  }
}

const APART = new Set(['name', 'message', 'code', 'stack']);

function described(error) {
  if ((typeof error !== 'object' && typeof error !== 'function') || error === null) {
    return { name: 'Error', message: String(error), code: null, properties: {}, isError: false };
  }
  const properties = {};
  for (const key of Object.keys(error)) {
    if (APART.has(key) || error[key] === undefined || typeof error[key] === 'function') continue;
    properties[key] = plain(error[key]);
  }
  return {
    name: error.name === undefined || error.name === '' ? 'Error' : String(error.name),
    message: error.message === undefined ? '' : String(error.message),
    code: error.code === undefined ? null : plain(error.code),
    properties,
    isError: error instanceof Error,
  };
}

let printed = false;

function finish() {
  if (printed) return;
  printed = true;
  fs.writeSync(1, JSON.stringify(seen));
  process.exit(0);
}

function uncaught(error) {
  seen.uncaught ??= described(error);
  finish();
}

process.on('uncaughtException', uncaught);
process.on('exit', finish);
setTimeout(finish, AT_MOST_MS).unref();

function callback(...args) {
  const [error, result] = args;
  seen.callbacks.push({
    error: error ? described(error) : null,
    result: error || result === undefined ? null : JSON.parse(JSON.stringify(result)),
    arguments: args.length,
  });
  setTimeout(finish, AFTER_ANSWER_MS).unref();
}

for (const level of ['log', 'debug', 'info', 'warn', 'error']) {
  console[level] = (...args) => seen.console.push(util.format(...args));
}

class UnauthorizedError extends Error {
  constructor(message) {
    super(message);
    Object.assign(this, { name: 'UnauthorizedError', code: 'unauthorized', description: message, statusCode: 401 });
  }
}

class ValidationError extends Error {
  constructor(code, message) {
    super(message);
    Object.assign(this, { name: 'ValidationError', code, description: message, statusCode: 400 });
  }
}

class WrongUsernameOrPasswordError extends Error {
  constructor(user, message) {
    super(message);
    Object.assign(this, { name: 'WrongUsernameOrPasswordError', code: 'wrongusernameorpassword' });
    Object.assign(this, { user_id: user, statusCode: 400 });
  }
}

Object.assign(globalThis, { UnauthorizedError, ValidationError, WrongUsernameOrPasswordError });
globalThis.configuration = JSON.parse(configurationJson);
globalThis.require = requireVersioned;

const text = fs.readFileSync(file, 'utf8');
const entry = /function\s+(\w+)\s*\(/.exec(text.replace(/^\s*\/\/.*$/gm, ''))[1];
const script = new Function(`${text}\nreturn ${entry};`)();
try {
  script(...JSON.parse(argumentsJson), callback);
} catch (error) {
  uncaught(error);
}
