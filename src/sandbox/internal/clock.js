// `Date` and `Math.random` on the realm's own clock and chance.
'use strict';

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
  Object.defineProperty(Date, 'now', { value: { now() { return now(); } }.now, writable: true, configurable: true });
  Object.defineProperty(RealDate.prototype, 'constructor', { value: Date, writable: true, configurable: true });
  Object.defineProperty(target, 'Date', { value: Date, writable: true, enumerable: false, configurable: true });

  const random = { random() { return host.random(); } }.random;
  Object.defineProperty(Math, 'random', { value: random, writable: true, enumerable: false, configurable: true });
};
