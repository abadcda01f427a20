// The locales `Intl` knows here: how each writes numbers and dates in figures.
'use strict';

const MDY = ['month', 'day', 'year'];
const DMY = ['day', 'month', 'year'];
const YMD = ['year', 'month', 'day'];

// `pads`: which of day and month have two digits when the whole date is in figures.
const KNOWN = {
  'en-US': { order: MDY, between: '/', pads: '', join: ', ', twelve: true, halves: ['AM', 'PM'], words: 'en' },
  'en-GB': { order: DMY, between: '/', pads: 'dm', join: ', ', twelve: false, halves: ['am', 'pm'], words: 'en' },
  'en-CA': { order: YMD, between: '-', pads: 'dm', join: ', ', twelve: true, halves: ['a.m.', 'p.m.'] },
  'en-AU': { order: DMY, between: '/', pads: 'dm', join: ', ', twelve: true, halves: ['am', 'pm'] },
  'sv-SE': { order: YMD, between: '-', pads: 'dm', join: ' ', group: '\u00a0', decimal: ',', minus: '\u2212' },
  'de-DE': { order: DMY, between: '.', pads: '', join: ', ', group: '.', decimal: ',' },
  'fr-FR': { order: DMY, between: '/', pads: 'dm', join: ' ', group: '\u202f', decimal: ',' },
  'es-ES': { order: DMY, between: '/', pads: '', join: ', ', plainHours: true, group: '.', decimal: ',', least: 2 },
  'it-IT': { order: DMY, between: '/', pads: '', join: ', ', group: '.', decimal: ',', least: 2 },
  'nl-NL': { order: DMY, between: '-', pads: '', join: ', ', group: '.', decimal: ',' },
  'pt-BR': { order: DMY, between: '/', pads: 'dm', join: ', ', group: '.', decimal: ',' },
};
const DEFAULTS = { twelve: false, halves: ['AM', 'PM'], colon: ':', group: ',', decimal: '.', minus: '-', least: 1 };
// A language alone means its best known country.
const ALONE = {
  en: 'en-US',
  de: 'de-DE',
  fr: 'fr-FR',
  es: 'es-ES',
  it: 'it-IT',
  nl: 'nl-NL',
  pt: 'pt-BR',
  sv: 'sv-SE',
};

const TAG = /^[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*$/;

const canonical = (tag) =>
  tag
    .split('-')
    .map((part, i) => {
      if (i === 0) return part.toLowerCase();
      if (part.length === 2) return part.toUpperCase();
      return part.length === 4 ? part[0].toUpperCase() + part.slice(1).toLowerCase() : part.toLowerCase();
    })
    .join('-');

// The tags of a `locales` argument, in their usual spelling.
exports.canonicalTags = function canonicalTags(locales) {
  if (locales === undefined) return [];
  if (locales === null) throw new TypeError('Cannot convert undefined or null to object');
  const list = typeof locales === 'string' ? [locales] : Array.from(locales);
  return list.map((tag) => {
    if (typeof tag !== 'string' && (typeof tag !== 'object' || tag === null)) {
      throw new TypeError('Incorrect locale information provided');
    }
    const text = String(tag);
    if (!TAG.test(text) || text.split('-')[0].length > 8 || text.includes('_') || /^.$/.test(text.split('-')[0])) {
      throw new RangeError(`Incorrect locale information provided`);
    }
    return canonical(text);
  });
};

// What a locale's numbers and dates look like.
exports.localeOf = function localeOf(locales) {
  const [wanted = 'en-US'] = exports.canonicalTags(locales);
  const plain = wanted.replace(/-u-.*$/, '');
  const tag = Object.hasOwn(KNOWN, plain) ? plain : ALONE[plain];
  if (tag === undefined) {
    throw new RangeError(`loginscope does not know the locale ${wanted}: it knows ${Object.keys(KNOWN).join(', ')}`);
  }
  return { ...DEFAULTS, ...KNOWN[tag], tag: Object.hasOwn(ALONE, plain) ? plain : tag };
};
