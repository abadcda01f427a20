// Numbers in words: `toLocaleString` and `Intl.NumberFormat`.
'use strict';

const { localeOf } = require('internal/locales');

// Currencies with a sign of their own in English; the others are written by their code.
const SIGNS = {
  USD: '$',
  EUR: '€',
  GBP: '£',
  JPY: '¥',
  INR: '₹',
  CNY: 'CN¥',
  KRW: '₩',
  BRL: 'R$',
  CAD: 'CA$',
  AUD: 'A$',
  MXN: 'MX$',
  NZD: 'NZ$',
  HKD: 'HK$',
  TWD: 'NT$',
  ILS: '₪',
  VND: '₫',
  PHP: '₱',
  XAF: 'FCFA',
  XOF: 'F\u202fCFA',
};
const WITHOUT_CENTS = new Set(['JPY', 'KRW', 'VND', 'CLP', 'ISK', 'XAF', 'XOF', 'PYG', 'UGX']);
const THREE_PLACES = new Set(['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND']);
const SHORT = ['', 'K', 'M', 'B', 'T'];
const LONG = ['', ' thousand', ' million', ' billion', ' trillion'];

const oneOf = (name, value, values) => {
  if (value === undefined) return undefined;
  const text = String(value);
  if (!values.includes(text)) {
    throw new RangeError(`Value ${text} out of range for Intl.NumberFormat options property ${name}`);
  }
  return text;
};

function places(name, value, least, most) {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!(number >= least && number <= most)) throw new RangeError(`${name} value is out of range.`);
  return Math.floor(number);
}

// Settles how numbers are written.
exports.settle = function settle(locales, given) {
  const locale = localeOf(locales);
  const options = given === undefined ? {} : Object(given);
  const style = oneOf('style', options.style, ['decimal', 'percent', 'currency', 'unit']) ?? 'decimal';
  const notation =
    oneOf('notation', options.notation, ['standard', 'scientific', 'engineering', 'compact']) ?? 'standard';
  if (style === 'unit') throw new RangeError('loginscope writes no units (style unit)');
  if (notation === 'scientific' || notation === 'engineering') {
    throw new RangeError(`loginscope writes no numbers in ${notation} notation`);
  }
  if (notation === 'compact' && locale.words !== 'en') {
    throw new RangeError(`loginscope shortens numbers in English only, not for the locale ${locale.tag}`);
  }
  let currency;
  if (style === 'currency') {
    if (options.currency === undefined) throw new TypeError('Currency code is required with currency style.');
    currency = String(options.currency).toUpperCase();
    if (!/^[A-Z]{3}$/.test(currency)) throw new RangeError(`Invalid currency code : ${options.currency}`);
  }
  const cents = WITHOUT_CENTS.has(currency) ? 0 : THREE_PLACES.has(currency) ? 3 : 2;
  const [least, most] = style === 'currency' ? [cents, cents] : style === 'percent' ? [0, 0] : [0, 3];
  const integer = places('minimumIntegerDigits', options.minimumIntegerDigits, 1, 21) ?? 1;
  let minimum = places('minimumFractionDigits', options.minimumFractionDigits, 0, 100);
  let maximum = places('maximumFractionDigits', options.maximumFractionDigits, 0, 100);
  const bySignificance =
    options.minimumSignificantDigits !== undefined || options.maximumSignificantDigits !== undefined;
  const compactRounding = notation === 'compact' && minimum === undefined && maximum === undefined;
  if (minimum === undefined) minimum = maximum === undefined ? least : Math.min(least, maximum);
  else if (maximum !== undefined && minimum > maximum)
    throw new RangeError('maximumFractionDigits value is out of range.');
  if (maximum === undefined) maximum = Math.max(most, minimum);
  const significant = bySignificance
    ? {
        minimum: places('minimumSignificantDigits', options.minimumSignificantDigits, 1, 21) ?? 1,
        maximum: places('maximumSignificantDigits', options.maximumSignificantDigits, 1, 21) ?? 21,
      }
    : undefined;
  if (significant !== undefined && significant.minimum > significant.maximum) {
    throw new RangeError('maximumSignificantDigits value is out of range.');
  }
  const { useGrouping } = options;
  return {
    locale,
    style,
    currency,
    notation,
    integer,
    minimum,
    maximum,
    significant,
    compactRounding,
    currencyDisplay:
      oneOf('currencyDisplay', options.currencyDisplay, ['code', 'symbol', 'narrowSymbol', 'name']) ?? 'symbol',
    compactDisplay: oneOf('compactDisplay', options.compactDisplay, ['short', 'long']) ?? 'short',
    signDisplay:
      oneOf('signDisplay', options.signDisplay, ['auto', 'never', 'always', 'exceptZero', 'negative']) ?? 'auto',
    grouping: useGrouping === undefined ? true : useGrouping !== false && useGrouping !== 'false',
  };
};

// A number's decimal digits without sign: `{ digits, point }`, the value being 0.digits × 10^point.
function decimals(value) {
  const [mantissa, exponent = '0'] = (typeof value === 'bigint' ? String(value) : String(value))
    .replace(/^-/, '')
    .split('e');
  const [whole, fraction = ''] = mantissa.split('.');
  let digits = whole + fraction;
  let point = whole.length + Number(exponent);
  const zeros = /^0*/.exec(digits)[0].length;
  digits = digits.slice(zeros).replace(/0+$/, '');
  point = digits === '' ? 0 : point - zeros;
  return { digits, point };
}

