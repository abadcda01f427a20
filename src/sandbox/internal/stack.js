// Stacks: what the engine knows of a stack is kept beside each error, and `error.stack` reads as on Node, with
// lines and columns of the user's file and without frames of our own code.
'use strict';

const kept = new WeakMap();
const captureStackTrace = Error.captureStackTrace;
const clean = (text) => (typeof text === 'string' ? text.replace(/[\t\n\u0001]/g, ' ') : '');

function raw(sites) {
  let text = '';
  for (let i = 0; i < sites.length; i++) {
    const site = sites[i];
    const name = clean(site.getFunctionName());
    text += `${name}\t${clean(site.getFileName())}\t${site.getLineNumber() ?? 0}\t${site.getColumnNumber() ?? 0}\n`;
  }
  return `${text}\u0001${host.parents()}`;
}

function header(error) {
  try {
    return String(Error.prototype.toString.call(error));
  } catch {
    return 'Error';
  }
}

const capturing = {};

Error.stackTraceLimit = 60;
Error.prepareStackTrace = function prepareStackTrace(error, sites) {
  const text = raw(sites);
  if (error === capturing) return text;
  kept.set(error, text);
  return header(error) + host.printStack(text);
};
const ours = Error.prepareStackTrace;

// The stack of the caller, in the raw form.
exports.capture = function capture() {
  const theirs = Error.prepareStackTrace;
  if (theirs !== ours) Error.prepareStackTrace = ours;
  captureStackTrace(capturing);
  if (theirs !== ours) Error.prepareStackTrace = theirs;
  const text = capturing.stack;
  delete capturing.stack;
  return typeof text === 'string' ? text : '\u0001[]';
};

// The raw stack kept for an error; empty for anything that is no error.
exports.of = (error) => kept.get(error) ?? '';
