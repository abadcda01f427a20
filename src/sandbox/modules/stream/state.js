// What both halves of a stream keep of their options, and the water marks.
'use strict';

const { invalidArgValue, outOfRange, invalidArgType } = require('internal/node_errors');

let ofBytes = 65536;
let ofObjects = 16;

exports.getDefaultHighWaterMark = (objectMode) => (objectMode ? ofObjects : ofBytes);

exports.setDefaultHighWaterMark = function setDefaultHighWaterMark(objectMode, value) {
  if (typeof value !== 'number') throw invalidArgType('value', 'number', value);
  if (!Number.isInteger(value)) throw outOfRange('value', 'an integer', value);
  if (value < 0) throw outOfRange('value', `>= 0 && <= ${Number.MAX_SAFE_INTEGER}`, value);
  if (objectMode) ofObjects = value;
  else ofBytes = value;
};

// `side` is `readable` or `writable`: a duplex may say something for that side alone.
exports.objectModeOf = (options, side, isDuplex) =>
  Boolean(options?.objectMode) || (isDuplex && Boolean(options?.[`${side}ObjectMode`]));

exports.highWaterMarkOf = function highWaterMarkOf(options, side, isDuplex, objectMode) {
  const own = `${side}HighWaterMark`;
  const given = options?.highWaterMark ?? (isDuplex ? options?.[own] : undefined) ?? undefined;
  if (given === undefined) return exports.getDefaultHighWaterMark(objectMode);
  if (!Number.isInteger(given) || given < 0) {
    throw invalidArgValue(isDuplex && options.highWaterMark == null ? `options.${own}` : 'options.highWaterMark', given);
  }
  return Math.floor(given);
};

exports.isView = (value) => ArrayBuffer.isView(value);

exports.bufferOf = function bufferOf(view) {
  const { Buffer } = require('globals/buffer');
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength);
};
