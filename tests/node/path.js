const log = console.log; const path = require('path');
const fails = (run) => { try { log('no error', run()); } catch (e) { log(`${e.name} ${e.code} ${e.message}`); } };
log(path.join('a', '..', '/b', './c/'), path.join(), path.join(''), path.join('/a', '../../b'), path.normalize('/a//b/../c/.'), path.normalize('../x/..'), path.normalize(''), path.normalize('./'), path.normalize('a/..'));
log(path.basename('/a/b.txt'), path.basename('/a/b.txt', '.txt'), path.basename('b.txt', 'b.txt'), path.basename('/a/'), path.basename('/'), path.dirname('/a/b/c'), path.dirname('/a'), path.dirname('a'), path.dirname('/'), path.dirname(''), path.dirname('a/b/'));
log(path.extname('a.b.c'), path.extname('.hidden'), path.extname('a.'), path.extname('a'), path.extname('x/.y.z'), path.extname('..'), path.isAbsolute('/a'), path.isAbsolute('a'), path.sep, path.delimiter);
log(path.resolve('/a', 'b', '../c'), path.resolve('/a', '/b'), path.relative('/a/b/c', '/a/d'), path.relative('/a', '/a'), path.relative('/', '/x'));
log(path.parse('/home/ada/file.txt'), path.parse('file'), path.parse('/'), path.parse('./a/b'), path.format({ dir: '/d', base: 'b.x' }), path.format({ root: '/', name: 'n', ext: 'e' }), path.format({ name: 'q' }));
fails(() => path.join(1)); fails(() => path.basename()); fails(() => path.format('x')); fails(() => path.resolve(null));
