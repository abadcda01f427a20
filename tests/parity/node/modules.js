// Node's own modules as scripts use them.
//: store none
//: case util ["util", ""]
//: case url ["url", ""]
//: case querystring ["querystring", ""]
//: case buffer ["buffer", ""]
//: case events ["events", ""]
//: case path and os ["path", ""]
//: case assert ["assert", ""]
//: case zlib ["zlib", ""]
//: case decoder ["decoder", ""]
//: case stream ["stream", ""]
//: case timers ["timers", ""]
//: case writing a file ["file", ""]
//: case missing module ["missing", ""]
async function login(form, password, callback) {
  const done = () => callback(null, { user_id: '1' });
  if (form === 'util') {
    const util = require('util');
    const later = util.promisify((value, next) => setTimeout(() => next(null, value + 1), 1));
    console.log(await later(1), util.format('%s %d %j %o %%', 'a', 1, { a: 1 }, [1]), util.inspect({ a: { b: { c: { d: 1 } } } }, { depth: 0 }));
    console.log(util.types.isDate(new Date()), util.isDeepStrictEqual({ a: [1] }, { a: [1] }), util.inspect(new Map([['a', { b: 1 }]])));
    done();
  }
  if (form === 'url') {
    const url = require('url');
    console.log(url.parse('http://u:p@h.test:8080/p/a?x=1&y=2#f', true).query, url.format({ protocol: 'https', host: 'h.test', pathname: '/x', query: { a: 1 } }));
    console.log(url.resolve('http://a.test/b/c', '../d'), new url.URL('/x?é=1', 'http://a.test').href, new URLSearchParams({ a: 'b c' }).toString());
    done();
  }
  if (form === 'querystring') {
    const querystring = require('querystring');
    console.log(querystring.stringify({ a: [1, 2], b: 'ä ö', c: '' }), querystring.parse('a=1&a=2&b=%20x&c'), querystring.escape('a b&'));
    done();
  }
  if (form === 'buffer') {
    console.log(Buffer.from('aGk=', 'base64').toString(), Buffer.from('hä').toString('hex'), Buffer.from('ff00', 'hex'), Buffer.concat([Buffer.from('a'), Buffer.alloc(2)]));
    console.log(Buffer.from('é', 'latin1'), Buffer.from('é', 'ucs2'), Buffer.from('abc').toString('base64url'), Buffer.from([1, 2, 3]).readUInt16BE(1), Buffer.byteLength('é'), Buffer.compare(Buffer.from('a'), Buffer.from('b')));
    done();
  }
  if (form === 'events') {
    const { EventEmitter, once } = require('events');
    const emitter = new EventEmitter();
    emitter.once('a', (value) => console.log('a', value)).on('b', () => console.log('b'));
    setTimeout(() => emitter.emit('later', 7), 1);
    console.log(emitter.emit('a', 1), emitter.emit('a', 2), emitter.listenerCount('b'), await once(emitter, 'later'));
    emitter.emit('error', new Error('nobody listens'));
  }
  if (form === 'path') {
    const path = require('path');
    console.log(path.join('/a', '..', 'b', './c.js'), path.basename('/a/b.js', '.js'), path.extname('x.tar.gz'), path.resolve('/a', 'b'), require('os').EOL === '\n');
    done();
  }
  if (form === 'assert') {
    const assert = require('assert');
    assert.deepEqual({ a: 1 }, { a: '1' });
    try {
      assert.strictEqual(1, 2);
    } catch (error) {
      console.log(error.name, error.code, error.message, error.actual, error.expected);
    }
    assert(password, 'no password');
  }
  if (form === 'zlib') {
    const zlib = require('zlib');
    const packed = zlib.gzipSync('text to pack');
    console.log(zlib.gunzipSync(packed).toString(), zlib.inflateSync(zlib.deflateSync('a')).toString());
    zlib.gunzip(Buffer.from('nothing'), (error) => callback(error));
  }
  if (form === 'decoder') {
    const { StringDecoder } = require('string_decoder');
    const decoder = new StringDecoder('utf8');
    console.log(decoder.write(Buffer.from([0xe2, 0x82])), decoder.write(Buffer.from([0xac])), decoder.end());
    done();
  }
  if (form === 'stream') {
    const { Readable, Transform, pipeline } = require('stream');
    const upper = new Transform({ transform: (chunk, encoding, next) => next(null, chunk.toString().toUpperCase()) });
    let text = '';
    upper.on('data', (chunk) => {
      text += chunk;
    });
    pipeline(Readable.from(['a', 'b']), upper, (error) => callback(error || null, { user_id: text }));
  }
  if (form === 'timers') {
    const { setTimeout: wait } = require('timers/promises');
    console.log(await wait(1, 'waited'), typeof setTimeout(() => {}, 1).unref());
    done();
  }
  if (form === 'file') {
    try {
      require('fs').readFileSync('/nowhere/at/all');
    } catch (error) {
      callback(error);
    }
  }
  if (form === 'missing') {
    try {
      require('no-such-module');
    } catch (error) {
      callback(new Error(error.code));
    }
  }
}
