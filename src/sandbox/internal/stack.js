// Stacks: what the engine knows of a stack is kept beside each error, and `error.stack` reads as on Node, with
// lines and columns of the user's file and without frames of our own code.
'use strict';

const kept = new WeakMap();
// Stands for the error where only the stack is wanted.
const capturing = {};
const captureStackTrace = Error.captureStackTrace;
const clean = (text) => (typeof text === 'string' ? text.replace(/[\t\n\u0001]/g, ' ') : '');

function raw(sites, error) {
  let text = '';
  for (let i = 0; i < sites.length; i++) {
    const site = sites[i];
    const name = clean(site.getFunctionName());
    text += `${name}\t${clean(site.getFileName())}\t${site.getLineNumber() ?? 0}\t${site.getColumnNumber() ?? 0}\n`;
  }
  const [name, message] = error === capturing ? ['', ''] : described(error);
  return `${text}\u0001${name}\u0001${message}\u0001${host.parents()}`;
}

// Class and message, by which native code tells what an error is about.
function described(error) {
  try {
    return [clean(error.constructor?.name ?? error.name) || 'Error', clean(error.message)];
  } catch {
    return ['Error', ''];
  }
}

function header(error) {
  try {
    return String(Error.prototype.toString.call(error));
  } catch {
    return 'Error';
  }
}

Error.stackTraceLimit = 60;
Error.prepareStackTrace = function prepareStackTrace(error, sites) {
  const text = raw(sites, error);
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
  return typeof text === 'string' ? text : '';
};

// The raw stack kept for an error; empty for anything that is no error.
exports.of = (error) => kept.get(error) ?? '';
