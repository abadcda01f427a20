// The `require` a script sees: `name`, `name@version`, `name/part`, `node:name`.
'use strict';

const REQUEST = /^(?:node:)?((?:@[^/@]+\/)?[^/@]+)(?:@([^/]+))?(\/.+)?$/;

exports.userRequire = function userRequire(own) {
  const cache = new Map();

  function require(request) {
    if (typeof request !== 'string') {
      const error = new TypeError(
        `The "id" argument must be of type string. Received ${request === null ? 'null' : typeof request}`,
      );
      error.code = 'ERR_INVALID_ARG_TYPE';
      throw error;
    }
    if (request === '') {
      const error = new TypeError("The argument 'id' must be a non-empty string. Received ''");
      error.code = 'ERR_INVALID_ARG_VALUE';
      throw error;
    }
    const known = cache.get(request);
    if (known !== undefined) return known;
    const parts = REQUEST.exec(request);
    const name = parts === null ? request : parts[1] + (parts[3] ?? '');
    const file = host.moduleFile(name);
    if (file === undefined) throw notFound(request);
    // A module whose behaviour depends on the version asked for exports `forVersion`.
    const found = own(file);
    const value = typeof found.forVersion === 'function' ? found.forVersion(parts[2]) : found.module ?? found;
    cache.set(request, value);
    return value;
  }

  require.cache = {};
  require.resolve = (request) => {
    require(request);
    return request;
  };
  return require;
};

function notFound(request) {
  const script = host.scriptFile();
  const error = new Error(
    `Cannot find module '${request}'\nRequire stack:\n- ${script}\nBuilt in here: ${host.moduleNames()}`,
  );
  error.code = 'MODULE_NOT_FOUND';
  error.requireStack = [script];
  return error;
}
