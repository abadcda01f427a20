// `wrap`: an old stream, which only emits, read as a new one.
'use strict';

const { fail } = require('stream/destroy');

exports.wrap = function wrap(stream, source) {
  let paused = false;
  source.on('data', (chunk) => {
    if (!stream.push(chunk) && source.pause) {
      paused = true;
      source.pause();
    }
  });
  source.on('end', () => stream.push(null));
  source.on('error', (error) => fail(stream, error));
  source.on('close', () => stream.destroy());
  source.on('destroy', () => stream.destroy());
  stream._read = () => {
    if (!paused || !source.resume) return;
    paused = false;
    source.resume();
  };
  for (const name of Object.keys(source)) {
    if (stream[name] === undefined && typeof source[name] === 'function') stream[name] = source[name].bind(source);
  }
  return stream;
};
