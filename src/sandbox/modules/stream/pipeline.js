// `pipeline`: streams, iterables and generator functions in a row, all torn down when one of them fails.
'use strict';

const tasks = require('internal/tasks');
const { coded, invalidArgType, needFunction } = require('internal/node_errors');
const Duplex = require('stream/duplex');
const { destroyer } = require('stream/destroy');
const errors = require('stream/errors');
const finished = require('stream/finished');
const Readable = require('stream/readable');
const { PassThrough } = require('stream/transform');

const isStream = (value) => Boolean(value) && typeof value.on === 'function' && (value.pipe || value.write);
const isReadable = (value) => isStream(value) && typeof value.pipe === 'function';
const isIterable = (value) =>
  value !== null &&
  value !== undefined &&
  (typeof value[Symbol.asyncIterator] === 'function' || typeof value[Symbol.iterator] === 'function');

// Hears of a stream's end and tears it down if the row failed before.
function guard(stream, reads, writes, done) {
  let over = false;
  stream.on('close', () => {
    over = true;
  });
  finished(stream, { readable: reads, writable: writes }, (error) => {
    over = !error;
    done(error);
  });
  return (error) => {
    if (over) return;
    over = true;
    destroyer(stream, error || errors.destroyed('pipe'));
  };
}

// Writes what an iterable gives into `target`, waiting where it asks to.
async function pump(iterable, target, done, end) {
  let failure;
  let wake;
  const resume = (error) => {
    if (error) failure = error;
    wake?.();
    wake = undefined;
  };
  const wait = () =>
    new Promise((resolve, reject) => {
      if (failure) reject(failure);
      else wake = () => (failure ? reject(failure) : resolve());
    });
  target.on('drain', resume);
  const stopListening = finished(target, { readable: false }, resume);
  try {
    if (target.writableNeedDrain) await wait();
    for await (const chunk of iterable) if (!target.write(chunk)) await wait();
    if (end) {
      target.end();
      await wait();
    }
    done();
  } catch (error) {
    done(errors.both(failure, error));
  } finally {
    stopListening();
    target.removeListener('drain', resume);
  }
}

function pipe(source, target, done, end) {
  let ended = false;
  target.on('close', () => {
    if (!ended) done(errors.prematureClose());
  });
  source.pipe(target, { end: false });
  if (end) {
    const endTarget = () => {
      ended = true;
      target.end();
    };
    if (source.readableEnded || source._readableState?.endEmitted) tasks.nextTick(endTarget);
    else source.once('end', endTarget);
  } else {
    done();
  }
  finished(source, { readable: true, writable: false }, (error) => {
    const state = source._readableState;
    // What was read to its end and then closed early is no failure of the row.
    if (error?.code === 'ERR_STREAM_PREMATURE_CLOSE' && state?.ended && !state.errored && !state.errorEmitted) {
      source.once('end', done).once('error', done);
    } else {
      done(error);
    }
  });
  return finished(target, { readable: false, writable: true }, done);
}

exports.pipeline = function pipeline(...streams) {
  const callback = streams.pop();
  needFunction(callback, 'streams[stream.length - 1]');
  let called = false;
  return exports.pipelineOf(streams, (error, value) => {
    if (called) return;
    called = true;
    callback(error, value);
  });
};

exports.pipelineOf = function pipelineOf(streams, callback, options) {
  if (streams.length === 1 && Array.isArray(streams[0])) streams = streams[0];
  if (streams.length < 2) throw errors.missingArgs('streams');
  const inner = new AbortController();
  const outer = options?.signal;
  const destroys = [];
  const atLast = [];
  let failure;
  let value;
  let count = 0;

  const onAbort = () => finishAll(errors.abortError(outer));
  if (outer?.aborted) tasks.nextTick(onAbort);
  else outer?.addEventListener('abort', onAbort, { once: true });

  const finishOne = (error) => settle(error, --count === 0);
  const finishAll = (error) => settle(error, true);
  function settle(error, last) {
    if (error && (!failure || failure.code === 'ERR_STREAM_PREMATURE_CLOSE')) failure = error;
    if (!failure && !last) return;
    while (destroys.length > 0) destroys.shift()(failure);
    outer?.removeEventListener('abort', onAbort);
    inner.abort();
    if (!last) return;
    if (!failure) for (const each of atLast) each();
    tasks.nextTick(callback, failure, value);
  }

  let result;
  for (let i = 0; i < streams.length; i++) {
    const stream = streams[i];
    const reads = i < streams.length - 1;
    const writes = i > 0;
    const end = reads || options?.end !== false;
    const isLast = i === streams.length - 1;
    if (isStream(stream)) {
      if (end) destroys.push(guard(stream, reads, writes, () => {}));
      const onError = (error) => {
        if (error && error.name !== 'AbortError' && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') finishAll(error);
      };
      stream.on('error', onError);
      if (isReadable(stream) && isLast) atLast.push(() => stream.removeListener('error', onError));
    }
    if (i === 0) {
      if (typeof stream === 'function') {
        result = stream({ signal: inner.signal });
        if (!isIterable(result)) {
          throw coded(
            TypeError,
            'ERR_INVALID_RETURN_VALUE',
            'Expected Iterable, AsyncIterable or Stream to be returned from the "source" function but got ' +
              `${describe(result)}.`,
          );
        }
      } else if (isIterable(stream) || isReadable(stream)) {
        result = stream;
      } else {
        result = Duplex.from(stream);
      }
    } else if (typeof stream === 'function') {
      result = stream(isReadable(result) && typeof result[Symbol.asyncIterator] !== 'function' ? Readable.wrap(result) : result, {
        signal: inner.signal,
      });
      if (reads) {
        if (!isIterable(result)) {
          throw coded(
            TypeError,
            'ERR_INVALID_RETURN_VALUE',
            `Expected AsyncIterable to be returned from the "transform[${i - 1}]" function but got ${describe(result)}.`,
          );
        }
      } else {
        // The last one is a function: what it gives is the row's value, or goes on in a stream.
        const through = new PassThrough({ objectMode: true });
        if (typeof result?.then === 'function') {
          count += 1;
          result.then(
            (given) => {
              value = given;
              if (given !== null && given !== undefined) through.write(given);
              if (end) through.end();
              tasks.nextTick(finishOne);
            },
            (error) => {
              through.destroy(error);
              tasks.nextTick(finishOne, error);
            },
          );
        } else if (isIterable(result)) {
          count += 1;
          pump(result, through, finishOne, end);
        } else {
          throw coded(
            TypeError,
            'ERR_INVALID_RETURN_VALUE',
            `Expected AsyncIterable or Promise to be returned from the "destination" function but got ${describe(result)}.`,
          );
        }
        result = through;
        destroys.push(guard(through, false, true, () => {}));
      }
    } else if (isStream(stream)) {
      if (isReadable(result)) {
        count += 2;
        pipe(result, stream, finishOne, end);
      } else if (isIterable(result)) {
        count += 1;
        pump(result, stream, finishOne, end);
      } else {
        throw invalidArgType('val', ['Readable', 'Iterable', 'AsyncIterable'], result);
      }
      result = stream;
    } else {
      result = Duplex.from(stream);
    }
  }
  if (outer?.aborted) tasks.nextTick(onAbort);
  return result;
};

const describe = (value) => {
  if (value === null || value === undefined) return `${value}`;
  return typeof value === 'object' && value.constructor?.name
    ? `an instance of ${value.constructor.name}`
    : `type ${typeof value}`;
};
