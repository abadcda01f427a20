// A point in time from a number of seconds, or a text such as "2 days".
'use strict';

const SPAN =
  /^(-?(?:\d+)?\.?\d+) *(milliseconds?|msecs?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w|years?|yrs?|y)?$/i;
const DAY = 86400000;
const MOST = 100;

const UNITS = [
  [/^(ms|msecs?|milliseconds?)$/, 1],
  [/^s/, 1000],
  [/^m/, 60000],
  [/^h/, 3600000],
  [/^d/, DAY],
  [/^w/, 7 * DAY],
  [/^y/, 365.25 * DAY],
];

function milliseconds(text) {
  if (text === '') {
    throw new Error('val is not a non-empty string or a valid number. val=""');
  }
  const found = text.length > MOST ? null : SPAN.exec(text);
  if (found === null) return undefined;
  const unit = (found[2] ?? 'ms').toLowerCase();
  return parseFloat(found[1]) * UNITS.find(([name]) => name.test(unit))[1];
}

// Seconds since 1970; undefined if `time` is no span.
exports.timespan = function timespan(time, since) {
  const from = since || Math.floor(Date.now() / 1000);
  if (typeof time === 'number') return from + time;
  if (typeof time !== 'string') return undefined;
  const span = milliseconds(time);
  return span === undefined ? undefined : Math.floor(from + span / 1000);
};
