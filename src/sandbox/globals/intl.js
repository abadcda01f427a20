// `Intl`: numbers, dates and order for the locales scripts are likely to name; anything else is refused in clear words.
'use strict';

const dates = require('internal/date_words');
const numbers = require('internal/number_words');
const { comparer } = require('internal/collation');
const { canonicalTags, localeOf } = require('internal/locales');

const supportedLocalesOf = (locales) =>
  canonicalTags(locales).filter((tag) => {
    try {
      return localeOf(tag) !== undefined;
    } catch {
      return false;
    }
  });

const needed = (name) => new TypeError(`Constructor Intl.${name} requires 'new'`);
// `Intl.X()` without `new`, where the language allows it.
const callable = (Class) => new Proxy(Class, { apply: (target, self, args) => new target(...args) });

class NumberFormat {
  #set;
  constructor(locales, options) {
    this.#set = numbers.settle(locales, options);
    const format = (value) => numbers.text(this.#set, typeof value === 'bigint' ? value : Number(value));
    Object.defineProperty(this, 'format', { value: format, writable: true, enumerable: false, configurable: true });
  }
  formatToParts(value) {
    return numbers.parts(this.#set, typeof value === 'bigint' ? value : Number(value));
  }
  resolvedOptions() {
    const {
      locale,
      style,
      currency,
      currencyDisplay,
      integer,
      minimum,
      maximum,
      significant,
      grouping,
      notation,
      signDisplay,
    } = this.#set;
    return {
      locale: locale.tag,
      numberingSystem: 'latn',
      style,
      ...(currency === undefined ? {} : { currency, currencyDisplay, currencySign: 'standard' }),
      minimumIntegerDigits: integer,
      ...(significant === undefined
        ? { minimumFractionDigits: minimum, maximumFractionDigits: maximum }
        : { minimumSignificantDigits: significant.minimum, maximumSignificantDigits: significant.maximum }),
      useGrouping: grouping ? 'auto' : false,
      notation,
      signDisplay,
      roundingIncrement: 1,
      roundingMode: 'halfExpand',
      roundingPriority: 'auto',
      trailingZeroDisplay: 'auto',
    };
  }
}

const time = (value) => (value === undefined ? Date.now() : Number(value));

class DateTimeFormat {
  #set;
  constructor(locales, options) {
    this.#set = dates.settle(locales, options, 'any', 'date');
    const format = (value) => dates.text(this.#set, time(value));
    Object.defineProperty(this, 'format', { value: format, writable: true, enumerable: false, configurable: true });
  }
  formatToParts(value) {
    return dates.parts(this.#set, time(value));
  }
  formatRange(start, end) {
    const [from, to] = [this.format(start), this.format(end)];
    return from === to ? from : `${from}\u2009–\u2009${to}`;
  }
  resolvedOptions() {
    const { locale, zone, styled, at, hour12, dateStyle, timeStyle, ...parts } = this.#set;
    const hours =
      parts.hour === undefined
        ? {}
        : { hourCycle: (hour12 ?? locale.twelve) ? 'h12' : 'h23', hour12: hour12 ?? locale.twelve };
    const shown = styled
      ? { ...(dateStyle === undefined ? {} : { dateStyle }), ...(timeStyle === undefined ? {} : { timeStyle }) }
      : parts;
    return {
      locale: locale.tag,
      calendar: 'gregory',
      numberingSystem: 'latn',
      timeZone: zone.name,
      ...hours,
      ...shown,
    };
  }
}

class Collator {
  #options;
  constructor(locales, options = {}) {
    const {
      usage = 'sort',
      sensitivity = 'variant',
      ignorePunctuation = false,
      numeric = false,
      caseFirst = 'false',
    } = options;
    this.#options = {
      locale: localeOf(locales).tag,
      usage,
      sensitivity,
      ignorePunctuation,
      collation: 'default',
      numeric,
      caseFirst,
    };
    const compare = comparer(this.#options);
    Object.defineProperty(this, 'compare', { value: compare, writable: true, enumerable: false, configurable: true });
  }
  resolvedOptions() {
    return { ...this.#options };
  }
}

const english = (locales, what) => {
  const locale = localeOf(locales);
  if (!locale.tag.startsWith('en'))
    throw new RangeError(`loginscope knows ${what} in English only, not for the locale ${locale.tag}`);
  return locale;
};

class PluralRules {
  #type;
  #locale;
  constructor(locales, options) {
    if (new.target === undefined) throw needed('PluralRules');
    this.#locale = english(locales, 'plurals');
    this.#type = options?.type ?? 'cardinal';
  }
  select(value) {
    const number = Number(value);
    if (this.#type === 'cardinal') return number === 1 ? 'one' : 'other';
    const [tens, ones] = [number % 100, number % 10];
    if (ones === 1 && tens !== 11) return 'one';
    if (ones === 2 && tens !== 12) return 'two';
    return ones === 3 && tens !== 13 ? 'few' : 'other';
  }
  resolvedOptions() {
    const pluralCategories = this.#type === 'cardinal' ? ['one', 'other'] : ['few', 'one', 'two', 'other'];
    return { locale: this.#locale.tag, type: this.#type, pluralCategories };
  }
}

class ListFormat {
  #word;
  #style;
  constructor(locales, options) {
    english(locales, 'lists');
    const { type = 'conjunction', style = 'long' } = options ?? {};
    this.#style = style;
    this.#word =
      type === 'unit' ? '' : type === 'disjunction' ? 'or' : style === 'long' ? 'and' : style === 'short' ? '&' : '';
  }
  format(list) {
    const items = Array.from(list, (item) => {
      if (typeof item !== 'string') throw new TypeError('Iterable yielded a non-String value');
      return item;
    });
    const word = this.#word === '' ? '' : `${this.#word} `;
    const comma = this.#style === 'narrow' && this.#word === '' ? ' ' : ', ';
    if (items.length < 2) return items.join('');
    if (items.length === 2) return items.join(word === '' ? comma : ` ${word}`);
    return `${items.slice(0, -1).join(comma)}${comma}${word}${items.at(-1)}`;
  }
}

class RelativeTimeFormat {
  #auto;
  #numbers;
  constructor(locales, options) {
    this.#numbers = numbers.settle(english(locales, 'spans of time').tag, {});
    this.#auto = options?.numeric === 'auto';
    if (options?.style !== undefined && options.style !== 'long') {
      throw new RangeError('loginscope writes spans of time in the long style only');
    }
  }
  format(value, unit) {
    const number = Number(value);
    const name = String(unit).replace(/s$/, '');
    if (!['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'].includes(name)) {
      throw new RangeError(`Invalid unit argument for format() '${unit}'`);
    }
    if (this.#auto) {
      if (name === 'day' && Math.abs(number) <= 1) return ['yesterday', 'today', 'tomorrow'][number + 1];
      if (number === 0) return name === 'second' ? 'now' : `this ${name}`;
      if (Math.abs(number) === 1 && !['second', 'minute', 'hour'].includes(name))
        return `${number < 0 ? 'last' : 'next'} ${name}`;
    }
    const past = number < 0 || Object.is(number, -0);
    const amount = `${numbers.text(this.#numbers, Math.abs(number))} ${name}${Math.abs(number) === 1 ? '' : 's'}`;
    return past ? `${amount} ago` : `in ${amount}`;
  }
}

class Locale {
  #tag;
  constructor(tag) {
    [this.#tag] = canonicalTags(tag);
  }
  get language() {
    return this.#tag.split('-')[0];
  }
  get region() {
    return this.#tag.split('-').find((part, i) => i > 0 && /^(?:[A-Z]{2}|\d{3})$/.test(part));
  }
  get script() {
    return this.#tag.split('-').find((part, i) => i > 0 && part.length === 4);
  }
  get baseName() {
    return this.#tag.replace(/-u-.*$/, '');
  }
  toString() {
    return this.#tag;
  }
}

const refused = (name) =>
  ({
    [name]: class {
      constructor() {
        throw new RangeError(`loginscope has no Intl.${name}`);
      }
    },
  })[name];

const Intl = Object.create(Object.prototype, {
  [Symbol.toStringTag]: { value: 'Intl', configurable: true },
});
const classes = {
  Collator: callable(Collator),
  DateTimeFormat: callable(DateTimeFormat),
  DisplayNames: refused('DisplayNames'),
  ListFormat,
  Locale,
  NumberFormat: callable(NumberFormat),
  PluralRules,
  RelativeTimeFormat,
  Segmenter: refused('Segmenter'),
};
for (const [name, Class] of Object.entries(classes)) {
  if (name !== 'Locale')
    Object.defineProperty(Class, 'supportedLocalesOf', { value: supportedLocalesOf, configurable: true });
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: `Intl.${name}`, configurable: true });
  Object.defineProperty(Intl, name, { value: Class, writable: true, enumerable: false, configurable: true });
}
const functions = {
  getCanonicalLocales: (locales) => [...new Set(canonicalTags(locales))],
  supportedValuesOf(key) {
    throw new RangeError(`loginscope does not list the values of ${String(key)}`);
  },
};
for (const [name, value] of Object.entries(functions)) {
  Object.defineProperty(Intl, name, { value, writable: true, enumerable: false, configurable: true });
}
exports.Intl = Intl;
