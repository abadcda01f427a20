// Ending a stream before or after its time: `destroy`, late construction, and how an error becomes an event.
'use strict';

const tasks = require('internal/tasks');
const { both, calledTwice } = require('stream/errors');

const CONSTRUCTED = Symbol('kConstruct');
const DESTROY = Symbol('kDestroy');

const sides = (stream) => [stream._writableState, stream._readableState];

function mark(stream, field, value = true) {
  const [writing, reading] = sides(stream);
  if (writing) writing[field] = value;
  if (reading) reading[field] = value;
}

// The first error stays the stream's.
function remember(stream, error) {
  if (!error) return;
  for (const side of sides(stream)) if (side && !side.errored) side.errored = error;
}
exports.remember = remember;

function tellError(stream, error) {
  if (sides(stream).some((side) => side?.errorEmitted)) return;
  mark(stream, 'errorEmitted');
  stream.emit('error', error);
}

function tellClose(stream) {
  mark(stream, 'closeEmitted');
  if (sides(stream).some((side) => side?.emitClose)) stream.emit('close');
}

function tearDown(stream, error, callback) {
  let called = false;
  const done = (failure) => {
    if (called) return;
    called = true;
    remember(stream, failure);
    mark(stream, 'closed');
    if (typeof callback === 'function') callback(failure);
    tasks.nextTick(() => {
      if (failure) {
        // Whoever hears of the error may throw; the close is told all the same where nobody does.
        tellError(stream, failure);
      }
      tellClose(stream);
    });
  };
  try {
    stream._destroy(error || null, done);
  } catch (failure) {
    done(failure);
  }
}

exports.destroy = function destroy(error, callback) {
  const [writing, reading] = sides(this);
  if (writing?.destroyed || reading?.destroyed) {
    if (typeof callback === 'function') callback();
    return this;
  }
  remember(this, error);
  mark(this, 'destroyed');
  if ((writing ?? reading)?.constructed === false) {
    this.once(DESTROY, (failure) => tearDown(this, both(failure, error), callback));
  } else {
    tearDown(this, error, callback);
  }
  return this;
};

exports.undestroy = function undestroy() {
  const [writing, reading] = sides(this);
  for (const side of [writing, reading]) {
    if (!side) continue;
    Object.assign(side, {
      constructed: true,
      closed: false,
      closeEmitted: false,
      destroyed: false,
      errored: null,
      errorEmitted: false,
    });
  }
  if (reading) {
    Object.assign(reading, {
      reading: false,
      ended: reading.readable === false,
      endEmitted: reading.readable === false,
    });
  }
  if (writing) {
    const over = writing.writable === false;
    Object.assign(writing, {
      finalCalled: false,
      prefinished: false,
      ended: over,
      ending: over,
      finished: over,
    });
  }
};

// An error of the stream's own making: destroys it, or is only told where `autoDestroy` is off.
exports.fail = function fail(stream, error, later = false) {
  const [writing, reading] = sides(stream);
  if (writing?.destroyed || reading?.destroyed) return;
  if (writing?.autoDestroy || reading?.autoDestroy) {
    stream.destroy(error);
  } else if (error) {
    remember(stream, error);
    if (later) tasks.nextTick(tellError, stream, error);
    else tellError(stream, error);
  }
};

function runConstruct(stream) {
  let called = false;
  const done = (error) => {
    if (called) {
      exports.fail(stream, error ?? calledTwice());
      return;
    }
    called = true;
    const side = stream._writableState ?? stream._readableState;
    mark(stream, 'constructed');
    if (side.destroyed) stream.emit(DESTROY, error);
    else if (error) exports.fail(stream, error, true);
    else stream.emit(CONSTRUCTED);
  };
  try {
    stream._construct((error) => tasks.nextTick(done, error));
  } catch (error) {
    tasks.nextTick(done, error);
  }
}

// Calls `_construct` of a stream that has one; `ready` is called when that is over.
exports.construct = function construct(stream, ready) {
  if (typeof stream._construct !== 'function') return;
  mark(stream, 'constructed', false);
  stream.once(CONSTRUCTED, ready);
  // Both halves of a duplex come here; one of them is enough.
  if (stream.listenerCount(CONSTRUCTED) > 1) return;
  tasks.nextTick(runConstruct, stream);
};

// Destroys whatever kind of stream this is, as `pipeline` needs it.
exports.destroyer = function destroyer(stream, error) {
  if (!stream || isDestroyed(stream)) return;
  if (!error && !(stream.readableEnded || stream.writableFinished)) error = require('stream/errors').abortError();
  if (typeof stream.setHeader === 'function' && typeof stream.abort === 'function') stream.abort();
  else if (typeof stream.destroy === 'function') stream.destroy(error);
  else if (typeof stream.close === 'function') stream.close();
  if (!stream.destroyed) stream[IS_DESTROYED] = true;
};

const IS_DESTROYED = Symbol.for('nodejs.stream.destroyed');

function isDestroyed(stream) {
  return Boolean(stream.destroyed || stream[IS_DESTROYED] || sides(stream).some((side) => side?.destroyed));
}
exports.isDestroyed = isDestroyed;
