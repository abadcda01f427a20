// The npm module `ldapjs`, versions 1 to 3. Entries of 1 and 2 have `object` and `raw`; those of 3 have `pojo` instead.
// Without a version it is 2: scripts that do not name one read `entry.object`.
'use strict';

const { changes } = require('ldapjs/change');
const { client } = require('ldapjs/client');
const { entries } = require('ldapjs/entry');
const errors = require('ldapjs/errors');
const filters = require('ldapjs/filters');
const { DN, RDN, parseDN } = require('ldapjs/name');

const modules = new Map();

function moduleOf(major) {
  const made = changes(major);
  const shapes = entries(major, made.Attribute);
  const Client = client(major, { changes: made, entries: shapes });
  const named = (text) => parseDN(text, major);
  const read = (text) => filters.parseString(text, major);
  return {
    Client,
    createClient: (options) => new Client(options),
    createServer() {
      throw new Error('a script cannot listen: ldapjs.createServer is not available');
    },
    Attribute: made.Attribute,
    Change: made.Change,
    SearchEntry: shapes.Entry,
    DN,
    RDN,
    dn: { DN, RDN, parse: named },
    parseDN: named,
    filters: { ...filters.classes, parseString: read, parse: read, isFilter: filters.isFilter },
    parseFilter: read,
    ...filters.classes,
    ...errors.classes,
    ...errors.codes,
    getMessage: errors.messageOf,
  };
}

exports.forVersion = function forVersion(asked) {
  const wanted = /\d+/.exec(asked ?? '2');
  const major = Math.min(3, Math.max(1, Number(wanted?.[0] ?? 2)));
  if (!modules.has(major)) modules.set(major, moduleOf(major));
  return modules.get(major);
};
