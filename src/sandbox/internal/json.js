// `JSON.parse` and `JSON.stringify` with V8's words for what is wrong.
'use strict';

const { parse: engineParse, stringify: engineStringify } = JSON;
const { getPrototypeOf } = Object;
const SyntaxErrorPrototype = SyntaxError.prototype;
const TypeErrorPrototype = TypeError.prototype;

const { parse, stringify } = {
  parse(text, reviver) {
    const source = typeof text === 'string' ? text : `${text}`;
    try {
      return engineParse(source, reviver);
    } catch (error) {
      if (getPrototypeOf(error) === SyntaxErrorPrototype) {
        const words = require('internal/json_words').complaint(source);
        if (words !== undefined) error.message = words;
      }
      throw error;
    }
  },
  stringify(value, replacer, space) {
    try {
      return engineStringify(value, replacer, space);
    } catch (error) {
      if (error !== null && typeof error === 'object' && getPrototypeOf(error) === TypeErrorPrototype) {
        const circular = error.message === 'Converting circular structure to JSON';
        const way = circular ? require('internal/json_words').circle(value) : undefined;
        if (way !== undefined) error.message += way;
      }
      throw error;
    }
  },
};

// `JSON.stringify` as it is before any script can replace it.
exports.stringify = stringify;

exports.install = function install(target) {
  for (const [name, value] of Object.entries({ parse, stringify })) {
    Object.defineProperty(target.JSON, name, { value, writable: true, enumerable: false, configurable: true });
  }
};
