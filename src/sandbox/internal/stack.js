// Stacks: what the engine knows of a stack is kept beside each error, and `error.stack` reads as on Node, with
// lines and columns of the user's file and without frames of our own code.
'use strict';

const kept = new WeakMap();
// Stands for the error where only the stack is wanted.
const capturing = {};
const printed = new WeakMap();
const titles = new WeakMap();
const { captureStackTrace, isError } = Error;
const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf } = Object;
const ErrorPrototype = Error.prototype;
const errorToString = ErrorPrototype.toString;
const clean = (text) => (typeof text === 'string' ? text.replace(/[\t\n\u0001]/g, ' ') : '');

// Stacks are taken down often, and most names are those of the last one.
let known = { __proto__: null };
let count = 0;
function cleaned(name) {
  if (typeof name !== 'string') return '';
  const before = known[name];
  if (before !== undefined) return before;
  if (count++ > 500) {
    known = { __proto__: null };
    count = 0;
  }
  return (known[name] = clean(name));
}

// How many of the innermost frames are the constructors of the error itself; Node leaves them out.
function constructors(error, sites) {
  const names = new Set();
  for (
    let object = getPrototypeOf(error);
    object !== null && object !== ErrorPrototype;
    object = getPrototypeOf(object)
  ) {
    const constructor = getOwnPropertyDescriptor(object, 'constructor')?.value;
    if (typeof constructor === 'function') names.add(getOwnPropertyDescriptor(constructor, 'name')?.value);
  }
  let count = 0;
  while (count < sites.length && names.has(sites[count].getFunctionName())) count += 1;
  return count;
}

function raw(sites, from, [name, message]) {
  let text = '';
  for (let i = from; i < sites.length; i++) {
    const site = sites[i];
    // The text given to `JSON.parse` is no file.
    const file = site.getFileName();
    if (file === '<input>') continue;
    const called = cleaned(site.getFunctionName());
    text += `${called}\t${cleaned(file)}\t${site.getLineNumber() ?? 0}\t${site.getColumnNumber() ?? 0}\n`;
  }
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
  const title = titles.get(error);
  try {
    if (title !== undefined) return `${title}: ${error.message}`;
    return String(errorToString.call(error));
  } catch {
    return 'Error';
  }
}

// What the engine takes down at once; it has room for a few more.
const MOST = 60;
// How often it is asked for more of a stack that is deeper.
const PAGES = 16;
Error.stackTraceLimit = MOST;
// The sites of the stack that was wanted last.
let taken = [];
Error.prepareStackTrace = function prepareStackTrace(error, sites) {
  if (error === capturing) {
    taken = sites;
    return '';
  }
  // The engine asks again in every frame the error passes on its way out; where it was made is what counts.
  if (kept.has(error)) return isError(error) ? '' : undefined;
  // Before the message is put in V8's words: the engine's say where in the text to look.
  const told = described(error);
  if (isError(error)) require('internal/v8_messages').reword(error, sites);
  kept.set(error, raw(sites, isError(error) ? constructors(error, sites) : 0, told));
  printed.delete(error);
  // Errors are printed when someone looks, under the name they have by then; anything else gets its text now.
  // Without any text here the engine would ask again in every frame the error passes.
  return isError(error) ? '' : print(error);
};
const ours = Error.prepareStackTrace;

function print(error) {
  const text = header(error) + host.printStack(kept.get(error));
  printed.set(error, text);
  return text;
}

