// Header names of the module `request`: kept as written, found whatever their case.
'use strict';

const same = (headers, name) => {
  const wanted = String(name).toLowerCase();
  return Object.keys(headers).find((known) => known.toLowerCase() === wanted) ?? false;
};

// The name under which a header is there, or false.
exports.has = same;

exports.get = function get(headers, name) {
  const known = same(headers, name);
  return known === false ? undefined : headers[known];
};

exports.set = function set(headers, name, value) {
  const known = same(headers, name);
  headers[known === false ? name : known] = value;
};

exports.remove = function remove(headers, name) {
  const known = same(headers, name);
  return known === false ? false : delete headers[known];
};

// What `response.caseless` is.
exports.over = (headers) => ({
  dict: headers,
  has: (name) => same(headers, name),
  get: (name) => exports.get(headers, name),
  set: (name, value) => exports.set(headers, name, value),
  del: (name) => exports.remove(headers, name),
});
