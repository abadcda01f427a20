// `util.MIMEType` and `util.MIMEParams`.
'use strict';

const { coded } = require('internal/node_errors');

const NOT_TOKEN = /[^!#$%&'*+\-.^_`|~A-Za-z0-9]/;
const NOT_QUOTED = /[^\t\u0020-~\u0080-\u00ff]/;

const bad = (what, text, at = -1) =>
  coded(
    TypeError,
    'ERR_INVALID_MIME_SYNTAX',
    `The MIME syntax for a ${what} in ${JSON.stringify(text)} is invalid${at === -1 ? '' : ` at ${at}`}`,
  );

function token(text, what, whole = text) {
  const at = text.search(NOT_TOKEN);
  if (text === '' || at !== -1) throw bad(what, whole, at);
  return text.toLowerCase();
}

const quoted = (value) => {
  if (value === '') return '""';
  return NOT_TOKEN.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : value;
};

class MIMEParams {
  #held = new Map();

  delete(name) {
    this.#held.delete(`${name}`);
  }

  get(name) {
    return this.#held.get(`${name}`) ?? null;
  }

  has(name) {
    return this.#held.has(`${name}`);
  }

  set(name, value) {
    name = `${name}`;
    value = `${value}`;
    const wrongName = name.search(NOT_TOKEN);
    if (name === '' || wrongName !== -1) throw bad('parameter name', name, wrongName);
    const wrongValue = value.search(NOT_QUOTED);
    if (wrongValue !== -1) throw bad('parameter value', value, wrongValue);
    this.#held.set(name, value);
  }

  *entries() {
    yield* this.#held.entries();
  }

  *keys() {
    yield* this.#held.keys();
  }

  *values() {
    yield* this.#held.values();
  }

  [Symbol.iterator]() {
    return this.entries();
  }

  toString() {
    return [...this.#held].map(([name, value]) => `${name}=${quoted(value)}`).join(';');
  }

  toJSON() {
    return this.toString();
  }
}

// `a=b; c="d e"`: the first of a name counts, what is not well formed is left out.
function read(text, params) {
  const pattern = /\s*([^;=]*)(?:=(?:"((?:[^"\\]|\\.)*)"?[^;]*|([^;]*)))?(?:;|$)/gy;
  for (let match = pattern.exec(text); match !== null && match[0] !== ''; match = pattern.exec(text)) {
    const name = match[1].toLowerCase();
    const value = match[2] === undefined ? match[3]?.trimEnd() : match[2].replace(/\\(.)/g, '$1');
    if (value === undefined || (value === '' && match[2] === undefined)) continue;
    if (name !== '' && !NOT_TOKEN.test(name) && !NOT_QUOTED.test(value) && !params.has(name)) params.set(name, value);
  }
}

class MIMEType {
  #type;
  #subtype;
  #params = new MIMEParams();

  constructor(input) {
    const text = `${input}`;
    const trimmed = text.trim();
    const slash = trimmed.indexOf('/');
    const type = slash === -1 ? trimmed : trimmed.slice(0, slash);
    const wrong = type.search(NOT_TOKEN);
    if (type === '' || slash === -1 || wrong !== -1) throw bad('type', text, slash === -1 ? -1 : wrong);
    const end = trimmed.indexOf(';', slash);
    const subtype = trimmed.slice(slash + 1, end === -1 ? undefined : end).trimEnd();
    const wrongSub = subtype.search(NOT_TOKEN);
    if (subtype === '' || wrongSub !== -1) throw bad('subtype', text, wrongSub === -1 ? -1 : slash + 1 + wrongSub);
    this.#type = type.toLowerCase();
    this.#subtype = subtype.toLowerCase();
    if (end !== -1) read(trimmed.slice(end + 1), this.#params);
  }

  get type() {
    return this.#type;
  }
  set type(value) {
    this.#type = token(`${value}`, 'type');
  }

  get subtype() {
    return this.#subtype;
  }
  set subtype(value) {
    this.#subtype = token(`${value}`, 'subtype');
  }

  get essence() {
    return `${this.#type}/${this.#subtype}`;
  }

  get params() {
    return this.#params;
  }

  toString() {
    const params = this.#params.toString();
    return `${this.essence}${params === '' ? '' : `;${params}`}`;
  }

  toJSON() {
    return this.toString();
  }
}

exports.MIMEParams = MIMEParams;
exports.MIMEType = MIMEType;
