const load = (name, version, alias) => { try { return require(`${name}@${version}`); } catch { return require(alias); } };
const S = '$2b$04$abcdefghijklmnopqrstuu'; const H = '$2b$04$abcdefghijklmnopqrstuuyvPXIbu7xe6/CED2DzX8z6Si09MlzlW';
const text = (x) => (x instanceof Error ? `${x.name}: ${x.message}` : typeof x === 'function' ? 'function' : x);
const calls = [
  ['hashSync', 'pw', S], ['hashSync', 'pw', '$2a' + S.slice(3)], ['hashSync', 'pw', '$2y' + S.slice(3)], ['hashSync', 'pw', '$2x' + S.slice(3)], ['hashSync', 'pw', '$2' + S.slice(3)], ['hashSync', 'x'.repeat(72), S], ['hashSync', 'x'.repeat(73), S], ['hashSync', 'a\0b', S], ['hashSync', '', S], ['hashSync', 'pässwörd€😀', S], ['hashSync', 'x', 'bad'], ['hashSync', 'x', '$2b$04$short'], ['hashSync', 'x', '$2b$03$abcdefghijklmnopqrstuu'], ['hashSync', 'x', '$2b$32$abcdefghijklmnopqrstuu'], ['hashSync', 'x', '$2b$4$abcdefghijklmnopqrstuu'], ['hashSync', 'x', '$3b$04$abcdefghijklmnopqrstuu'], ['hashSync', 'x', ''], ['hashSync', 'x', '10'], ['hashSync', 'x', true], ['hashSync', 'x', null], ['hashSync', 1, S], ['hashSync', null, S], ['hashSync', undefined, S], ['hashSync', {}, S], ['hashSync', Buffer.from('pw'), S], ['hashSync'],
  ['compareSync', 'pw', H], ['compareSync', 'no', H], ['compareSync', 'pw', '$2a' + H.slice(3)], ['compareSync', 'pw', '$2y' + H.slice(3)], ['compareSync', 'pw', '$2x' + H.slice(3)], ['compareSync', 'pw', 'bad'], ['compareSync', 'pw', ''], ['compareSync', '', H], ['compareSync', 'pw'], ['compareSync', 'pw', null], ['compareSync', 'pw', 5], ['compareSync', 5, H], ['compareSync', 'pw', H + 'x'], ['compareSync', 'pw', H.slice(0, -1)], ['compareSync', 'pw', 'x'.repeat(60)],
  ['getRounds', H], ['getRounds', 'x'], ['getRounds', '$2b$4$' + 'x'.repeat(54)], ['getRounds'], ['getRounds', 5], ['getRounds', null], ['genSaltSync', '5'], ['genSaltSync', {}],
];
const later = [['hash', 'pw', S], ['hash', 'pw'], ['hash', 'pw', 'bad'], ['hash', 5, 10], ['hash', 'pw', {}], ['compare', 'pw', H], ['compare', 'no', H], ['compare', 'pw'], ['compare', 'pw', 'bad'], ['compare', 'pw', 5], ['compare', 5, H], ['compare', 'pw', null], ['genSalt', '5'], ['genSalt', {}]];
async function all() {
  for (const [label, b] of [['bcrypt', load('bcrypt', '6.0.0', 'bcrypt')], ['bcryptjs 2', load('bcryptjs', '2.4.3', 'bcryptjs')]]) {
    console.log(label, Object.keys(b).sort().join());
    for (const [name, ...args] of calls) { let got; try { got = b[name](...args); } catch (e) { got = e; } console.log(label, name, args, text(got)); }
    for (const [name, ...args] of later) {
      console.log(label, name, 'promise', args, text(await (async () => b[name](...args))().catch((e) => e)));
      // A callback in the place of the salt is the end of the process with bcryptjs.
      if (label === 'bcryptjs 2' && args.length < 2 && name !== 'genSalt') continue;
      console.log(label, name, 'callback', args, await new Promise((resolve) => { try { b[name](...args, (...got) => resolve(got.map(text))); } catch (e) { resolve(text(e)); } setTimeout(() => resolve('nothing'), 300); }));
    }
    for (const args of [[], [4], [4, 'a'], [4, 'b'], [4.9], [0], [40], [-3]]) console.log(label, 'genSaltSync', args, String(text((() => { try { return b.genSaltSync(...args).slice(0, 7); } catch (e) { return e; } })())));
    console.log(label, (await b.genSalt()).slice(0, 7), (await b.genSalt(5)).slice(0, 7), await new Promise((done) => b.genSalt((e, s) => done([e, s.slice(0, 7)]))), await new Promise((done) => b.genSalt(6, (e, s) => done([e, s.slice(0, 7)]))));
  }
}
all();
