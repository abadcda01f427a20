const crypto = require('crypto'); const { Readable, Transform, Writable } = require('stream');
const h = crypto.createHash('sha1'); h.write('abc'); h.end(); console.log(h.read().toString('hex'));
console.log(crypto.createHash('sha1') instanceof Transform || crypto.createHash('sha1').end() instanceof Transform, crypto.createSign('sha1').end('x') !== undefined);
const s = crypto.createSign('sha256'); s.write('abc'); s.end(); console.log(s.sign(crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey).length > 60);
const pause = () => new Promise((done) => setTimeout(done, 20));
async function later() {
  const piped = Readable.from([Buffer.from('abc'), Buffer.from('def')]).pipe(crypto.createHash('md5')).setEncoding('hex'); piped.on('data', (d) => console.log('hash', d)); await pause();
  const c = crypto.createCipheriv('aes-128-cbc', Buffer.alloc(16), Buffer.alloc(16)); let out = ''; c.setEncoding('hex'); c.on('data', (d) => { out += d; }); c.on('end', () => console.log('cipher', out)); c.write('hello'); c.end(' world'); await pause();
  const d = crypto.createDecipheriv('aes-128-cbc', Buffer.alloc(16, 1), Buffer.alloc(16)); d.on('error', (e) => console.log('decipher', e.message, e.code)); d.on('data', () => {}); d.end(Buffer.alloc(16)); await pause();
  const m = crypto.createHmac('sha256', 'k'); m.on('readable', () => { const r = m.read(); if (r) console.log('hmac', r.toString('hex')); }); m.end('x'); await pause();
}
later();
