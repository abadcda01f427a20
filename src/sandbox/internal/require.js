// The `require` a script sees: `name`, `name@version`, `name/part`, `node:name`.
//
// Where a module comes from: what is built in here, then Node's own, then the real package. The order of the first and
// the last turns round where the real packages are asked for, and for most of what packages themselves require.
'use strict';

const { parse } = JSON;
const { defineProperty, getOwnPropertyDescriptor } = Object;
const { ownKeys } = Reflect;

exports.userRequire = function userRequire(own) {
  const made = new Map();
  const runtime = host.runtime();
  let loader;

  // A module whose behaviour depends on the version asked for exports `forVersion`; one that could be called on the
  // runtimes before Node 16 exports `callable`.
  function moduleOf(file, version) {
    const key = `${file}@${version ?? ''}`;
    const known = made.get(key);
    if (known !== undefined) return known;
    const found = own(file);
    const { forVersion, callable } = hooksOf(found);
    let value = forVersion === undefined ? (found.module ?? found) : forVersion(version ?? undefined);
    if (runtime < 16) {
      const makes = callable ?? own('internal/callables').callables[file];
      if (makes !== undefined) value = called(value, makes(value));
    }
    const entry = { exports: value };
    made.set(key, entry);
    return entry;
  }

  // {exports} of what is built in, or undefined: then it is a package's.
  function builtIn(request, parent) {
    const byPackage = !loader.isScript(parent);
    const asked = parse(host.moduleFor(request, byPackage));
    if (asked === null) return undefined;
    if (asked.node !== undefined) throw missingNode(asked.node, byPackage ? parent : undefined);
    if (asked.givesWay) {
      const file = loader.installed(request, parent);
      if (file !== undefined) return { exports: loader.loadFile(file, parent) };
      if (host.wantsNpm() && !byPackage) {
        const version = asked.version ? `@${asked.version}` : '';
        throw loader.notFound(
          request,
          parent,
          `\nThe real packages were asked for, and this one is not installed: npm install ${asked.file}${version}`,
        );
      }
    }
    return moduleOf(asked.file, asked.version);
  }

  // Node's whole machinery, which most scripts never need.
  let full;
  function whole() {
    if (full === undefined) {
      loader = own('internal/commonjs');
      loader.start(builtIn);
      full = loader.requireOf(loader.main());
    }
    return full;
  }

  const quick = new Map();
  function require(id) {
    const known = quick.get(id);
    if (known !== undefined) return known.exports;
    if (typeof id === 'string') {
      const asked = parse(host.moduleFor(id, false));
      if (asked !== null && asked.file !== undefined && !asked.givesWay) {
        const entry = moduleOf(asked.file, asked.version);
        quick.set(id, entry);
        return entry.exports;
      }
    }
    host.remember();
    return whole()(id);
  }
  for (const name of ['resolve', 'main', 'extensions', 'cache']) {
    defineProperty(require, name, {
      get: () => whole()[name],
      set(value) {
        defineProperty(require, name, { value, writable: true, enumerable: true, configurable: true });
      },
      enumerable: true,
      configurable: true,
    });
  }
  return require;
};

// What a module's file exports for us, not for scripts.
function hooksOf(found) {
  const hook = (name) => {
    const value = getOwnPropertyDescriptor(found, name)?.value;
    return typeof value === 'function' ? value : undefined;
  };
  return { forVersion: hook('forVersion'), callable: hook('callable') };
}

// `call` with everything the module has.
function called(module, call) {
  for (const key of ownKeys(module)) {
    if (key === 'name' || key === 'length' || key === 'prototype' || key === 'callable') continue;
    defineProperty(call, key, getOwnPropertyDescriptor(module, key));
  }
  return call;
}

function missingNode(name, parent) {
  const { coded } = require('internal/node_errors');
  if (!host.isNode(name)) return coded(Error, 'ERR_UNKNOWN_BUILTIN_MODULE', `No such built-in module: ${name}`);
  const who = parent === undefined ? host.scriptFile() : host.packageLabel(parent.filename ?? parent.id);
  return coded(
    Error,
    'ERR_UNKNOWN_BUILTIN_MODULE',
    `Node's module ${name.replace(/^node:/, '')} is not there in this sandbox; ${who} asks for it`,
  );
}
