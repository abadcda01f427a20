const net = require('net');
const tls = require('tls');
const dns = require('dns');
const log = (...a) => console.log(...a);
const tick = (ms = 30) => new Promise((r) => setTimeout(r, ms));
const show = (e) => e && `${e.name} ${e.code} ${e.message} ${e.syscall} ${e.errno} ${e.address} ${e.port}`;
const watch = (name, s) => {
  for (const e of ['lookup', 'connect', 'ready', 'end', 'close', 'error', 'timeout', 'connectionAttempt', 'connectionAttemptFailed'])
    s.on(e, (...x) => log(name, e, ...x.map((v) => (v instanceof Error ? show(v) : v))));
  return s;
};
{ const s = watch('refused', net.connect({ port: 1, host: '127.0.0.1' })); log(s.connecting, s.pending, s.readyState); await tick(60); log(s.destroyed, s.readyState); }
{ watch('tls refused', tls.connect(1, '127.0.0.1')); await tick(60); }
{ const s = watch('early', net.connect(1, '127.0.0.1')); s.destroy(); await tick(); }
{ const s = new net.Socket(); s.on('error', (e) => log('unconnected', show(e))); s.write('x', (e) => log('wcb', e && e.code)); await tick(); }
for (const f of [() => net.connect(), () => net.connect({}), () => net.connect({ port: 99999 }), () => net.connect({ port: true }), () => net.connect({ path: 5 }), () => new net.Socket().setTimeout('x'), () => net.connect({ port: 1, lookup: 5 })]) {
  try { const s = f(); s.on('error', () => {}); s.destroy(); log('ok'); } catch (e) { log(e.name, e.code, e.message); }
}
log(['127.0.0.1', '::1', '1.2.3', 'fe80::1%eth0', '::ffff:1.2.3.4', '1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8:9', '', 'g::', '01.2.3.4', '::'].map((a) => net.isIP(a)).join());
dns.lookup('127.0.0.1', (...a) => log('lookup', ...a));
dns.lookup('::1', { all: true }, (...a) => log('lookup', ...a));
await tick();
for (const f of [() => dns.lookup(5, () => {}), () => dns.lookup('x'), () => dns.lookup('x', { family: 5 }, () => {}), () => dns.resolve('x', 'NOPE', () => {})]) {
  try { f(); } catch (e) { log(e.name, e.code, e.message); }
}
log(tls.checkServerIdentity('a.example', { subject: { CN: 'x' }, subjectaltname: 'DNS:*.example.com, DNS:b.example' }).message);
log(tls.checkServerIdentity('b.example.com', { subject: {}, subjectaltname: 'DNS:*.example.com' }));
log(tls.checkServerIdentity('1.2.3.4', { subject: { CN: '1.2.3.4' } }).message);
