// Time zones: their offsets by the rules in force since 2007, and what they are called in English.
'use strict';

const MINUTES_A_DAY = 1440;

// The time (ms) of the `nth` Sunday (-1: the last) of a month, at so many minutes UTC.
function sunday(year, month, nth, minutes) {
  const first = new Date(Date.UTC(year, month, 1)).getUTCDay();
  let day = 1 + ((7 - first) % 7) + 7 * (nth - 1);
  if (nth === -1) {
    const last = new Date(Date.UTC(year, month + 1, 0));
    day = last.getUTCDate() - last.getUTCDay();
  }
  return Date.UTC(year, month, day) + minutes * 60000;
}

// Whether summer time is in force at `ms` where the standard offset is `offset` minutes.
const SUMMER = {
  eu: (ms, year) => ms >= sunday(year, 2, -1, 60) && ms < sunday(year, 9, -1, 60),
  us: (ms, year, offset) => ms >= sunday(year, 2, 2, 120 - offset) && ms < sunday(year, 10, 1, 120 - (offset + 60)),
  au: (ms, year, offset) => ms < sunday(year, 3, 1, 180 - (offset + 60)) || ms >= sunday(year, 9, 1, 120 - offset),
};

// Standard offset in minutes, rule of summer time, short and long names of both where English has any.
const ZONES = {
  UTC: [0],
  'America/New_York': [-300, 'us', 'EST', 'EDT', 'Eastern'],
  'America/Toronto': [-300, 'us', 'EST', 'EDT', 'Eastern'],
  'America/Chicago': [-360, 'us', 'CST', 'CDT', 'Central'],
  'America/Denver': [-420, 'us', 'MST', 'MDT', 'Mountain'],
  'America/Phoenix': [-420, undefined, 'MST', 'MST', 'Mountain'],
  'America/Los_Angeles': [-480, 'us', 'PST', 'PDT', 'Pacific'],
  'America/Sao_Paulo': [-180],
  'Europe/London': [0, 'eu'],
  'Europe/Dublin': [0, 'eu'],
  'Europe/Lisbon': [0, 'eu'],
  'Europe/Berlin': [60, 'eu'],
  'Europe/Paris': [60, 'eu'],
  'Europe/Madrid': [60, 'eu'],
  'Europe/Rome': [60, 'eu'],
  'Europe/Amsterdam': [60, 'eu'],
  'Europe/Vienna': [60, 'eu'],
  'Europe/Zurich': [60, 'eu'],
  'Europe/Stockholm': [60, 'eu'],
  'Europe/Warsaw': [60, 'eu'],
  'Europe/Athens': [120, 'eu'],
  'Europe/Helsinki': [120, 'eu'],
  'Europe/Moscow': [180],
  'Europe/Istanbul': [180],
  'Asia/Dubai': [240],
  'Asia/Kolkata': [330],
  'Asia/Singapore': [480],
  'Asia/Shanghai': [480],
  'Asia/Hong_Kong': [480],
  'Asia/Tokyo': [540],
  'Asia/Seoul': [540],
  'Australia/Brisbane': [600],
  'Australia/Sydney': [600, 'au'],
  'Australia/Melbourne': [600, 'au'],
};
const ALIASES = {
  GMT: 'UTC',
  'Etc/UTC': 'UTC',
  'Etc/GMT': 'UTC',
  'Asia/Calcutta': 'Asia/Kolkata',
  'US/Eastern': 'America/New_York',
  'US/Central': 'America/Chicago',
  'US/Mountain': 'America/Denver',
  'US/Pacific': 'America/Los_Angeles',
};

// `GMT+5:30`
function offsetName(offset, long) {
  if (offset === 0) return 'GMT';
  const minutes = Math.abs(offset);
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const tail = rest === 0 && !long ? '' : `:${String(rest).padStart(2, '0')}`;
  return `GMT${offset < 0 ? '-' : '+'}${long ? String(hours).padStart(2, '0') : hours}${tail}`;
}

function zone(name, [standard, rule, short, summer, region]) {
  return {
    name,
    offsetAt(ms) {
      if (rule === undefined) return standard;
      const year = new Date(ms + standard * 60000).getUTCFullYear();
      return standard + (SUMMER[rule](ms, year, standard) ? 60 : 0);
    },
    nameAt(offset, style) {
      if (style === 'shortOffset' || style === 'longOffset') return offsetName(offset, style === 'longOffset');
      const long = style.startsWith('long');
      if (name === 'UTC') return long ? 'Coordinated Universal Time' : 'UTC';
      if (style.endsWith('Generic')) throw new RangeError(`loginscope has no ${style} names of time zones`);
      const inSummer = offset !== standard;
      if (short !== undefined)
        return long ? `${region} ${inSummer ? 'Daylight' : 'Standard'} Time` : inSummer ? summer : short;
      if (long && rule !== undefined) throw new RangeError(`loginscope has no long name for the time zone ${name}`);
      return offsetName(offset, long);
    },
  };
}

// A time zone by its name; UTC, where the container stands, without one.
exports.zoneOf = function zoneOf(given) {
  if (given === undefined) return zone('UTC', ZONES.UTC);
  const text = String(given);
  const fixed = /^([+-])(\d{2}):?(\d{2})?$/.exec(text);
  if (fixed !== null) {
    const minutes = (Number(fixed[2]) * 60 + Number(fixed[3] ?? 0)) * (fixed[1] === '-' ? -1 : 1);
    if (Math.abs(minutes) < MINUTES_A_DAY) return zone(`${fixed[1]}${fixed[2]}:${fixed[3] ?? '00'}`, [minutes]);
  }
  const known = (names) => Object.keys(names).find((name) => name.toLowerCase() === text.toLowerCase());
  const alias = known(ALIASES);
  const name = alias === undefined ? known(ZONES) : ALIASES[alias];
  if (name !== undefined) return zone(name, ZONES[name]);
  if (
    /^[A-Z][A-Za-z]+\/[A-Z][A-Za-z_/-]+$/.test(text) &&
    /^(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)\//.test(text)
  ) {
    throw new RangeError(`loginscope does not know the time zone ${text}: it knows ${Object.keys(ZONES).join(', ')}`);
  }
  throw new RangeError(`Invalid time zone specified: ${text}`);
};
