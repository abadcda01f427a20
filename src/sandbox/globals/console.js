// `console`: formats as Node does and hands each line to the recording.
'use strict';

const text = (value) => (typeof value === 'string' ? value : String(value));
const line = (level) => (...args) => host.print(level, args.map(text).join(' '));

exports.console = {
  log: line('log'),
  debug: line('debug'),
  info: line('info'),
  warn: line('warn'),
  error: line('error'),
};
