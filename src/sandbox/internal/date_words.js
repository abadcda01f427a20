// Dates in words: `toLocaleString` and `Intl.DateTimeFormat`, for the locales a script is likely to name.
'use strict';

const { localeOf } = require('internal/locales');
const { zoneOf } = require('internal/time_zones');

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

const two = (value) => String(value).padStart(2, '0');
const CHOICES = {
  weekday: ['narrow', 'short', 'long'],
  era: ['narrow', 'short', 'long'],
  year: ['2-digit', 'numeric'],
  month: ['2-digit', 'numeric', 'narrow', 'short', 'long'],
  day: ['2-digit', 'numeric'],
  hour: ['2-digit', 'numeric'],
  minute: ['2-digit', 'numeric'],
  second: ['2-digit', 'numeric'],
  fractionalSecondDigits: [1, 2, 3],
  timeZoneName: ['short', 'long', 'shortOffset', 'longOffset', 'shortGeneric', 'longGeneric'],
  dateStyle: ['full', 'long', 'medium', 'short'],
  timeStyle: ['full', 'long', 'medium', 'short'],
  hourCycle: ['h11', 'h12', 'h23', 'h24'],
};
const DATE_PARTS = ['weekday', 'year', 'month', 'day'];
const TIME_PARTS = ['hour', 'minute', 'second', 'fractionalSecondDigits', 'dayPeriod'];

function chosen(options) {
  const found = {};
  for (const [name, values] of Object.entries(CHOICES)) {
    let value = options[name];
    if (value === undefined) continue;
    value = name === 'fractionalSecondDigits' ? Number(value) : String(value);
    if (!values.includes(value)) {
      const what =
        name === 'fractionalSecondDigits'
          ? `${name} value is out of range.`
          : `Value ${value} out of range for Intl.DateTimeFormat options property ${name}`;
      throw new RangeError(what);
    }
    found[name] = value;
  }
  if (options.dayPeriod !== undefined)
    throw new RangeError('loginscope does not name the periods of a day (option dayPeriod)');
  if (options.hour12 !== undefined) found.hour12 = Boolean(options.hour12);
  return found;
}

const STYLES = {
  full: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  long: { year: 'numeric', month: 'long', day: 'numeric' },
  medium: { year: 'numeric', month: 'short', day: 'numeric' },
  short: { year: '2-digit', month: 'numeric', day: 'numeric' },
};
const TIMES = {
  full: { hour: 'numeric', minute: '2-digit', second: '2-digit', timeZoneName: 'long' },
  long: { hour: 'numeric', minute: '2-digit', second: '2-digit', timeZoneName: 'short' },
  medium: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
  short: { hour: 'numeric', minute: '2-digit' },
};

// Settles what is shown. `required` ('date', 'time', 'any') must be there, `defaults` ('date', 'time', 'all') is what
// is added when it is not.
exports.settle = function settle(locales, options, required, defaults) {
  const locale = localeOf(locales);
  const found = chosen(options === undefined ? {} : Object(options));
  const zone = zoneOf(options?.timeZone);
  const { dateStyle, timeStyle } = found;
  if (dateStyle !== undefined || timeStyle !== undefined) {
    const explicit = [...DATE_PARTS, ...TIME_PARTS, 'era', 'timeZoneName'].find((name) => found[name] !== undefined);
    if (explicit !== undefined) {
      throw new TypeError(
        `Can't set option ${explicit} when ${dateStyle === undefined ? 'timeStyle' : 'dateStyle'} is used`,
      );
    }
    if (required === 'date' && timeStyle !== undefined) throw new TypeError('Invalid option : timeStyle');
    if (required === 'time' && dateStyle !== undefined) throw new TypeError('Invalid option : dateStyle');
    const at = dateStyle === 'full' || dateStyle === 'long';
    return { locale, zone, ...found, ...(STYLES[dateStyle] ?? {}), ...(TIMES[timeStyle] ?? {}), styled: true, at };
  }
  const has = (names) => names.some((name) => found[name] !== undefined);
  let needed = true;
  if (required !== 'time' && has(DATE_PARTS)) needed = false;
  if (required !== 'date' && has(TIME_PARTS)) needed = false;
  if (needed && defaults !== 'time') Object.assign(found, { year: 'numeric', month: 'numeric', day: 'numeric' });
  if (needed && defaults !== 'date') Object.assign(found, { hour: 'numeric', minute: 'numeric', second: 'numeric' });
  return { locale, zone, ...found, at: found.month === 'long' };
};

const literal = (value) => ({ type: 'literal', value });

function joined(parts, separator) {
  return parts.flatMap((part, i) => (i === 0 ? [part] : [literal(separator), part])).flat();
}

const name = (names, index, style) =>
  style === 'long' ? names[index] : names[index].slice(0, style === 'short' ? 3 : 1);

