// `Date` and `Math.random` on the realm's own clock and chance.
'use strict';

// V8 names the zone, and shows dates by the locale.
function spellOut(prototype) {
  const { getTime, toString, toTimeString } = prototype;
  const LOCAL = {
    toLocaleString: ['any', 'all'],
    toLocaleDateString: ['date', 'date'],
    toLocaleTimeString: ['time', 'time'],
  };
  const methods = {
    toString() {
      return toString.call(this).replace(/GMT\+0000$/, 'GMT+0000 (Coordinated Universal Time)');
    },
    toTimeString() {
      return toTimeString.call(this).replace(/GMT\+0000$/, 'GMT+0000 (Coordinated Universal Time)');
    },
    toLocaleString(locales, options) {
      return local(this, 'toLocaleString', locales, options);
    },
    toLocaleDateString(locales, options) {
      return local(this, 'toLocaleDateString', locales, options);
    },
    toLocaleTimeString(locales, options) {
      return local(this, 'toLocaleTimeString', locales, options);
    },
  };
  function local(date, name, locales, options) {
    const words = require('internal/date_words');
    const ms = getTime.call(date);
    return Number.isNaN(ms) ? 'Invalid Date' : words.text(words.settle(locales, options, ...LOCAL[name]), ms);
  }
  for (const name of Object.keys(methods)) {
    Object.defineProperty(prototype, name, {
      value: methods[name],
      writable: true,
      enumerable: false,
      configurable: true,
    });
  }
  for (const name of Object.keys(LOCAL))
    Object.defineProperty(prototype[name], 'length', { value: 0, configurable: true });
}

exports.install = function install(target) {
  const RealDate = target.Date;
  const now = () => Math.floor(host.now());

  function Date(...args) {
    if (new.target === undefined) return new RealDate(now()).toString();
    const all = args.length === 0 ? [now()] : args;
    return Reflect.construct(RealDate, all, new.target === Date ? RealDate : new.target);
  }
  Object.defineProperty(Date, 'prototype', { value: RealDate.prototype, writable: false });
  Object.defineProperty(Date, 'length', { value: 7, configurable: true });
  for (const name of ['parse', 'UTC']) {
    Object.defineProperty(Date, name, { value: RealDate[name], writable: true, configurable: true });
  }
  Object.defineProperty(Date, 'now', {
    value: {
      now() {
        return now();
      },
    }.now,
    writable: true,
    configurable: true,
  });
  Object.defineProperty(RealDate.prototype, 'constructor', { value: Date, writable: true, configurable: true });
  spellOut(RealDate.prototype);
  Object.defineProperty(target, 'Date', { value: Date, writable: true, enumerable: false, configurable: true });

  const random = {
    random() {
      return host.random();
    },
  }.random;
  Object.defineProperty(Math, 'random', { value: random, writable: true, enumerable: false, configurable: true });
};