// Rounds to so many digits after the start, half away from zero.
function rounded({ digits, point }, count) {
  if (count >= digits.length) return { digits, point };
  if (count < 0) return { digits: '', point: 0 };
  const up = digits[count] >= '5';
  let kept = digits.slice(0, count);
  if (up) {
    const sum = String(BigInt(`1${kept}`) + 1n);
    if (sum[0] === '2') return { digits: '1', point: point + 1 };
    kept = sum.slice(1);
  }
  return { digits: kept.replace(/0+$/, ''), point: kept.replace(/0+$/, '') === '' ? 0 : point };
}

function fixed({ digits, point }, set, least) {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '';
  const fraction = point >= 0 ? digits.slice(point) : '0'.repeat(-point) + digits;
  return [whole.padStart(set.integer, '0'), fraction.padEnd(least, '0')];
}

function grouped(whole, { locale, grouping }) {
  if (!grouping || whole.length < 3 + locale.least) return [{ type: 'integer', value: whole }];
  const parts = whole.replace(/\B(?=(\d{3})+$)/g, ',').split(',');
  return parts.flatMap((value, i) =>
    i === 0
      ? [{ type: 'integer', value }]
      : [
          { type: 'group', value: locale.group },
          { type: 'integer', value },
        ],
  );
}

function figures(value, set) {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return {
      list: [Number.isNaN(value) ? { type: 'nan', value: 'NaN' } : { type: 'infinity', value: '∞' }],
      zero: false,
    };
  }
  let number = decimals(value);
  if (set.style === 'percent' && number.digits !== '') number = { ...number, point: number.point + 2 };
  let suffix = '';
  let least = set.minimum;
  if (set.notation === 'compact') {
    const scale = () => Math.min(4, Math.max(0, Math.floor((number.point - 1) / 3)));
    const reduced = (power) => ({ ...number, point: number.point - 3 * power });
    const round = (one) => (set.compactRounding ? rounded(one, Math.max(one.point, 2)) : one);
    let power = scale();
    let small = round(reduced(power));
    // 999,950 rounds to a million.
    if (small.point > 3 && power < 4) small = round(reduced((power += 1)));
    number = small;
    suffix = (set.compactDisplay === 'long' ? LONG : SHORT)[power];
    if (set.compactRounding) least = 0;
  }
  if (set.significant !== undefined) {
    number = rounded(number, set.significant.maximum);
    least = Math.max(0, set.significant.minimum - Math.max(number.point, number.digits === '' ? 1 : -Infinity));
  } else if (!set.compactRounding) {
    number = rounded(number, number.point + set.maximum);
  }
  const [whole, fraction] = fixed(number, set, least);
  const list = grouped(whole, set);
  if (fraction !== '') {
    list.push({ type: 'decimal', value: set.locale.decimal }, { type: 'fraction', value: fraction });
  }
  if (suffix !== '') {
    if (suffix.startsWith(' ')) list.push({ type: 'literal', value: ' ' });
    list.push({ type: 'compact', value: suffix.trim() });
  }
  return { list, zero: number.digits === '' };
}

// The parts of a number, as `formatToParts` gives them.
exports.parts = function parts(set, value) {
  const { list, zero } = figures(value, set);
  const negative = typeof value === 'bigint' ? value < 0n : value < 0 || Object.is(value, -0);
  const shown = {
    auto: negative ? '-' : '',
    never: '',
    always: negative ? '-' : '+',
    exceptZero: zero ? '' : negative ? '-' : '+',
    negative: negative && !zero ? '-' : '',
  }[Number.isNaN(value) ? (set.signDisplay === 'always' ? 'always' : 'never') : set.signDisplay];
  const sign =
    shown === ''
      ? []
      : [shown === '-' ? { type: 'minusSign', value: set.locale.minus } : { type: 'plusSign', value: '+' }];
  const english = set.locale.group === ',';
  if (set.style === 'percent') {
    const space =
      english || set.locale.tag.startsWith('it') || set.locale.tag.startsWith('pt') || set.locale.tag.startsWith('nl');
    return [
      ...sign,
      ...list,
      ...(space ? [] : [{ type: 'literal', value: '\u00a0' }]),
      { type: 'percentSign', value: '%' },
    ];
  }
  if (set.style !== 'currency') return [...sign, ...list];
  if (set.currencyDisplay === 'name')
    throw new RangeError('loginscope does not name currencies (currencyDisplay name)');
  const own = SIGNS[set.currency];
  const sign2 = set.currencyDisplay === 'narrowSymbol' ? own?.replace(/^[A-Z]+(?=[^A-Z])/, '') : own;
  const written = set.currencyDisplay === 'code' ? set.currency : (sign2 ?? set.currency);
  const currency = { type: 'currency', value: written };
  if (!english) return [...sign, ...list, { type: 'literal', value: '\u00a0' }, currency];
  const gap = /[A-Z]$/.test(written) ? [{ type: 'literal', value: '\u00a0' }] : [];
  return [...sign, currency, ...gap, ...list];
};

exports.text = (set, value) =>
  exports
    .parts(set, value)
    .map((part) => part.value)
    .join('');
