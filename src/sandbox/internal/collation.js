// The order of texts for people: letters before their case, marks and punctuation are told apart last.
'use strict';

const MARKS = /[\u0300-\u036f]/g;
const BLANKS = ' _-,;:!?.\'"()[]{}@*/\\&#%`^+<=>|~$';

// What a character weighs first: blanks and punctuation, then digits, then letters.
function weight(character) {
  const mark = BLANKS.indexOf(character);
  if (mark !== -1) return mark;
  if (character >= '0' && character <= '9') return 1000 + Number(character);
  return 2000 + character.codePointAt(0);
}

// The order of two lists of numbers; a list that goes on comes later.
function ordered(one, two) {
  const length = Math.min(one.length, two.length);
  for (let i = 0; i < length; i++) if (one[i] !== two[i]) return one[i] < two[i] ? -1 : 1;
  return Math.sign(one.length - two.length);
}

// Runs of digits count as numbers.
function weights(text, numeric) {
  const list = [];
  for (let i = 0; i < text.length; i++) {
    const run = numeric ? /^\d+/.exec(text.slice(i, i + 300))?.[0] : undefined;
    if (run === undefined) {
      list.push(weight(text[i]));
      continue;
    }
    const digits = run.replace(/^0+(?=\d)/, '');
    list.push(1500, digits.length, ...Array.from(digits, Number));
    i += run.length - 1;
  }
  return list;
}

const plain = (text) => text.normalize('NFD').replace(MARKS, '');
const folded = (text) => plain(text).toLowerCase();
const marksOf = (text) =>
  text
    .normalize('NFD')
    .match(MARKS)
    ?.map((mark) => mark.charCodeAt(0)) ?? [];

// Marks compare by where they stand.
const accents = (text) => Array.from(text.normalize('NFC'), (character) => marksOf(character)[0] ?? 0);
const cases = (text) => Array.from(plain(text), (character) => (character === character.toLowerCase() ? 0 : 1));

// A comparing function with `options` as `Intl.Collator` takes them.
exports.comparer = function comparer({
  sensitivity = 'variant',
  numeric = false,
  caseFirst = 'false',
  ignorePunctuation = false,
}) {
  const clean = ignorePunctuation ? (text) => text.replace(/[\s\p{P}]/gu, '') : (text) => text;
  return (first, second) => {
    const [one, two] = [clean(`${first}`), clean(`${second}`)];
    if (one === two) return 0;
    const base = ordered(weights(folded(one), numeric), weights(folded(two), numeric));
    if (base !== 0) return base;
    if (sensitivity === 'accent' || sensitivity === 'variant') {
      const accent = ordered(accents(one), accents(two));
      if (accent !== 0) return accent;
    }
    if (sensitivity === 'case' || sensitivity === 'variant') {
      const order = ordered(cases(one), cases(two));
      return caseFirst === 'upper' ? 0 - order : order;
    }
    return 0;
  };
};
