// `require('zlib')`: gzip, deflate and brotli, at once, with a callback, and as streams.
'use strict';

const { buffer, viewed } = require('internal/crypto/bytes');
const { invalidArgType, needFunction, needInteger } = require('internal/node_errors');
const tasks = require('internal/tasks');
const { CODES, CONSTANTS } = require('zlib/constants');
const formats = require('zlib/formats');
const { settings } = require('zlib/options');

const KINDS = [
  'Deflate',
  'Inflate',
  'Gzip',
  'Gunzip',
  'DeflateRaw',
  'InflateRaw',
  'Unzip',
  'BrotliCompress',
  'BrotliDecompress',
];

function inputOf(value) {
  if (typeof value === 'string') return host.fromUtf8(value.toWellFormed());
  const bytes = viewed(value);
  if (bytes === undefined) {
    throw invalidArgType('buffer', ['string', 'Buffer', 'TypedArray', 'DataView', 'ArrayBuffer'], value);
  }
  return bytes;
}

exports.crc32 = function crc32(data, value = 0) {
  if (typeof data !== 'string' && !ArrayBuffer.isView(data)) {
    throw invalidArgType('data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
  }
  needInteger(value, 'value', 0, 2 ** 32 - 1);
  return host.crc32(inputOf(data), value);
};

for (const kind of KINDS) {
  const name = kind[0].toLowerCase() + kind.slice(1);
  const run = formats[name];

  const whole = (data, options) => {
    const given = settings(kind, options);
    const made = buffer(run(inputOf(data), given));
    return options?.info ? { buffer: made, engine: new exports[kind](options) } : made;
  };
  const both = {
    [name](data, options, callback) {
      if (typeof options === 'function') [options, callback] = [undefined, options];
      needFunction(callback, 'callback');
      settings(kind, options);
      const bytes = data === null ? new Uint8Array(0) : inputOf(data).slice();
      let result;
      let failure = null;
      try {
        result = whole(bytes, options);
      } catch (error) {
        failure = error;
      }
      tasks.later(() => (failure === null ? callback(null, result) : callback(failure)));
    },
    [`${name}Sync`]: (data, options) => whole(data, options),
  };
  Object.assign(exports, both);

  // Streams are loaded when one is made.
  const lazily = (property, get) => {
    Object.defineProperty(exports, property, { get, enumerable: true, configurable: true });
  };
  lazily(kind, () => require('zlib/streams')[kind]);
  lazily(`create${kind}`, () => (options) => new (require('zlib/streams')[kind])(options));
}

for (const name of ['zstdCompress', 'zstdDecompress', 'zstdCompressSync', 'zstdDecompressSync']) {
  exports[name] = () => {
    throw new Error(`zlib.${name} is not built into this sandbox; gzip, deflate and brotli are`);
  };
}

exports.constants = CONSTANTS;
exports.codes = CODES;
for (const [name, value] of Object.entries(CONSTANTS)) {
  if (!name.startsWith('Z_') && !name.startsWith('DEFLATE') && !/^(IN|UN|G|RAW)/.test(name)) continue;
  Object.defineProperty(exports, name, { value, enumerable: false, configurable: true });
}
