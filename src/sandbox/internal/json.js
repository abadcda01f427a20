// `JSON.parse` with V8's words for what is wrong.
'use strict';

const engineParse = JSON.parse;

exports.install = function install(target) {
  const { parse } = {
    parse(source, reviver) {
      const text = typeof source === 'string' ? source : `${source}`;
      try {
        return engineParse(text, reviver);
      } catch (error) {
        if (Object.getPrototypeOf(error) === SyntaxError.prototype) {
          const words = require('internal/json_words').complaint(error.message, text);
          if (words !== undefined) error.message = words;
        }
        throw error;
      }
    },
  };
  Object.defineProperty(target.JSON, 'parse', { value: parse, writable: true, enumerable: false, configurable: true });
};
