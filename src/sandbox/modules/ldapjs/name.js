// Distinguished names of the npm module `ldapjs`.
'use strict';

const { classes } = require('ldapjs/errors');

class RDN {
  constructor(attrs) {
    this.attrs = attrs;
  }

  getValue(type) {
    return this.attrs[type.toLowerCase()]?.value;
  }

  toString(escape) {
    const pairs = Object.values(this.attrs);
    return pairs.map(({ name, value }) => `${name}=${escape(value)}`).join('+');
  }
}

// Up to version 2 an escaped comma stays one; from 3 on it is written in hexadecimal.
const SPECIAL = /[,"+<>;\\]/g;
const escapeOld = (value) => value.replace(SPECIAL, (sign) => `\\${sign}`).replace(/^ | $/g, '\\ ').replace(/^#/, '\\#');
const hex = (sign) => `\\${sign.charCodeAt(0).toString(16).padStart(2, '0')}`;
const escapeNew = (value) => value.replace(SPECIAL, hex).replace(/^[ #]| $/g, hex);

class DN {
  constructor(rdns = [], major = 2) {
    this.rdns = rdns;
    Object.defineProperty(this, 'length', { get: () => this.rdns.length });
    Object.defineProperty(this, '_major', { value: major });
  }

  toString() {
    const escape = this._major < 3 ? escapeOld : escapeNew;
    return this.rdns.map((rdn) => rdn.toString(escape)).join(this._major < 3 ? ', ' : ',');
  }

  toJSON() {
    return this.toString();
  }

  #parts() {
    return this.rdns.map((rdn) => rdn.toString((value) => value.toLowerCase()).toLowerCase());
  }

  equals(other) {
    const [one, two] = [this.#parts(), parseDN(String(other), this._major).#parts()];
    return one.length === two.length && one.every((part, index) => part === two[index]);
  }

  childOf(other) {
    const [one, two] = [this.#parts(), parseDN(String(other), this._major).#parts()];
    return one.length > two.length && two.every((part, index) => part === one[one.length - two.length + index]);
  }

  parentOf(other) {
    return parseDN(String(other), this._major).childOf(this);
  }

  isEmpty() {
    return this.rdns.length === 0;
  }

  parent() {
    return this.rdns.length > 1 ? new DN(this.rdns.slice(1), this._major) : null;
  }

  clone() {
    return new DN([...this.rdns], this._major);
  }
}

// The text at signs that are neither escaped nor quoted.
function split(text, at) {
  const parts = [''];
  let escaped = false;
  let quoted = false;
  for (const sign of text) {
    if (at.includes(sign) && !escaped && !quoted) {
      parts.push('');
      continue;
    }
    if (sign === '"' && !escaped) quoted = !quoted;
    escaped = sign === '\\' && !escaped;
    parts[parts.length - 1] += sign;
  }
  return parts;
}

function unescape(text) {
  const inner = text.trim().replace(/^"(.*)"$/s, '$1');
  const bytes = inner.replace(/(?:\\[0-9a-fA-F]{2})+/g, (run) => {
    try {
      return decodeURIComponent(run.replaceAll('\\', '%'));
    } catch {
      return run;
    }
  });
  return bytes.replace(/\\(.)/g, '$1');
}

// Up to version 2 this one error has a name of its own.
function invalid(text) {
  const error = new classes.InvalidDnSyntaxError(text);
  Object.defineProperty(error, 'name', { value: 'InvalidDistinguishedNameError' });
  return error;
}

function parseDN(text, major) {
  if (typeof text !== 'string') throw new TypeError('name (string) required');
  if (text.trim() === '') return new DN([], major);
  const rdns = split(text, ',;').map((part) => {
    const attrs = {};
    for (const pair of split(part, '+')) {
      const equals = pair.indexOf('=');
      const name = pair.slice(0, equals).trim();
      if (equals < 0 || !/^[A-Za-z0-9.;_-]+$/.test(name)) {
        if (major > 2) throw new Error(equals < 0 ? 'attribute value does not start with equals sign' : 'invalid attribute name');
        throw invalid(text);
      }
      attrs[name.toLowerCase()] = { name, value: unescape(pair.slice(equals + 1)) };
    }
    return new RDN(attrs);
  });
  return new DN(rdns, major);
}

Object.assign(exports, { DN, RDN, parseDN });
