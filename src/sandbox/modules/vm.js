// `require('vm')`: scripts run in this realm; a realm of their own they cannot have.
'use strict';

const { absent, absentClass } = require('internal/absent');
const { needString } = require('internal/node_errors');

// Kept from the start: a script may replace it. Called so it evaluates in the global scope.
const evaluate = globalThis.eval;

class Script {
  #code;
  constructor(code) {
    this.#code = `${code}`;
  }
  runInThisContext() {
    return evaluate(this.#code);
  }
}
Script.prototype.runInContext = absent('vm.Script', 'runInContext', ', which has one realm');
Script.prototype.runInNewContext = absent('vm.Script', 'runInNewContext', ', which has one realm');

const contexts = new WeakSet();

Object.assign(exports, {
  Script,
  createScript: (code) => new Script(code),
  createContext(object = {}) {
    contexts.add(object);
    return object;
  },
  isContext: (object) => contexts.has(object),
  runInThisContext(code) {
    needString(code, 'code');
    return evaluate(code);
  },
  runInContext: absent('vm', 'runInContext', ', which has one realm'),
  runInNewContext: absent('vm', 'runInNewContext', ', which has one realm'),
  compileFunction: (code, parameters = []) => new Function(...parameters, code),
  measureMemory: absent('vm', 'measureMemory'),
  SourceTextModule: absentClass('vm', 'SourceTextModule'),
});
