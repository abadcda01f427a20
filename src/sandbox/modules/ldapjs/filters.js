// Search filters of the npm module `ldapjs`: their classes, and their text read.
'use strict';

const { Buffer } = require('globals/buffer');

const hexed = (sign) => {
  const code = sign.charCodeAt(0);
  return `\\${code.toString(16).padStart(2, '0')}`;
};

// A value as a filter's text has it. What is no ASCII stays text.
const escape = (value) => {
  if (value instanceof Uint8Array) return Array.from(value, (byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('');
  // eslint-disable-next-line no-control-regex
  return String(value).replace(/[\0()*\\]/g, hexed);
};

class Filter {
  toString() {
    return `(${this._text()})`;
  }

  get json() {
    return { type: this.type, ...this };
  }
}

const several = (name, sign) =>
  ({
    [name]: class extends Filter {
      constructor(options = {}) {
        super();
        this.filters = [...(options.filters ?? [])];
      }

      get type() {
        return name.replace('Filter', '').toLowerCase();
      }

      addFilter(filter) {
        this.filters.push(filter);
      }

      _text() {
        return sign + this.filters.join('');
      }
    },
  })[name];

const compared = (name, sign) =>
  ({
    [name]: class extends Filter {
      constructor(options = {}) {
        super();
        this.attribute = options.attribute ?? '';
        this.value = options.value ?? '';
      }

      get type() {
        return name.replace('Filter', '').toLowerCase();
      }

      _text() {
        return `${this.attribute}${sign}${escape(this.value)}`;
      }
    },
  })[name];

const AndFilter = several('AndFilter', '&');
const OrFilter = several('OrFilter', '|');
const EqualityFilter = compared('EqualityFilter', '=');
const ApproximateFilter = compared('ApproximateFilter', '~=');
const GreaterThanEqualsFilter = compared('GreaterThanEqualsFilter', '>=');
const LessThanEqualsFilter = compared('LessThanEqualsFilter', '<=');

class NotFilter extends Filter {
  constructor(options = {}) {
    super();
    this.filter = options.filter;
  }

  get type() {
    return 'not';
  }

  setFilter(filter) {
    this.filter = filter;
  }

  _text() {
    return `!${this.filter}`;
  }
}

class PresenceFilter extends Filter {
  constructor(options = {}) {
    super();
    this.attribute = options.attribute ?? '';
  }

  get type() {
    return 'present';
  }

  _text() {
    return `${this.attribute}=*`;
  }
}

class SubstringFilter extends Filter {
  constructor(options = {}) {
    super();
    this.attribute = options.attribute ?? '';
    this.initial = options.initial ?? options.subInitial ?? '';
    this.any = [...(options.any ?? options.subAny ?? [])];
    this.final = options.final ?? options.subFinal ?? '';
  }

  get type() {
    return 'substring';
  }

  _text() {
    return `${this.attribute}=${[this.initial, ...this.any, this.final].map(escape).join('*')}`;
  }
}

class ExtensibleFilter extends Filter {
  constructor(options = {}) {
    super();
    this.matchType = options.matchType ?? options.attribute ?? '';
    this.rule = options.rule ?? '';
    this.value = options.value ?? '';
    this.dnAttributes = options.dnAttributes ?? false;
  }

  get type() {
    return 'extensible';
  }

  _text() {
    const dn = this.dnAttributes ? ':dn' : '';
    const rule = this.rule === '' ? '' : `:${this.rule}`;
    return `${this.matchType}${dn}${rule}:=${escape(this.value)}`;
  }
}

const classes = {
  AndFilter,
  ApproximateFilter,
  EqualityFilter,
  ExtensibleFilter,
  GreaterThanEqualsFilter,
  LessThanEqualsFilter,
  NotFilter,
  OrFilter,
  PresenceFilter,
  SubstringFilter,
};

// Bytes that are no text stay bytes.
function unescape(text) {
  if (!text.includes('\\')) return text;
  const bytes = [];
  for (let at = 0; at < text.length; at++) {
    const pair = /^\\([0-9a-fA-F]{2})/.exec(text.slice(at, at + 3));
    if (pair !== null) {
      bytes.push(parseInt(pair[1], 16));
      at += 2;
      continue;
    }
    if (text[at] === '\\') throw new Error('invalid escaped hex character');
    for (const byte of Buffer.from(String.fromCodePoint(text.codePointAt(at)))) bytes.push(byte);
    if (text.codePointAt(at) > 0xffff) at++;
  }
  const buffer = Buffer.from(bytes);
  const read = buffer.toString('utf8');
  return Buffer.from(read).equals(buffer) ? read : buffer;
}

// How deep filters may stand in each other.
const DEEPEST = 200;

function parser(text, major) {
  let at = 0;
  const unbalanced = () => (major === 2 ? Object.assign(new Error('unbalanced parens'), { name: 'AssertionError' }) : new Error('unbalanced parentheses'));

  function item(end) {
    const whole = text.slice(at, end);
    const found = /^([^=~<>:()]*)((?:(?::[^:=()]*)*:)?|[~<>])=(.*)$/s.exec(whole);
    const name = found === null ? '' : found[1].trim();
    if (found === null || (name === '' && !found[2].startsWith(':'))) throw new Error('invalid attribute name');
    if (name !== '' && !/^[A-Za-z0-9.;_-]+$/.test(name)) throw new Error('invalid attribute name');
    at = end;
    const [, , sign, value] = found;
    if (sign.startsWith(':')) {
      const parts = sign.slice(1, -1).split(':').filter((part) => part !== '');
      const rule = parts.find((part) => part.toLowerCase() !== 'dn') ?? '';
      return new ExtensibleFilter({ attribute: name, rule, value: unescape(value), dnAttributes: parts.some((part) => part.toLowerCase() === 'dn') });
    }
    const Class = { '~': ApproximateFilter, '>': GreaterThanEqualsFilter, '<': LessThanEqualsFilter }[sign];
    if (Class !== undefined) return new Class({ attribute: name, value: unescape(value) });
    if (value === '*') return new PresenceFilter({ attribute: name });
    if (!value.includes('*')) return new EqualityFilter({ attribute: name, value: unescape(value) });
    const parts = value.split('*').map(unescape);
    const any = parts.slice(1, -1).filter((part) => part.length > 0);
    return new SubstringFilter({ attribute: name, initial: parts[0], any, final: parts.at(-1) });
  }

  function blanks() {
    while (text[at] === ' ' || text[at] === '\n' || text[at] === '\t' || text[at] === '\r') at++;
  }

  function filter(depth) {
    blanks();
    if (depth > DEEPEST) throw new Error('filters are nested too deeply');
    if (text[at] !== '(') throw unbalanced();
    at++;
    const sign = text[at];
    let made;
    if (sign === '&' || sign === '|') {
      at++;
      const filters = [];
      for (blanks(); text[at] === '('; blanks()) filters.push(filter(depth + 1));
      made = new (sign === '&' ? AndFilter : OrFilter)({ filters });
    } else if (sign === '!') {
      at++;
      made = new NotFilter({ filter: filter(depth + 1) });
    } else {
      const end = text.indexOf(')', at);
      if (end < 0) throw unbalanced();
      made = item(end);
    }
    blanks();
    if (text[at] !== ')') throw unbalanced();
    at++;
    return made;
  }

  const made = filter(0);
  blanks();
  if (at < text.length) throw unbalanced();
  return made;
}

// Reads a filter's text; the parentheses around it may be missing.
function parseString(text, major) {
  if (typeof text !== 'string' || text.length === 0) throw new Error('input string cannot be empty');
  return parser(text.startsWith('(') ? text : `(${text})`, major);
}

Object.assign(exports, { classes, parseString, isFilter: (value) => value instanceof Filter });
