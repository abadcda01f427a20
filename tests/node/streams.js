const { Readable, Writable, Duplex, Transform, PassThrough, pipeline, finished, Stream } = require('stream');
const log = (...a) => console.log(...a);
const tick = (ms = 5) => new Promise((r) => setTimeout(r, ms));
const watch = (name, s) => { for (const e of ['data','end','close','error','finish','readable','pause','resume','drain','pipe','unpipe','prefinish'].filter(x=>!(x==='readable'||x==='data'))) s.on(e, (x) => log(name, e, x instanceof Error ? `${x.name} ${x.code} ${x.message}` : typeof x)); return s; };
{
  const r = watch('r', new Readable({ read() { this.push('a'); this.push('b'); this.push(null); } }));
  r.on('data', (d) => log('data', d));
  await tick();
}
{
  let n = 0;
  const r = watch('r2', new Readable({ highWaterMark: 3, read(size) { log('read', size); n += 1; if (n > 4) this.push(null); else this.push('xx'); } }));
  r.on('readable', () => { let c; while ((c = r.read(3)) !== null) log('got', String(c)); log('rest', r.readableLength); });
  await tick();
}
{
  const w = watch('w', new Writable({ highWaterMark: 4, write(c, e, cb) { log('write', String(c), e); setTimeout(cb, 1); } }));
  log(w.write('ab', () => log('cb1')), w.write('cdef'), w.write('g', 'utf8', () => log('cb3')), w.writableLength, w.writableNeedDrain);
  await tick(10);
  w.end('last', () => log('ended'));
  log(w.writableEnded, w.writableFinished, w.writable);
  await tick(10);
  log(w.writableEnded, w.writableFinished, w.destroyed);
  w.write('x', (e) => log('late', e.code, e.message));
  w.end((e) => log('late end', e.code, e.message));
  await tick();
}
{
  const w = watch('sync', new Writable({ write(c, e, cb) { cb(); } }));
  w.write('a', () => log('a')); w.write('b', () => log('b')); w.end(() => log('end cb'));
  process.nextTick(() => log('tick'));
  Promise.resolve().then(() => log('micro'));
  await tick();
}
{
  const w = watch('werr', new Writable({ write(c, e, cb) { cb(new Error('bad')); } }));
  w.write('a', (e) => log('a', e.message)); w.write('b', (e) => log('b', e.message));
  await tick();
  log(w.errored.message, w.destroyed, w.closed);
}
{
  const w = watch('writev', new Writable({ writev(cs, cb) { log(cs.map((c) => String(c.chunk)), cs.allBuffers); cb(); } }));
  w.cork(); w.write('a'); w.write('b'); w.write('c'); process.nextTick(() => { w.uncork(); w.end(); });
  await tick();
}
{
  const t = watch('t', new Transform({ transform(c, e, cb) { cb(null, String(c).toUpperCase()); }, flush(cb) { cb(null, '!'); } }));
  t.on('data', (d) => log('t data', String(d)));
  t.write('abc'); t.end('def');
  await tick();
}
{
  const a = watch('src', Readable.from(['one', 'two', 'three']));
  const b = watch('dst', new Writable({ objectMode: true, highWaterMark: 1, write(c, e, cb) { log('w', c); setImmediate(cb); } }));
  a.pipe(b);
  await tick(20);
}
{
  const r = watch('destroyed', new Readable({ read() {} }));
  r.destroy(new Error('boom'));
  log(r.destroyed, r.readable, r.errored.message);
  r.push('a');
  await tick();
  r.destroy(new Error('again'));
  log(r.read());
}
{
  const p = watch('pt', new PassThrough());
  finished(p, (e) => log('finished', e && e.code));
  p.write('x'); p.destroy();
  await tick();
}
{
  pipeline(Readable.from(['a', 'b']), new Transform({ objectMode: true, transform(c, e, cb) { cb(null, c + c); } }), async function* (s) { for await (const c of s) yield c + '.'; }, new Writable({ objectMode: true, write(c, e, cb) { log('pl', c); cb(); } }), (e) => log('pipeline', e));
  await tick(10);
  pipeline(Readable.from(['a', 'b']), new Transform({ objectMode: true, transform(c, e, cb) { cb(new Error('tx')); } }), new Writable({ write(c, e, cb) { cb(); } }), (e) => log('pipeline', e.message));
  await tick(10);
  pipeline(Readable.from(['a', 'b']), async (s) => { let n = 0; for await (const c of s) n++; return n; }, (e, v) => log('pipeline', e, v));
  await tick(10);
  const broken = new Writable({ write(c, e, cb) { this.destroy(); } });
  pipeline(Readable.from(['a', 'b']), broken, (e) => log('pipeline', e.code));
  await tick(10);
}
{
  const { pipeline: p, finished: f } = require('stream/promises');
  await p(Readable.from(['1', '2']), new PassThrough({objectMode: true}), async function (s) { for await (const c of s) log('p', c); });
  try { await p(Readable.from(['1']), new Transform({ transform(c, e, cb) { cb(Object.assign(new Error('no'), { code: 'X' })); } })); } catch (e) { log(e.code); }
  const w = new Writable({ write(c, e, cb) { cb(); } }); w.end('a'); await f(w); log('f');
}
{
  const seen = [];
  for await (const c of Readable.from([1, 2, 3])) { seen.push(c); if (c === 2) break; }
  log(seen);
  const r = new Readable({ read() { this.push('x'); this.destroy(new Error('iter')); } });
  try { for await (const c of r) log('c', c); } catch (e) { log(e.message); }
  const r2 = new PassThrough(); r2.end('hello'); r2.setEncoding('utf8'); for await (const c of r2) log(typeof c, c);
}
{
  const consumers = require('stream/consumers');
  log(await consumers.text(Readable.from(['é', 'b'])), await consumers.json(Readable.from(['{"a":', '1}'])), await consumers.buffer(Readable.from([Buffer.from('x')])));
  log(await Readable.from([1, 2, 3, 4]).filter((x) => x % 2).map((x) => x * 2).toArray());
}
{
  function Old(o) { Readable.call(this, o); this.left = 2; }
  require('util').inherits(Old, Readable);
  Old.prototype._read = function () { this.push(this.left-- ? 'q' : null); };
  const o = new Old(); o.on('data', (d) => log('old', d)).on('end', () => log('old end'));
  await tick();
  class D extends Duplex { _read() { this.push('d'); this.push(null); } _write(c, e, cb) { log('D', String(c)); cb(); } _final(cb) { log('final'); cb(); } }
  const d = watch('D', new D()); d.resume(); d.write('1'); d.end('2');
  log(d instanceof Readable, d instanceof Writable, d instanceof Stream, new PassThrough() instanceof Writable, new Readable() instanceof Writable);
  await tick();
}
for (const f of [() => new Writable({ write() {} }).write(null), () => new Writable({ write() {} }).write(5), () => new Writable({write(){}}).write('a','nope'), () => new Readable({ highWaterMark: -1 }), () => Readable.from(5), () => pipeline(1), () => pipeline(new PassThrough(), () => {}), () => finished({}, () => {}), () => { const r = new Readable({ read() {} }); r.on('error', (e) => log('ev', e.code, e.message)); r.push(null); r.push('x'); }, () => { const r = new Readable({ read() {} }); r.on('error', (e) => log('ev', e.code, e.message)); r.push({}); }]) {
  try { const x = f(); x?.on?.('error', (e) => log('ev', e.code, e.message)); log('ok', typeof x); } catch (e) { log(e.name, e.code, e.message); }
  await tick(2);
}
{
  const ac = new AbortController();
  const r = watch('ab', new Readable({ read() {}, signal: ac.signal }));
  ac.abort();
  await tick();
  const t = new PassThrough(); t.on('error', (e) => log('sig', e.name, e.code)); require('stream').addAbortSignal(AbortSignal.abort(), t);
  await tick();
}
{
  const c = watch('con', new Writable({ construct(cb) { log('construct'); setTimeout(cb, 2); }, write(ch, e, cb) { log('late write', String(ch)); cb(); } }));
  c.write('a'); c.end();
  await tick(10);
}
log(Object.keys(require('stream')).sort().join());
log(require('stream').getDefaultHighWaterMark(false), new Readable().readableHighWaterMark, new Readable({ objectMode: true }).readableHighWaterMark);
{
  const [a, b] = require('stream').duplexPair();
  b.on('data', (d) => log('b got', String(d))).on('end', () => log('b end'));
  a.write('1', () => log('written')); a.end('2');
  await tick();
}