// What V8's call sites can be asked, for packages that read stacks themselves.
function complete(CallSitePrototype) {
  const methods = {
    getThis: () => undefined,
    getFunction: () => undefined,
    getTypeName: () => 'Object',
    getMethodName: () => null,
    getEvalOrigin: () => undefined,
    getScriptNameOrSourceURL() {
      return this.getFileName();
    },
    getScriptHash: () => '',
    getEnclosingLineNumber() {
      return this.getLineNumber();
    },
    getEnclosingColumnNumber() {
      return this.getColumnNumber();
    },
    getPosition: () => 0,
    getPromiseIndex: () => null,
    isToplevel: () => true,
    isEval: () => false,
    isConstructor: () => false,
    isAsync: () => false,
    isPromiseAll: () => false,
    toString() {
      const place = `${this.getFileName() ?? 'native'}:${this.getLineNumber()}:${this.getColumnNumber()}`;
      const name = this.getFunctionName();
      return name ? `${name} (${place})` : place;
    },
  };
  for (const name of Object.keys(methods)) {
    if (name !== 'toString' && name in CallSitePrototype) continue;
    const value = methods[name];
    defineProperty(CallSitePrototype, name, { value, writable: true, enumerable: false, configurable: true });
  }
}
Error.prepareStackTrace = (_, sites) => sites;
captureStackTrace(capturing);
if (capturing.stack?.[0] !== undefined) complete(getPrototypeOf(capturing.stack[0]));
delete capturing.stack;
Error.prepareStackTrace = ours;

// The stack of the caller, in the raw form.
exports.capture = function capture() {
  const theirs = Error.prepareStackTrace;
  const limit = Error.stackTraceLimit;
  if (theirs !== ours) Error.prepareStackTrace = ours;
  if (limit !== MOST) Error.stackTraceLimit = MOST;
  taken = [];
  captureStackTrace(capturing);
  const sites = taken.length < MOST ? taken : deeper(taken);
  if (limit !== MOST) Error.stackTraceLimit = limit;
  if (theirs !== ours) Error.prepareStackTrace = theirs;
  delete capturing.stack;
  taken = [];
  return raw(sites, 0, ['', '']);
};

// Packages call so deep that the script would be out of sight. The engine can begin behind the innermost call of a
// function: page by page, from the function that was entered last in each, as long as that leads outwards.
function deeper(first) {
  let sites = first;
  const seen = new Set();
  for (let page = 0; page < PAGES; page++) {
    const innermost = new Map();
    for (let i = 0; i < sites.length; i++) {
      const called = sites[i].getFunction();
      if (typeof called === 'function' && !innermost.has(called)) innermost.set(called, i);
    }
    let [outmost, at] = [undefined, -1];
    for (const [called, i] of innermost) if (i > at && !seen.has(called)) [outmost, at] = [called, i];
    if (outmost === undefined) break;
    seen.add(outmost);
    taken = [];
    captureStackTrace(capturing, outmost);
    const before = sites.length;
    sites = sites.slice(0, at + 1).concat(taken);
    if (taken.length < MOST || sites.length <= before) break;
  }
  return sites;
}

// The raw stack kept for an error; empty for anything that is no error.
exports.of = (error) => kept.get(error) ?? '';

// Heads an error's stack with `title` instead of its name.
exports.entitle = (error, title) => {
  titles.set(error, title);
};

// On Node `stack` takes any value, is never listed, and is printed when it is first read.
const { get: engineStack } = getOwnPropertyDescriptor(ErrorPrototype, 'stack');
defineProperty(ErrorPrototype, 'stack', {
  get: function stack() {
    // An overflow leaves no room for taking its own stack down.
    if (!kept.has(this)) return isError(this) ? (engineStack.call(this) ?? header(this)) : undefined;
    return printed.get(this) ?? print(this);
  },
  set: function stack(value) {
    defineProperty(this, 'stack', { value, writable: true, enumerable: false, configurable: true });
  },
  enumerable: false,
  configurable: true,
});
Error.captureStackTrace = {
  captureStackTrace(target, above) {
    kept.delete(target);
    captureStackTrace(target, above);
    // The engine puts the text on the object itself, where it would hide the one printed later.
    if (Error.prepareStackTrace !== ours) return;
    delete target.stack;
    // An object that is no error gets its text when it is read, too: name and message are often set only now.
    if (!isError(target) && kept.has(target)) {
      printed.delete(target);
      defineProperty(target, 'stack', {
        get: () => printed.get(target) ?? print(target),
        set(value) {
          defineProperty(target, 'stack', { value, writable: true, enumerable: false, configurable: true });
        },
        enumerable: false,
        configurable: true,
      });
    }
  },
}.captureStackTrace;
