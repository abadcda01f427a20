// Sets up a realm: our own `require`, the globals, and the functions that native code calls.
(function (host) {
  'use strict';

  const loaded = new Map();

  // Loads one of our own files; `require` inside them finds each other, never the user's.
  function own(name) {
    const known = loaded.get(name);
    if (known !== undefined) return known.exports;
    const body = host.load(name);
    if (body === undefined) throw new Error(`loginscope has no file ${name}`);
    const module = { exports: {} };
    loaded.set(name, module);
    body.call(module.exports, module.exports, module, own, host);
    return module.exports;
  }

  const stack = own('internal/stack');
  const tasks = own('internal/tasks');
  const { describe } = own('internal/describe');
  own('internal/clock').install(globalThis);
  own('internal/json').install(globalThis);
  own('internal/local_words').install(globalThis);
  own('internal/promises').install(globalThis);
  own('internal/auth0_errors').install(globalThis);

  globalThis.global = globalThis;
  const runtime = host.runtime();
  // The Node that first had them without a flag; all the others are older than any the platform had.
  const since = { __proto__: null, WebSocket: 22, crypto: 19, navigator: 21 };
  for (const name of ['Headers', 'Request', 'Response', 'fetch']) since[name] = 18;
  for (const [name, file] of JSON.parse(host.globals())) {
    if (runtime < since[name]) continue;
    const set = (value) =>
      Object.defineProperty(globalThis, name, { value, writable: true, enumerable: false, configurable: true });
    Object.defineProperty(globalThis, name, {
      get() {
        const value = own(file)[name];
        set(value);
        return value;
      },
      set,
      enumerable: false,
      configurable: true,
    });
  }
  const required = own('internal/require').userRequire(own);
  if (runtime < 16) own('internal/magic_globals').install(globalThis, required);
  else if (host.requestIsGlobal()) own('internal/magic_globals').installRequest(globalThis, required);
  Object.defineProperty(globalThis, 'require', {
    value: required,
    writable: true,
    enumerable: false,
    configurable: true,
  });

  return {
    dispatch: tasks.dispatch,
    tick: tasks.tick,
    capture: stack.capture,
    describe,
    makeCallback: own('internal/callback').makeCallback,
    uncaught: (...what) => own('internal/uncaught').uncaught(...what),
  };
})
