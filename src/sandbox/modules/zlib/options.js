// The options of `zlib`, checked and with their defaults.
'use strict';

const { viewed } = require('internal/crypto/bytes');
const { invalidArgType, outOfRange } = require('internal/node_errors');
const { CONSTANTS } = require('zlib/constants');

// Nothing greater is unpacked here, whatever a script allows.
const MOST = 64 << 20;

function number(options, name, least, most, fallback) {
  const value = options?.[name];
  if (value === undefined || Number.isNaN(value)) return fallback;
  if (typeof value !== 'number') throw invalidArgType(`options.${name}`, 'number', value);
  if (!Number.isFinite(value) || value < least || value > most) {
    const range = most === Infinity ? `>= ${least}` : `>= ${least} and <= ${most}`;
    throw outOfRange(`options.${name}`, Number.isFinite(value) ? range : 'a finite number', value);
  }
  return value;
}

function dictionaryOf(options) {
  const dictionary = options?.dictionary;
  if (dictionary === undefined) return undefined;
  const bytes = viewed(dictionary);
  if (bytes !== undefined) return bytes.slice();
  throw invalidArgType('options.dictionary', ['Buffer', 'TypedArray', 'DataView', 'ArrayBuffer'], dictionary);
}

exports.settings = function settings(kind, options) {
  const isBrotli = kind.startsWith('Brotli');
  const chunkSize = number(options, 'chunkSize', CONSTANTS.Z_MIN_CHUNK, Infinity, CONSTANTS.Z_DEFAULT_CHUNK);
  const lastFlush = isBrotli ? CONSTANTS.BROTLI_OPERATION_EMIT_METADATA : CONSTANTS.Z_BLOCK;
  const finish = isBrotli ? CONSTANTS.BROTLI_OPERATION_FINISH : CONSTANTS.Z_FINISH;
  number(options, 'flush', 0, lastFlush, 0);
  const finishFlush = number(options, 'finishFlush', 0, lastFlush, finish);
  const maxOutputLength = number(options, 'maxOutputLength', 1, Number.MAX_SAFE_INTEGER, MOST);
  const given = { chunkSize, finishes: finishFlush === finish, maxOutputLength, most: Math.min(maxOutputLength, MOST) };
  if (isBrotli) return { ...given, params: options?.params ?? {} };
  const unpacks = ['Inflate', 'Gunzip', 'InflateRaw', 'Unzip'].includes(kind);
  // A window of 256 bytes is one that gzip cannot say.
  const leastBits = kind === 'Gzip' || kind === 'Gunzip' ? CONSTANTS.Z_MIN_WINDOWBITS + 1 : CONSTANTS.Z_MIN_WINDOWBITS;
  const zeroFits = unpacks && options?.windowBits === 0;
  const windowBits = zeroFits ? 0 : number(options, 'windowBits', leastBits, CONSTANTS.Z_MAX_WINDOWBITS, 15);
  const level = number(options, 'level', CONSTANTS.Z_MIN_LEVEL, CONSTANTS.Z_MAX_LEVEL, CONSTANTS.Z_DEFAULT_LEVEL);
  number(options, 'memLevel', CONSTANTS.Z_MIN_MEMLEVEL, CONSTANTS.Z_MAX_MEMLEVEL, CONSTANTS.Z_DEFAULT_MEMLEVEL);
  number(options, 'strategy', CONSTANTS.Z_DEFAULT_STRATEGY, CONSTANTS.Z_FIXED, CONSTANTS.Z_DEFAULT_STRATEGY);
  return { ...given, level: level === -1 ? 6 : level, windowBits, dictionary: dictionaryOf(options) };
};
