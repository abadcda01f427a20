// CommonJS as Node has it: real packages, each file wrapped in a function, run once and kept.
'use strict';

const { parse } = JSON;
const { defineProperty } = Object;

const node = () => require('internal/node_errors');
const path = () => require('path');

// Set by `internal/require`: what is built in.
let builtIn;

const cache = { __proto__: null };

function Module(id = '', parent = undefined) {
  this.id = id;
  this.path = path().dirname(id);
  this.exports = {};
  defineProperty(this, 'parent', { value: parent, writable: true, enumerable: false, configurable: true });
  adopt(parent, this);
  this.filename = null;
  this.loaded = false;
  this.children = [];
}

function adopt(parent, child) {
  const children = parent?.children;
  if (Array.isArray(children) && !children.includes(child)) children.push(child);
}

// The module of the script itself; what it requires has it as its parent.
let main;
exports.main = function mainModule() {
  if (main === undefined) {
    main = new Module('.');
    main.filename = path().join(host.scriptFolder(), host.scriptFile());
    main.path = host.scriptFolder();
    main.paths = host.lookupPaths(main.path);
  }
  return main;
};

const isScript = (parent) => parent === undefined || parent === null || parent === main;

// The files on the way to `parent`, as an error lists them.
function requireStack(parent) {
  const stack = [];
  for (let module = parent; module; module = module.parent) {
    stack.push(module === main ? host.scriptFile() : module.filename ?? module.id);
  }
  return stack.length === 0 ? [host.scriptFile()] : stack;
}

function notFound(message, parent, more) {
  const stack = requireStack(parent);
  const error = new Error(`${message}\nRequire stack:\n- ${stack.join('\n- ')}`);
  error.code = 'MODULE_NOT_FOUND';
  return Object.assign(error, more, { requireStack: stack });
}

function refused({ class: name, code, message, path: manifest }, request, parent) {
  if (code !== 'MODULE_NOT_FOUND') {
    return node().coded(name === 'TypeError' ? TypeError : Error, code, message);
  }
  if (manifest === null || manifest === undefined) return notFound(message, parent);
  const error = new Error(message);
  error.code = code;
  error.path = manifest;
  if (message.includes('"main" entry')) error.requestPath = request;
  return error;
}
exports.notFound = (request, parent, hint = '') => notFound(`Cannot find module '${request}'${hint}`, parent);

// Where `request` leads from `parent`: {file} or {named}.
function find(request, parent) {
  const script = isScript(parent);
  // Only a script of the platform writes versions; to a package `a@1` is a name.
  const asked = script ? host.unversioned(request) : request;
  if (script && /^\.{0,2}\//.test(asked)) {
    return { code: 'MODULE_NOT_FOUND', message: `Cannot find module '${request}'` };
  }
  const folder = script ? host.scriptFolder() : path().dirname(parent.filename ?? parent.id);
  const found = parse(host.resolve(asked, folder, script ? undefined : parent.filename ?? undefined));
  if (found.code === 'MODULE_NOT_FOUND' && found.path === null) found.message = `Cannot find module '${request}'`;
  return found;
}

// The file of an installed package, or undefined.
exports.installed = function installed(request, parent) {
  return find(request, parent).file;
};

Module._cache = cache;
Module._pathCache = { __proto__: null };
Module._extensions = { __proto__: null };
Module._debug = () => {};
Module.globalPaths = [];
Module.Module = Module;
Module.builtinModules = host.nodeNames();
Module.isBuiltin = (name) => typeof name === 'string' && host.isNode(name);
Module.wrapper = ['(function (exports, require, module, __filename, __dirname) { ', '\n});'];
Module.wrap = (text) => Module.wrapper[0] + text + Module.wrapper[1];
Module._nodeModulePaths = (from) => host.lookupPaths(path().resolve(from));
Module._initPaths = () => {};
Module.syncBuiltinESMExports = () => {};
Module.findSourceMap = () => undefined;

Module._resolveLookupPaths = function resolveLookupPaths(request, parent) {
  if (host.isNode(request)) return null;
  if (/^\.{1,2}(?:\/|$)/.test(request)) return [parent?.filename ? path().dirname(parent.filename) : '.'];
  return parent?.paths ? [...parent.paths] : host.lookupPaths(host.scriptFolder());
};

Module._resolveFilename = function resolveFilename(request, parent, isMain, options) {
  if (host.isNode(request)) return request;
  if (options?.paths !== undefined) {
    for (const from of options.paths) {
      const found = parse(host.resolve(request, path().resolve(from), undefined));
      if (found.file !== undefined) return found.file;
    }
    throw exports.notFound(request, parent);
  }
  const found = find(request, parent);
  if (found.file !== undefined) return found.file;
  if (found.named !== undefined) return found.named;
  // What is only built in here resolves to its name, as Node's own do.
  if (parse(host.moduleFor(request, !isScript(parent)))?.file !== undefined) return request;
  throw refused(found, request, parent);
};

