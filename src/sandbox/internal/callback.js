// The `callback` a script gets as its last argument.
'use strict';

const stack = require('internal/stack');
const { describe } = require('internal/describe');
const { stringify } = require('internal/json');

exports.makeCallback = function makeCallback() {
  return function callback(...args) {
    const [error, result] = args;
    // The result travels as JSON: what JSON cannot hold throws here, as it does on the way out of the sandbox.
    const json = error || result === undefined ? undefined : stringify(result);
    host.answer(args.length, error ? describe(error) : null, json, stack.capture());
  };
};
