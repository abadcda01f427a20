// `require('path')`, as on a POSIX system.
'use strict';

const { invalidArgType, needString } = require('internal/node_errors');

const CURRENT = '/data';

// Takes out empty, `.` and `..` segments; `..` above the start stays only in relative paths.
function segments(path, absolute) {
  const kept = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') kept.push(segment);
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (!absolute) kept.push('..');
  }
  return kept.join('/');
}

exports.sep = '/';
exports.delimiter = ':';

exports.isAbsolute = (path) => {
  needString(path, 'path');
  return path.startsWith('/');
};

exports.normalize = function normalize(path) {
  needString(path, 'path');
  if (path === '') return '.';
  const absolute = path.startsWith('/');
  const kept = segments(path, absolute);
  if (kept === '') return absolute ? '/' : path.endsWith('/') ? './' : '.';
  return (absolute ? '/' : '') + kept + (path.endsWith('/') ? '/' : '');
};

exports.join = function join(...parts) {
  for (const part of parts) needString(part, 'path');
  return exports.normalize(parts.filter((part) => part !== '').join('/'));
};

exports.resolve = function resolve(...parts) {
  let path = '';
  parts.forEach((part, i) => needString(part, `paths[${i}]`));
  for (let i = parts.length - 1; i >= 0 && !path.startsWith('/'); i--) {
    if (parts[i] !== '') path = path === '' ? parts[i] : `${parts[i]}/${path}`;
  }
  return `/${segments(path.startsWith('/') ? path : `${CURRENT}/${path}`, true)}`;
};

exports.relative = function relative(from, to) {
  needString(from, 'from');
  needString(to, 'to');
  const start = exports.resolve(from).split('/').filter(Boolean);
  const end = exports.resolve(to).split('/').filter(Boolean);
  let same = 0;
  while (same < start.length && same < end.length && start[same] === end[same]) same += 1;
  return [...start.slice(same).map(() => '..'), ...end.slice(same)].join('/');
};

const withoutSlashes = (path) => path.replace(/\/+$/, '');

exports.dirname = function dirname(path) {
  needString(path, 'path');
  if (path === '') return '.';
  const trimmed = withoutSlashes(path);
  if (trimmed === '') return '/';
  const at = trimmed.lastIndexOf('/');
  if (at === -1) return '.';
  // Of several slashes only the last goes.
  return trimmed.slice(0, at) || (path.startsWith('//') && at === 1 ? '//' : '/');
};

exports.basename = function basename(path, suffix) {
  needString(path, 'path');
  if (suffix !== undefined) needString(suffix, 'suffix');
  if (suffix === path) return '';
  const trimmed = withoutSlashes(path);
  const name = trimmed.slice(trimmed.lastIndexOf('/') + 1);
  return suffix && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
};

exports.extname = function extname(path) {
  needString(path, 'path');
  const name = exports.basename(path);
  const at = name.lastIndexOf('.');
  return at <= 0 || name === '..' ? '' : name.slice(at);
};

exports.parse = function parse(path) {
  needString(path, 'path');
  const root = path.startsWith('/') ? '/' : '';
  const base = exports.basename(path);
  const ext = exports.extname(path);
  const trimmed = withoutSlashes(path);
  const at = trimmed.lastIndexOf('/');
  const dir = at === -1 ? root : trimmed.slice(0, at) || root;
  return { root, dir, base, ext, name: ext === '' ? base : base.slice(0, -ext.length) };
};

exports.format = function format(path) {
  if (path === null || typeof path !== 'object') throw invalidArgType('pathObject', 'object', path);
  const dir = path.dir || path.root;
  const ext = path.ext ? (path.ext.startsWith('.') ? path.ext : `.${path.ext}`) : '';
  const base = path.base || `${path.name || ''}${ext}`;
  if (!dir) return base;
  return dir === path.root ? `${dir}${base}` : `${dir}/${base}`;
};

exports.toNamespacedPath = (path) => path;
exports._makeLong = exports.toNamespacedPath;
exports.matchesGlob = (path, pattern) => require('path/glob').matchesGlob(path, pattern, false);
exports.posix = exports;
Object.defineProperty(exports, 'win32', { get: () => require('path/win32'), enumerable: true, configurable: true });
