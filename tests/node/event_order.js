const log = console.log;
const order = []; const put = (x) => () => order.push(x);
function round(done) {
  setTimeout(() => { order.push('t1'); process.nextTick(put('t1 tick')); Promise.resolve().then(put('t1 micro')); setImmediate(put('t1 immediate')); setTimeout(put('t1 t'), 0); }, 5);
  setTimeout(() => { order.push('t2'); Promise.resolve().then(() => { order.push('t2 micro'); process.nextTick(put('t2 micro tick')); return null; }).then(put('t2 micro 2')); process.nextTick(() => { order.push('t2 tick'); Promise.resolve().then(put('t2 tick micro')); process.nextTick(put('t2 tick tick')); }); }, 5);
  setTimeout(() => { setImmediate(() => { order.push('i1'); setImmediate(put('i1 immediate')); process.nextTick(put('i1 tick')); setTimeout(put('i1 t'), 0); Promise.resolve().then(put('i1 micro')); }); setImmediate(put('i2')); }, 8);
  process.nextTick(put('tick 1')); Promise.resolve().then(put('micro 1')); queueMicrotask(put('queued')); process.nextTick(put('tick 2')); (async () => { order.push('async sync'); await null; order.push('after await'); await new Promise((r) => setImmediate(r)); order.push('after immediate'); })();
  const i = setInterval(() => { order.push('every'); if (order.filter((x) => x === 'every').length === 3) clearInterval(i); }, 50);
  const never = setTimeout(put('never'), 3); clearTimeout(never); const im = setImmediate(put('never i')); clearImmediate(im); setTimeout((...a) => order.push(a.join()), 1, 'arg', 'arg2');
  setTimeout(() => { const t = setTimeout(put('refreshed'), 10); t.refresh(); t.unref(); t.ref(); log(t.hasRef(), typeof t[Symbol.toPrimitive]()); clearTimeout(t[Symbol.toPrimitive]()); setTimeout(put('kept'), 10); }, 9);
  setTimeout(done, 200);
}
process.on('unhandledRejection', (reason, promise) => log('unhandledRejection', reason?.message ?? reason, promise instanceof Promise));
process.on('uncaughtException', (error, origin) => log('uncaughtException', error?.message ?? error, origin));
process.on('uncaughtExceptionMonitor', (error, origin) => log('monitor', error?.message ?? error, origin));
process.on('warning', (w) => log('warning', w.name, w.code, w.message));
Promise.reject(new Error('one')); Promise.reject('two'); Promise.reject(undefined);
const late = Promise.reject(new Error('handled')); process.nextTick(() => late.catch((e) => log('caught', e.message)));
const late2 = Promise.reject(new Error('handled in micro')); Promise.resolve().then(() => Promise.resolve()).then(() => process.nextTick(() => late2.catch((e) => log('caught', e.message))));
setTimeout(() => { throw new Error('in a timer'); }, 30); setTimeout(() => setImmediate(() => { throw new TypeError('in an immediate'); }), 40); setTimeout(() => process.nextTick(() => { throw new RangeError('in a tick'); }), 60); setTimeout(() => { queueMicrotask(() => { throw 'text in a microtask'; }); queueMicrotask(() => log('next microtask goes on')); }, 12);
setTimeout(() => { new (require('events'))().emit('error', new Error('emitted')); }, 80); setTimeout(() => { const t = new EventTarget(); t.addEventListener('x', () => { throw new Error('in a listener'); }); t.addEventListener('x', () => log('the next listener')); t.dispatchEvent(new Event('x')); log('after dispatch'); }, 100);
(async () => { await null; throw new Error('async'); })(); new Promise(() => { throw new Error('executor'); }); new Promise((ok, no) => { ok(1); no(new Error('ignored')); throw new Error('ignored too'); });

setTimeout(() => round(() => { log(order.join('\n')); process.removeAllListeners('unhandledRejection'); Promise.reject(new Error('now an exception')); Promise.reject(5); Promise.reject({ a: 1 }); Promise.reject(Object.assign(new Error('x'), { stack: undefined })); log(process.listenerCount('uncaughtException')); setTimeout(() => { process.setUncaughtExceptionCaptureCallback((e) => log('captured', e.message)); log(process.hasUncaughtExceptionCaptureCallback()); setTimeout(() => { throw new Error('to capture'); }, 1); }, 5); }), 150);
