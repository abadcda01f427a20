// `util.getCallSites`: where the script stands.
'use strict';

const { needInteger } = require('internal/node_errors');

exports.getCallSites = function getCallSites(count = 10) {
  if (typeof count === 'object' && count !== null) count = 10;
  needInteger(count, 'frameCount', 1, 200);
  const holder = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = Math.max(Number(limit) || 0, count + 1);
  Error.captureStackTrace(holder, getCallSites);
  Error.stackTraceLimit = limit;
  const lines = String(holder.stack)
    .split('\n')
    .slice(1, count + 1);
  return lines.map((line) => {
    const [, functionName = '', scriptName = '', lineNumber, columnNumber] =
      /^\s+at (?:(.*?) \()?(.*?):(\d+):(\d+)\)?$/.exec(line) ?? [];
    const column = Number(columnNumber);
    return { functionName, scriptId: '0', scriptName, lineNumber: Number(lineNumber), columnNumber: column, column };
  });
};
