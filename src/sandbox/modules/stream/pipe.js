// `pipe` and `unpipe`: one readable into any number of writables, at the pace of the slowest.
'use strict';

const tasks = require('internal/tasks');
const { fail } = require('stream/destroy');

exports.pipe = function pipe(target, options) {
  const source = this;
  const state = this._readableState;
  let ondrain;
  let cleanedUp = false;

  state.pipes.push(target);
  const { process } = require('globals/process');
  const ends = options?.end !== false && target !== process.stdout && target !== process.stderr;
  const onend = () => target.end();
  const unpipe = () => source.unpipe(target);
  const atEnd = ends ? onend : unpipe;
  if (state.endEmitted) tasks.nextTick(atEnd);
  else source.once('end', atEnd);

  const hold = () => {
    if (!cleanedUp) {
      if (state.pipes.includes(target)) state.awaitDrainWriters.add(target);
      source.pause();
    }
    if (ondrain !== undefined) return;
    ondrain = () => {
      state.awaitDrainWriters.delete(target);
      if (state.awaitDrainWriters.size === 0 && source.listenerCount('data') > 0) source.resume();
    };
    target.on('drain', ondrain);
  };
  const ondata = (chunk) => {
    if (target.write(chunk) === false) hold();
  };
  const onerror = (error) => {
    unpipe();
    target.removeListener('error', onerror);
    if (target.listenerCount('error') > 0) return;
    const side = target._writableState ?? target._readableState;
    if (side && !side.errorEmitted) fail(target, error);
    else target.emit('error', error);
  };
  const onclose = () => {
    target.removeListener('finish', onfinish);
    unpipe();
  };
  const onfinish = () => {
    target.removeListener('close', onclose);
    unpipe();
  };
  const onunpipe = (from, told) => {
    if (from !== source || !told || told.hasUnpiped !== false) return;
    told.hasUnpiped = true;
    cleanedUp = true;
    for (const [emitter, name, listener] of [
      [target, 'close', onclose],
      [target, 'finish', onfinish],
      [target, 'error', onerror],
      [target, 'unpipe', onunpipe],
      [source, 'end', onend],
      [source, 'end', unpipe],
      [source, 'data', ondata],
    ]) {
      emitter.removeListener(name, listener);
    }
    if (ondrain === undefined) return;
    target.removeListener('drain', ondrain);
    // Nobody else would let the source go on.
    const side = target._writableState;
    if (state.awaitDrainWriters.size > 0 && (!side || side.needDrain)) ondrain();
  };

  target.on('unpipe', onunpipe);
  source.on('data', ondata);
  target.prependListener('error', onerror);
  target.once('close', onclose);
  target.once('finish', onfinish);
  target.emit('pipe', source);
  if (target.writableNeedDrain === true) hold();
  else if (!state.flowing) source.resume();
  return target;
};

exports.unpipe = function unpipe(target) {
  const state = this._readableState;
  if (state.pipes.length === 0) return this;
  if (!target) {
    const all = state.pipes;
    state.pipes = [];
    this.pause();
    for (const each of all) each.emit('unpipe', this, { hasUnpiped: false });
    return this;
  }
  const index = state.pipes.indexOf(target);
  if (index === -1) return this;
  state.pipes.splice(index, 1);
  if (state.pipes.length === 0) this.pause();
  target.emit('unpipe', this, { hasUnpiped: false });
  return this;
};
