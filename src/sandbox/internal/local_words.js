// `toLocaleString`, `localeCompare` and their kin of the engine's own classes, by the locale.
'use strict';

exports.install = function install(target) {
  const { valueOf: numberOf } = target.Number.prototype;
  const { valueOf: bigintOf } = target.BigInt.prototype;
  const { toLowerCase, toUpperCase } = target.String.prototype;
  const turkish = (locales) => /^(?:tr|az)\b/.test(Array.isArray(locales) ? locales[0] : locales);
  const format = (value, locales, options) => {
    const numbers = require('internal/number_words');
    return numbers.text(numbers.settle(locales, options), value);
  };
  // Most texts are told apart by plain letters of one case.
  const SIMPLE = /^[a-z]*$/;
  const define = (prototype, methods, length) => {
    for (const name of Object.keys(methods)) {
      Object.defineProperty(methods[name], 'length', { value: length, configurable: true });
      const value = methods[name];
      Object.defineProperty(prototype, name, { value, writable: true, enumerable: false, configurable: true });
    }
  };
  define(
    target.Number.prototype,
    {
      toLocaleString(locales, options) {
        return format(numberOf.call(this), locales, options);
      },
    },
    0,
  );
  define(
    target.BigInt.prototype,
    {
      toLocaleString(locales, options) {
        return format(bigintOf.call(this), locales, options);
      },
    },
    0,
  );
  define(
    target.String.prototype,
    {
      localeCompare(that, locales, options) {
        if (this === undefined || this === null) {
          throw new TypeError('String.prototype.localeCompare called on null or undefined');
        }
        const [one, two] = [`${this}`, `${that}`];
        if (SIMPLE.test(one) && SIMPLE.test(two)) return one < two ? -1 : one > two ? 1 : 0;
        require('internal/locales').localeOf(locales);
        return require('internal/collation').comparer(options ?? {})(one, two);
      },
    },
    1,
  );
  define(
    target.String.prototype,
    {
      toLocaleLowerCase(locales) {
        const text =
          locales !== undefined && turkish(locales) ? `${this}`.replaceAll('I', 'ı').replaceAll('İ', 'i') : this;
        return toLowerCase.call(text);
      },
      toLocaleUpperCase(locales) {
        const text =
          locales !== undefined && turkish(locales) ? `${this}`.replaceAll('i', 'İ').replaceAll('ı', 'I') : this;
        return toUpperCase.call(text);
      },
    },
    0,
  );
};
