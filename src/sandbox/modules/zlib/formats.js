// The formats: headers and checksums around what native code packs and unpacks.
'use strict';

const { concat } = require('internal/crypto/bytes');
const { CONSTANTS } = require('zlib/constants');
const { badDictionary, brotliError, dataError, ended, needDictionary, tooLarge } = require('zlib/errors');

const big = (number) => Uint8Array.of(number >>> 24, number >>> 16, number >>> 8, number);
const little = (number) => big(number).reverse();
const readLittle = (bytes, at) =>
  (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
const readBig = (bytes, at) => ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0;

const within = (bytes, { maxOutputLength }) => {
  if (bytes.length > maxOutputLength) throw tooLarge(maxOutputLength);
  return bytes;
};

exports.deflateRaw = (bytes, given) => within(host.deflate(bytes, given.level, given.finishes), given);

exports.deflate = function deflate(bytes, given) {
  const { dictionary, level, windowBits } = given;
  const effort = level < 2 ? 0 : level < 6 ? 1 : level === 6 ? 2 : 3;
  let flags = (effort << 6) | (dictionary === undefined ? 0 : 32);
  const method = ((windowBits - 8) << 4) | 8;
  flags += 31 - ((method * 256 + flags) % 31);
  const head = dictionary === undefined ? new Uint8Array(0) : big(host.adler32(dictionary));
  const sum = given.finishes ? big(host.adler32(bytes)) : new Uint8Array(0);
  const body = host.deflate(bytes, level, given.finishes);
  return within(concat(Uint8Array.of(method, flags), head, body, sum), given);
};

exports.gzip = function gzip(bytes, given) {
  const { level } = given;
  const head = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, level === 9 ? 2 : level < 2 ? 4 : 0, 3);
  const tail = given.finishes ? concat(little(host.crc32(bytes, 0)), little(bytes.length)) : new Uint8Array(0);
  return within(concat(head, host.deflate(bytes, level, given.finishes), tail), given);
};

// A stored block of what the text may refer to, as if it had come before.
function storedBlocks(bytes) {
  const blocks = [];
  for (let at = 0; at < bytes.length; at += 0xffff) {
    const part = bytes.subarray(at, at + 0xffff);
    blocks.push(little((part.length | (~part.length << 16)) >>> 0), part);
  }
  return concat(...blocks.flatMap((block, i) => (i % 2 === 0 ? [new Uint8Array(1), block] : [block])));
}

// What zlib calls the fault of a stream that breaks: told by its first block.
function fault(bytes) {
  const type = (bytes[0] >> 1) & 3;
  if (type === 3) return 'invalid block type';
  if (type === 0) return 'invalid stored block lengths';
  return type === 1 ? 'invalid distance too far back' : 'invalid code lengths set';
}

// `{output, used}` of a raw stream; where it ends too early, what there is, if that is allowed.
function unpacked(bytes, given, dictionary) {
  const before = dictionary === undefined ? new Uint8Array(0) : storedBlocks(dictionary);
  const skipped = dictionary?.length ?? 0;
  const [end, output, used] = host.inflate(concat(before, bytes), given.most + skipped);
  if (end === 'full') throw tooLarge(given.most);
  if (end === 'broken') throw dataError(fault(bytes));
  if (end === 'short' && given.finishes) throw ended();
  return { output: output.subarray(skipped), used: used - before.length, isWhole: end === 'done' };
}

exports.inflateRaw = (bytes, given) => unpacked(bytes, given, given.dictionary).output;

const missing = (given) => {
  if (given.finishes) throw ended();
  return new Uint8Array(0);
};

exports.inflate = function inflate(bytes, given) {
  if (bytes.length < 2) return missing(given);
  if ((bytes[0] * 256 + bytes[1]) % 31 !== 0) throw dataError('incorrect header check');
  if ((bytes[0] & 15) !== 8) throw dataError('unknown compression method');
  if (bytes[0] >> 4 > 7) throw dataError('invalid window size');
  let from = 2;
  let dictionary;
  if ((bytes[1] & 32) !== 0) {
    if (bytes.length < 6) return missing(given);
    ({ dictionary } = given);
    if (dictionary === undefined) throw needDictionary();
    if (host.adler32(dictionary) !== readBig(bytes, 2)) throw badDictionary();
    from = 6;
  }
  const { output, used, isWhole } = unpacked(bytes.subarray(from), given, dictionary);
  if (!isWhole) return output;
  const sum = from + used;
  if (bytes.length < sum + 4) {
    if (given.finishes) throw ended();
  } else if (readBig(bytes, sum) !== host.adler32(output)) throw dataError('incorrect data check');
  return output;
};

// How many bytes a gzip header takes; undefined if it is not all there.
function headerLength(bytes) {
  if (bytes.length > 0 && bytes[0] !== 0x1f) throw dataError('incorrect header check');
  if (bytes.length > 1 && bytes[1] !== 0x8b) throw dataError('incorrect header check');
  if (bytes.length > 2 && bytes[2] !== 8) throw dataError('unknown compression method');
  const flags = bytes[3];
  if (flags > 31) throw dataError('unknown header flags set');
  let at = 10;
  if (flags & 4) at += 2 + (bytes[at] | (bytes[at + 1] << 8));
  for (const flag of [8, 16]) {
    if (flags & flag) {
      const end = bytes.indexOf(0, at);
      if (end < 0) return undefined;
      at = end + 1;
    }
  }
  if (flags & 2) at += 2;
  return at <= bytes.length ? at : undefined;
}

exports.gunzip = function gunzip(bytes, given) {
  const parts = [];
  let total = 0;
  let at = 0;
  do {
    const rest = bytes.subarray(at);
    const from = headerLength(rest);
    if (from === undefined) return parts.length === 0 ? missing(given) : concat(...parts, missing(given));
    const { output, used, isWhole } = unpacked(rest.subarray(from), { ...given, most: given.most - total });
    parts.push(output);
    total += output.length;
    at += from + used + 8;
    if (!isWhole || at > bytes.length) {
      if (given.finishes) throw ended();
      break;
    }
    if (readLittle(bytes, at - 8) !== host.crc32(output, 0)) throw dataError('incorrect data check');
    if (readLittle(bytes, at - 4) !== output.length % 2 ** 32) throw dataError('incorrect length check');
    // More members may follow; zeros behind the last one are padding.
  } while (at < bytes.length && bytes[at] !== 0);
  return concat(...parts);
};

exports.unzip = (bytes, given) => (bytes[0] === 0x1f ? exports.gunzip(bytes, given) : exports.inflate(bytes, given));

exports.brotliCompress = function brotliCompress(bytes, given) {
  const param = (name, fallback) => given.params[CONSTANTS[name]] ?? fallback;
  const quality = param('BROTLI_PARAM_QUALITY', CONSTANTS.BROTLI_DEFAULT_QUALITY);
  const window = param('BROTLI_PARAM_LGWIN', CONSTANTS.BROTLI_DEFAULT_WINDOW);
  return within(host.brotli(bytes, quality, window, param('BROTLI_PARAM_MODE', 0)), given);
};

exports.brotliDecompress = function brotliDecompress(bytes, given) {
  const [end, output] = host.unbrotli(bytes, given.most);
  if (end === 'full') throw tooLarge(given.most);
  if (end === 'broken') throw brotliError();
  if ((end === 'short' || bytes.length === 0) && given.finishes) throw ended();
  return output;
};
