// `pg.types`: a parser for each type number, from the server's text to what the script gets.
'use strict';

const wire = require('internal/wire');
const { builtins } = require('pg/oids');

const noParse = (text) => String(text);
const parseInteger = (text) => parseInt(text, 10);
const parseBool = (text) => (text === null ? null : ['TRUE', 't', 'true', 'y', 'yes', 'on', '1'].includes(text));
const parseBigInteger = (text) => (/^\d+$/.test(String(text)) ? String(text) : text);

const DATE = /^(\d{1,})-(\d\d)-(\d\d)(?: (\d\d):(\d\d):(\d\d)(\.\d+)?)?(Z|[+-]\d\d(?::?\d\d)?(?::?\d\d)?)?( BC)?$/;

function parseDate(text) {
  if (text === null) return null;
  if (/^-?infinity$/.test(text)) return Number(text.replace('i', 'I'));
  const found = DATE.exec(text);
  if (found === null) return null;
  const [year, month, day, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map((part) => part && Number(part));
  const ms = found[7] === undefined ? 0 : Math.floor(Number(found[7]) * 1000);
  const astronomical = found[9] === undefined ? year : 1 - year;
  // The years 0 to 99 mean themselves, not the twentieth century.
  const set = (date, prefix) => {
    date[`set${prefix}FullYear`](astronomical, month - 1, day);
    date[`set${prefix}Hours`](hour, minute, second, ms);
    return date;
  };
  if (found[8] === undefined) return set(new Date(2000, 0, 1), '');
  const date = set(new Date(Date.UTC(2000, 0, 1)), 'UTC');
  const zone = /([+-])(\d\d):?(\d\d)?:?(\d\d)?/.exec(found[8]);
  if (zone === null) return date;
  const seconds = Number(zone[2]) * 3600 + Number(zone[3] ?? 0) * 60 + Number(zone[4] ?? 0);
  return new Date(date.getTime() - (zone[1] === '-' ? -seconds : seconds) * 1000);
}

function parseBytea(text) {
  const bytes = [];
  if (text.startsWith('\\x')) {
    for (let i = 2; i < text.length; i += 2) bytes.push(parseInt(text.slice(i, i + 2), 16));
  } else {
    for (const [, octal, doubled, plain] of text.matchAll(/\\([0-7]{3})|(\\\\)|([^\\])/g)) {
      if (octal !== undefined) bytes.push(parseInt(octal, 8));
      else bytes.push((doubled === undefined ? plain : '\\').charCodeAt(0) & 255);
    }
  }
  return wire.buffer(Uint8Array.from(bytes));
}

function parsePoint(text) {
  const found = /^\(([^,]+),([^)]+)\)$/.exec(text);
  return found === null ? null : { x: parseFloat(found[1]), y: parseFloat(found[2]) };
}

function parseCircle(text) {
  const found = /^<(\(.+\)),([^>]+)>$/.exec(text);
  return found === null ? null : { ...parsePoint(found[1]), radius: parseFloat(found[2]) };
}

class PostgresInterval {
  constructor(text) {
    const units = { year: 'years', mon: 'months', day: 'days' };
    for (const [, number, unit] of text.matchAll(/([+-]?\d+) (year|mon|day)s?/g)) this[units[unit]] = Number(number);
    const time = /([+-])?(\d+):(\d\d):(\d\d)(\.\d+)?/.exec(text);
    if (time === null) return;
    const sign = time[1] === '-' ? -1 : 1;
    const set = (name, value) => {
      if (value) this[name] = sign * value;
    };
    set('hours', Number(time[2]));
    set('minutes', Number(time[3]));
    set('seconds', Number(time[4]));
    set('milliseconds', Number(time[5] ?? 0) * 1000);
  }

  toPostgres() {
    const parts = ['years', 'months', 'days', 'hours', 'minutes'].filter((unit) => this[unit]);
    const seconds = (this.seconds ?? 0) + (this.milliseconds ?? 0) / 1000;
    const words = parts.map((unit) => `${this[unit]} ${unit}`);
    if (seconds !== 0) words.push(`${seconds} seconds`);
    return words.length === 0 ? '0' : words.join(' ');
  }
}

// `{a,"b",NULL,{c}}` as an array, each element through `transform`.
function parseArray(text, transform = noParse) {
  let at = 0;
  const list = () => {
    const items = [];
    at += 1;
    while (at < text.length && text[at] !== '}') {
      if (text[at] === ',') at += 1;
      else if (text[at] === '{') items.push(list());
      else items.push(item());
    }
    at += 1;
    return items;
  };
  const item = () => {
    const quoted = text[at] === '"';
    let value = '';
    if (quoted) at += 1;
    while (at < text.length && (quoted ? text[at] !== '"' : text[at] !== ',' && text[at] !== '}')) {
      if (text[at] === '\\') at += 1;
      value += text[at];
      at += 1;
    }
    if (quoted) at += 1;
    return !quoted && value === 'NULL' ? null : transform(value);
  };
  at = Math.max(0, text.indexOf('{'));
  return text.includes('{') ? list() : [];
}

const arrayOf = (transform) => (text) => (text === null ? null : parseArray(text, transform));
const parseJson = (text) => JSON.parse(text);

const PARSERS = new Map([
  [16, parseBool],
  [17, parseBytea],
  [20, parseBigInteger],
  [21, parseInteger],
  [23, parseInteger],
  [26, parseInteger],
  [114, parseJson],
  [3802, parseJson],
  [600, parsePoint],
  [700, parseFloat],
  [701, parseFloat],
  [718, parseCircle],
  [1082, parseDate],
  [1114, parseDate],
  [1184, parseDate],
  [1186, (text) => new PostgresInterval(text)],
  [1000, arrayOf(parseBool)],
  [1001, arrayOf(parseBytea)],
  [1005, arrayOf(parseInteger)],
  [1007, arrayOf(parseInteger)],
  [1017, arrayOf(parsePoint)],
  [1016, arrayOf(parseBigInteger)],
  [1021, arrayOf(parseFloat)],
  [1022, arrayOf(parseFloat)],
  [1231, arrayOf(parseFloat)],
  [1115, arrayOf(parseDate)],
  [1182, arrayOf(parseDate)],
  [1185, arrayOf(parseDate)],
  [1187, arrayOf((text) => new PostgresInterval(text))],
  [199, arrayOf(parseJson)],
  [3807, arrayOf(parseJson)],
  ...[1009, 1014, 1015, 1041, 1183, 2951].map((oid) => [oid, arrayOf(noParse)]),
]);

// Parsers set by the script stand before the built-in ones.
const own = { text: new Map(), binary: new Map() };

function setTypeParser(oid, format, parser) {
  if (typeof format === 'function') own.text.set(Number(oid), format);
  else (own[format] ?? own.text).set(Number(oid), parser);
}

function getTypeParser(oid, format = 'text') {
  const set = own[format]?.get(Number(oid));
  if (set !== undefined) return set;
  return (format === 'text' ? PARSERS.get(Number(oid)) : undefined) ?? noParse;
}

const arrayParser = { create: (source, transform) => ({ parse: () => parseArray(source, transform) }) };

module.exports = { getTypeParser, setTypeParser, arrayParser, builtins };