function dateParts(set, time) {
  const { locale, weekday, year, month, day, era } = set;
  const textual = month !== undefined && month !== 'numeric' && month !== '2-digit';
  const worded = textual || weekday !== undefined || era !== undefined;
  if (worded && locale.words !== 'en') {
    throw new RangeError(`loginscope writes dates in words in English only, not for the locale ${locale.tag}`);
  }
  const shownYear = era !== undefined && time.getUTCFullYear() <= 0 ? 1 - time.getUTCFullYear() : time.getUTCFullYear();
  const all = year !== undefined && month !== undefined && day !== undefined;
  const padded = (style, part) => style === '2-digit' || (!textual && all && locale.pads.includes(part));
  const parts = {
    year: { type: 'year', value: year === '2-digit' ? two(Math.abs(shownYear) % 100) : String(shownYear) },
    day: { type: 'day', value: padded(day, 'd') ? two(time.getUTCDate()) : String(time.getUTCDate()) },
    month: {
      type: 'month',
      value: textual
        ? name(MONTHS, time.getUTCMonth(), month)
        : padded(month, 'm') ||
            (!textual && month === 'numeric' && year !== undefined && day === undefined && locale.pads.includes('m'))
          ? two(time.getUTCMonth() + 1)
          : String(time.getUTCMonth() + 1),
    },
  };
  const kept = locale.order.filter((part) => set[part] !== undefined);
  let list;
  if (!textual) {
    list = joined(
      kept.map((part) => [parts[part]]),
      locale.between,
    );
  } else if (locale.order[0] === 'month') {
    const monthDay = joined(
      ['month', 'day'].filter((part) => set[part] !== undefined).map((part) => [parts[part]]),
      ' ',
    );
    list = year === undefined ? monthDay : [...monthDay, literal(day === undefined ? ' ' : ', '), parts.year];
  } else {
    list = joined(
      ['day', 'month', 'year'].filter((part) => set[part] !== undefined).map((part) => [parts[part]]),
      ' ',
    );
  }
  if (era !== undefined) list.push(literal(' '), { type: 'era', value: time.getUTCFullYear() > 0 ? 'AD' : 'BC' });
  if (weekday !== undefined) {
    const value = name(DAYS, time.getUTCDay(), weekday);
    const alone = kept.length === 0;
    list = alone ? [{ type: 'weekday', value }] : [{ type: 'weekday', value }, literal(', '), ...list];
  }
  return list;
}

function timeParts(set, time, offset) {
  const { locale, hour, minute, second, fractionalSecondDigits: digits, hour12, hourCycle, timeZoneName } = set;
  const parts = [];
  const twelve = hour12 ?? (hourCycle === undefined ? locale.twelve : hourCycle === 'h12' || hourCycle === 'h11');
  if (hour !== undefined) {
    const hours = time.getUTCHours();
    const shown = twelve ? hours % 12 || 12 : hours;
    const pad = hour === '2-digit' || (!twelve && !locale.plainHours);
    parts.push([{ type: 'hour', value: pad ? two(shown) : String(shown) }]);
  }
  const alone = hour === undefined && second === undefined;
  if (minute !== undefined) {
    parts.push([{ type: 'minute', value: alone ? String(time.getUTCMinutes()) : two(time.getUTCMinutes()) }]);
  }
  if (second !== undefined) {
    const padded = minute !== undefined;
    const seconds = [{ type: 'second', value: padded ? two(time.getUTCSeconds()) : String(time.getUTCSeconds()) }];
    if (digits !== undefined) {
      const value = String(time.getUTCMilliseconds()).padStart(3, '0').slice(0, digits);
      seconds.push(literal('.'), { type: 'fractionalSecond', value });
    }
    parts.push(seconds);
  }
  const list = joined(parts, locale.colon);
  if (hour !== undefined && twelve) {
    list.push(literal(' '), { type: 'dayPeriod', value: locale.halves[time.getUTCHours() < 12 ? 0 : 1] });
  }
  if (timeZoneName !== undefined) {
    const value = set.zone.nameAt(offset, timeZoneName);
    if (list.length > 0) list.push(literal(' '));
    list.push({ type: 'timeZoneName', value });
  }
  return list;
}

// The parts of a time (milliseconds since 1970), as `formatToParts` gives them.
exports.parts = function parts(set, ms) {
  if (!Number.isFinite(ms)) throw new RangeError('Invalid time value');
  const offset = set.zone.offsetAt(ms);
  const time = new Date(ms + offset * 60000);
  const date = dateParts(set, time);
  const clock = timeParts(set, time, offset);
  if (date.length === 0 || clock.length === 0) return [...date, ...clock];
  const onlyDay = date.length === 1 && date[0].type === 'weekday';
  const between = set.at ? ' at ' : onlyDay && set.locale.twelve ? ' ' : set.locale.join;
  return [...date, literal(between), ...clock];
};

exports.text = (set, ms) =>
  exports
    .parts(set, ms)
    .map((part) => part.value)
    .join('');
