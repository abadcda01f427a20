// What `process` says about the container: the same on every machine, and nothing of the machine itself.
'use strict';

// The last one of each Node the platform had; of the current one its own. Only number and name tell them apart.
const NODES = {
  __proto__: null,
  12: ['12.22.12', 'Erbium'],
  16: ['16.20.2', 'Gallium'],
  18: ['18.20.8', 'Hydrogen'],
  22: ['22.14.0', 'Jod'],
};
const [node, lts] = NODES[host.runtime()];

exports.version = `v${node}`;
exports.versions = Object.freeze({
  node,
  acorn: '8.14.0',
  ada: '2.9.2',
  ares: '1.34.5',
  brotli: '1.1.0',
  cjs_module_lexer: '1.4.1',
  cldr: '46.0',
  icu: '76.1',
  llhttp: '9.2.1',
  modules: '127',
  napi: '10',
  nghttp2: '1.64.0',
  openssl: '3.0.15+quic',
  simdjson: '3.10.1',
  simdutf: '6.0.3',
  tz: '2025a',
  undici: '6.21.1',
  unicode: '16.0',
  uv: '1.49.2',
  uvwasi: '0.0.21',
  v8: '12.4.254.21-node.33',
  zlib: '1.3.0.1-motley-82a5fec',
});
exports.release = {
  name: 'node',
  lts,
  sourceUrl: `https://nodejs.org/download/release/v${node}/node-v${node}.tar.gz`,
  headersUrl: `https://nodejs.org/download/release/v${node}/node-v${node}-headers.tar.gz`,
};
exports.features = {
  inspector: true,
  debug: false,
  uv: true,
  ipv6: true,
  tls_alpn: true,
  tls_sni: true,
  tls_ocsp: true,
  tls: true,
  openssl_is_boringssl: false,
  cached_builtins: true,
  require_module: true,
  typescript: false,
};
// Bytes. The container has 256 MiB.
exports.memory = { rss: 67108864, heapTotal: 16777216, heapUsed: 8388608, external: 1048576, arrayBuffers: 65536 };
exports.containerMemory = 268435456;
