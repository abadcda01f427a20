// `require('stream/consumers')`: all of a stream at once.
'use strict';

const { Buffer } = require('globals/buffer');

async function bytes(stream) {
  const parts = [];
  for await (const chunk of stream) parts.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  return Buffer.concat(parts);
}

exports.arrayBuffer = async function arrayBuffer(stream) {
  const all = await bytes(stream);
  return all.buffer.slice(all.byteOffset, all.byteOffset + all.length);
};

exports.blob = async function blob(stream) {
  const { Blob } = require('globals/blob');
  return new Blob([await bytes(stream)]);
};

exports.buffer = function buffer(stream) {
  return bytes(stream);
};

exports.text = async function text(stream) {
  const { StringDecoder } = require('string_decoder');
  const decoder = new StringDecoder('utf8');
  let all = '';
  for await (const chunk of stream) all += typeof chunk === 'string' ? chunk : decoder.write(chunk);
  return all + decoder.end();
};

exports.json = async function json(stream) {
  return JSON.parse(await exports.text(stream));
};