Module._load = function load(request, parent, isMain) {
  const own = builtIn(request, parent);
  if (own !== undefined) return own.exports;
  const file = Module._resolveFilename(request, parent, isMain);
  if (host.isNode(file)) return builtIn(file, parent).exports;
  return exports.loadFile(file, parent);
};

exports.loadFile = function loadFile(file, parent) {
  const known = cache[file];
  if (known !== undefined) {
    adopt(parent, known);
    return known.exports;
  }
  const module = new Module(file, parent);
  cache[file] = module;
  let threw = true;
  try {
    module.load(file);
    threw = false;
  } finally {
    if (threw) {
      delete cache[file];
      const children = parent?.children;
      if (Array.isArray(children) && children.includes(module)) children.splice(children.indexOf(module), 1);
    }
  }
  return module.exports;
};

Module.prototype.load = function load(file) {
  this.filename = file;
  this.paths = host.lookupPaths(path().dirname(file));
  const extension = path().extname(file);
  (Module._extensions[extension] ?? Module._extensions['.js'])(this, file);
  this.loaded = true;
};

Module.prototype.require = function (id) {
  checkId(id);
  return Module._load(id, this, false);
};

Module.prototype._compile = function _compile(text, file) {
  return run(this, host.wrapPackage(String(text), file), file);
};

function run(module, body, file) {
  return Reflect.apply(body, module.exports, [
    module.exports,
    requireOf(module),
    module,
    file,
    path().dirname(file),
  ]);
}

const textOf = (file) => {
  const bytes = host.packageBytes(file);
  if (typeof bytes === 'string') throw require('fs').failure(bytes, 'open', file);
  return globalThis.Buffer.from(bytes.buffer).toString('utf8').replace(/^\uFEFF/, '');
};

Module._extensions['.js'] = function (module, file) {
  const { format, ...wrong } = parse(host.packageFormat(file));
  if (format === undefined) throw refused(wrong, file, module.parent);
  if (format === 'module') throw requireOfEsModule(module, file);
  run(module, host.packageFunction(file), file);
  require('internal/package_arithmetic').quicken(file, module.exports);
};

Module._extensions['.json'] = function (module, file) {
  const text = textOf(file);
  try {
    module.exports = parse(text);
  } catch (error) {
    error.message = `${file}: ${error.message}`;
    throw error;
  }
};

Module._extensions['.node'] = function (module, file) {
  const error = new Error(
    `${host.packageLabel(file)} is native code, which cannot run in this sandbox; ` +
      `${packageName(file)} works here only if it can do without it`,
  );
  error.code = 'ERR_DLOPEN_FAILED';
  throw error;
};

const packageName = (file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(host.packageLabel(file))?.[1] ?? file;

function requireOfEsModule(module, file) {
  const from = module.parent && !isScript(module.parent) ? module.parent.filename : host.scriptFile();
  return node().coded(
    Error,
    'ERR_REQUIRE_ESM',
    `require() of ES Module ${file} from ${from} not supported.\n` +
      `${packageName(file)} has no CommonJS form, and ES modules do not run in this sandbox; ` +
      'an older version of the package may have one.',
  );
}

function checkId(id) {
  if (typeof id !== 'string') throw node().invalidArgType('id', 'string', id);
  if (id === '') throw node().invalidArgValue('id', id, 'must be a non-empty string');
}

// The `require` of a module.
function requireOf(module) {
  const require = (id) => {
    checkId(id);
    return Module._load(id, module, false);
  };
  defineProperty(require, 'name', { value: 'require', configurable: true });
  require.resolve = function resolve(request, options) {
    if (typeof request !== 'string') throw node().invalidArgType('request', 'string', request);
    return Module._resolveFilename(request, module, false, options);
  };
  require.resolve.paths = function paths(request) {
    if (typeof request !== 'string') throw node().invalidArgType('request', 'string', request);
    return Module._resolveLookupPaths(request, module);
  };
  require.main = main;
  require.extensions = Module._extensions;
  require.cache = cache;
  return require;
}
exports.requireOf = requireOf;

Module.createRequire = function createRequire(from) {
  const given = from instanceof URL || (typeof from === 'string' && from.startsWith('file:')) ? new URL(from) : from;
  const file = given instanceof URL ? decodeURIComponent(given.pathname) : given;
  if (typeof file !== 'string' || !path().isAbsolute(file)) {
    const wanted = 'must be a file URL object, file URL string, or absolute path string';
    throw node().invalidArgValue('filename', from, wanted);
  }
  const module = new Module(file);
  module.filename = file.endsWith('/') ? path().join(file, 'noop.js') : file;
  module.paths = host.lookupPaths(path().dirname(module.filename));
  return requireOf(module);
};

exports.Module = Module;
exports.isScript = isScript;
exports.checkId = checkId;
exports.start = (lookUp) => {
  builtIn = lookUp;
};
