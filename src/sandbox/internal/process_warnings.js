// `process.emitWarning`.
'use strict';

const { invalidArgType } = require('internal/node_errors');
const tasks = require('internal/tasks');

const optionalText = (value, name) => {
  if (value !== undefined && typeof value !== 'string') throw invalidArgType(name, 'string', value);
};

// What Node prints of a warning.
function print(process, warning) {
  if (warning.name === 'DeprecationWarning' && process.noDeprecation) return;
  const code = typeof warning.code === 'string' ? `[${warning.code}] ` : '';
  const detail = typeof warning.detail === 'string' ? `\n${warning.detail}` : '';
  host.print('warn', `(node:${process.pid}) ${code}${Error.prototype.toString.call(warning)}${detail}`);
}

exports.warnings = function warnings(process) {
  return function emitWarning(warning, type, code, constructor) {
    let detail;
    if (typeof type === 'object' && type !== null && !Array.isArray(type)) {
      ({ ctor: constructor, code, detail } = type);
      if (typeof detail !== 'string') detail = undefined;
      type = type.type ?? 'Warning';
    } else if (typeof type === 'function') {
      [constructor, type, code] = [type, 'Warning', ''];
    }
    optionalText(type, 'type');
    if (typeof code === 'function') [constructor, code] = [code, undefined];
    else optionalText(code, 'code');
    let made = warning;
    if (typeof warning === 'string') {
      made = new Error(warning);
      made.name = String(type || 'Warning');
      if (code !== undefined) made.code = code;
      if (detail !== undefined) made.detail = detail;
      Error.captureStackTrace(made, constructor ?? emitWarning);
    } else if (!(warning instanceof Error)) {
      throw invalidArgType('warning', ['string', 'Error'], warning);
    }
    if (made.name === 'DeprecationWarning') {
      if (process.noDeprecation) return;
      if (process.throwDeprecation) {
        tasks.nextTick(() => {
          throw made;
        });
        return;
      }
    }
    tasks.nextTick(() => {
      print(process, made);
      process.emit('warning', made);
    });
  };
};
