// What Node has and a script's sandbox has not: a package that only requires it loads, one that uses it hears what is
// missing and who asked for it.
'use strict';

const stack = require('internal/stack');

// The file of a package that stands on the stack, or the script's.
function asker() {
  const frames = stack.capture().split('\u0001', 1)[0].split('\n');
  for (const frame of frames) {
    const [, file, line] = frame.split('\t');
    if (file !== undefined && file.startsWith('node_modules/')) return `${file}:${line}`;
  }
  return host.scriptFile();
}

exports.missing = function missing(what, why = '') {
  const error = new Error(`${what} is not there in this sandbox${why}; ${asker()} asks for it`);
  error.code = 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM';
  return error;
};

// A function of `module` that cannot work.
exports.absent = (module, name, why) =>
  ({
    [name]() {
      throw exports.missing(`${module}.${name}`, why);
    },
  })[name];

// The same as a class.
exports.absentClass = (module, name, why) =>
  ({
    [name]: class {
      constructor() {
        throw exports.missing(`${module}.${name}`, why);
      }
    },
  })[name];

// Several functions at once.
exports.absentAll = (module, names, why) =>
  Object.fromEntries(names.map((name) => [name, exports.absent(module, name, why)]));
