const http = require('http'), https = require('https');
const log = (...a) => console.log(...a);
const tick = (ms = 20) => new Promise((r) => setTimeout(r, ms));
const show = (e) => e && `${e.name} ${e.code} ${e.message} ${e.syscall} ${e.errno} ${e.address} ${e.port}`;
for (const f of [
  () => http.request('https://a.example/'), () => https.request('http://a.example/'), () => http.request({ path: '/a b' }), () => http.request({ method: 'A B' }),
  () => http.request({ method: 5 }), () => http.request({ hostname: 5 }), () => http.request({ agent: 5 }), () => http.request({ port: 99999 }), () => http.request('nonsense'),
  () => http.request({ headers: { 'a b': 1 } }), () => http.request({ headers: { a: 'x\ny' } }), () => http.request({ headers: { a: undefined } }), () => http.request({ timeout: 'x' }),
  () => http.validateHeaderName('x y'), () => http.validateHeaderValue('x', undefined), () => http.validateHeaderValue('x', 'a\u0100'),
]) { try { const r = f(); r?.on?.('error', () => {}); r?.destroy?.(); log('ok'); } catch (e) { log(e.name, e.code, e.message); } }
{
  const r = http.request({ host: 'h.example', port: 8080, path: '/x?y', method: 'post', auth: 'u:p', headers: { 'X-Abc': 'v', arr: ['1', '2'] } });
  r.on('error', () => {});
  log(r.method, r.path, r.host, r.protocol, r.getHeader('HOST'), r.getHeaders(), r.getHeaderNames(), r.getRawHeaderNames(), r.hasHeader('x-abc'), r.headersSent, r.writableEnded, r.finished);
  r.setHeader('Later', 'z'); r.removeHeader('x-abc'); log(r.getHeaderNames());
  r.write('abc'); log(r._header, r.headersSent);
  try { r.setHeader('a', 'b'); } catch (e) { log(e.code, e.message); }
  r.destroy();
  await tick();
}
const head = (opts, run) => { const r = http.request({ host: 'h.example', ...opts }); r.on('error', () => {}); run(r); log(JSON.stringify(r._header)); r.destroy(); };
head({}, (r) => r.end()); head({ method: 'POST' }, (r) => r.end()); head({ method: 'POST' }, (r) => r.end('héllo')); head({ method: 'GET' }, (r) => r.end('body')); head({ method: 'DELETE' }, (r) => { r.write('body'); r.end(); });
head({ method: 'PUT', headers: { 'Content-Length': 3 } }, (r) => { r.write('abc'); r.end(); }); head({ agent: false }, (r) => r.end()); head({ agent: new http.Agent() }, (r) => r.end());
head({ headers: { connection: 'close', HOST: 'other' } }, (r) => r.end()); head({ method: 'POST', headers: { 'transfer-encoding': 'chunked' } }, (r) => r.end('x')); head({ headers: ['A', '1', 'b', '2'] }, (r) => r.end());
head({ host: '::1', port: 81 }, (r) => r.end()); head({ method: 'HEAD' }, (r) => r.end()); head({ method: 'PATCH', setHost: false }, (r) => r.end()); head({ headers: { cookie: ['a=1', 'b=2'] } }, (r) => r.end());
await tick();
const watch = (name, r) => { for (const e of ['socket', 'finish', 'response', 'error', 'close', 'abort', 'timeout', 'prefinish', 'drain']) r.on(e, (x) => log(name, e, x instanceof Error ? show(x) : '')); return r; };
watch('refused', http.get('http://127.0.0.1:1/'));
await tick(50);
watch('aborted early', http.request('http://127.0.0.1:1/')).abort();
await tick();
watch('destroyed early', http.request('http://127.0.0.1:1/')).destroy(new Error('mine'));
await tick();
{ const r = watch('abort after end', http.request('http://127.0.0.1:1/')); r.end(); r.abort(); log(r.aborted, r.destroyed); }
await tick();
{ const ac = new AbortController(); watch('signal', http.get('http://127.0.0.1:1/', { signal: ac.signal })); ac.abort(); }
await tick();
{ const r = watch('write after end', http.request({ host: '127.0.0.1', port: 1, method: 'POST' })); r.end('x'); r.write('y'); }
await tick(50);
{ const r = http.request({ host: '127.0.0.1', port: 1 }); r.on('error', () => {}); try { r.write(5); } catch (e) { log(e.code, e.message); } try { r.write(null); } catch (e) { log(e.code, e.message); } r.destroy(); }
log(http.METHODS.length, http.STATUS_CODES[418], Object.keys(http.STATUS_CODES).length, http.globalAgent.defaultPort, https.globalAgent.protocol, new http.Agent().getName({ host: 'a', port: 1 }), new https.Agent().getName({ host: 'a', port: 1, rejectUnauthorized: false }));
log(new http.IncomingMessage(null) instanceof require('stream').Readable, http.ClientRequest.prototype instanceof http.OutgoingMessage, http.OutgoingMessage.prototype instanceof require('stream'));
