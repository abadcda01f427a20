// `require('stream/promises')`: `pipeline` and `finished` as promises.
'use strict';

const { invalidArgType } = require('internal/node_errors');
const finishedBy = require('stream/finished');
const { pipelineOf } = require('stream/pipeline');

const isOptions = (value) =>
  value !== null &&
  typeof value === 'object' &&
  typeof value.pipe !== 'function' &&
  typeof value.on !== 'function' &&
  typeof value[Symbol.asyncIterator] !== 'function' &&
  typeof value[Symbol.iterator] !== 'function' &&
  typeof value.then !== 'function';

exports.pipeline = function pipeline(...streams) {
  return new Promise((resolve, reject) => {
    const options = streams.length > 0 && isOptions(streams.at(-1)) ? streams.pop() : {};
    if (options.signal !== undefined && !('aborted' in Object(options.signal))) {
      throw invalidArgType('options.signal', 'AbortSignal', options.signal);
    }
    pipelineOf(streams, (error, value) => (error ? reject(error) : resolve(value)), options);
  });
};

exports.finished = function finished(stream, options) {
  return new Promise((resolve, reject) => {
    const stop = finishedBy(stream, options ?? {}, (error) => {
      if (options?.cleanup) stop();
      if (error) reject(error);
      else resolve();
    });
  });
};
