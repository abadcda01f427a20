// `require('path').win32`: paths as on Windows.
'use strict';

const { invalidArgType, needString } = require('internal/node_errors');

const CURRENT = 'C:\\data';
const SLASHES = /[\\/]/;
const isSlash = (unit) => unit === '/' || unit === '\\';

// The root of a path as it is written (`C:\`, `C:`, `\\server\share\`, `\`, nothing), its device, and whether the
// path starts at that root.
function rooted(path) {
  const drive = /^[A-Za-z]:/.exec(path)?.[0];
  if (drive !== undefined) {
    const absolute = isSlash(path[2]);
    return { root: absolute ? path.slice(0, 3) : drive, device: drive, absolute };
  }
  const share = /^[\\/]{2}([^\\/]+)[\\/]+([^\\/]+)([\\/]?)/.exec(path);
  if (share !== null) {
    const [root, server, name] = share;
    if (server === '.' || server === '?') return { root: `\\\\${server}\\`, device: `\\\\${server}`, absolute: true };
    return { root, device: `\\\\${server}\\${name}`, absolute: true };
  }
  if (isSlash(path[0])) return { root: path[0], device: '', absolute: true };
  return { root: '', device: '', absolute: false };
}

// Takes out empty, `.` and `..` segments; `..` above the start stays only in relative paths.
function segments(path, absolute) {
  const kept = [];
  for (const segment of path.split(SLASHES)) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') kept.push(segment);
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (!absolute) kept.push('..');
  }
  return kept.join('\\');
}

exports.sep = '\\';
exports.delimiter = ';';

exports.isAbsolute = function isAbsolute(path) {
  needString(path, 'path');
  return isSlash(path[0]) || /^[A-Za-z]:[\\/]/.test(path);
};

exports.normalize = function normalize(path) {
  needString(path, 'path');
  if (path === '') return '.';
  if (path.length === 1) return isSlash(path) ? '\\' : path;
  const { root, device, absolute } = rooted(path);
  let tail = segments(path.slice(root.length), absolute);
  if (tail === '' && !absolute) tail = '.';
  if (tail !== '' && isSlash(path.at(-1))) tail += '\\';
  // What would read as a drive only once it was normalized must not become one.
  if (!absolute && device === '' && path.includes(':')) {
    if (/^[A-Za-z]:/.test(tail)) return `.\\${tail}`;
  }
  if (device === '') return absolute ? `\\${tail}` : tail;
  return absolute ? `${device}\\${tail}` : `${device}${tail}`;
};

exports.join = function join(...parts) {
  for (const part of parts) needString(part, 'path');
  const given = parts.filter((part) => part !== '');
  if (given.length === 0) return '.';
  let joined = given.join('\\');
  // Two slashes at the start mean a server only if the first part has them.
  const [first] = given;
  const isShare = isSlash(first[0]) && isSlash(first[1]) && first.length > 2 && !isSlash(first[2]);
  if (!isShare) joined = joined.replace(/^[\\/]{2,}/, '\\');
  return exports.normalize(joined);
};

exports.resolve = function resolve(...parts) {
  let device = '';
  let tail = '';
  let absolute = false;
  for (let i = parts.length - 1; i >= -1 && !(absolute && device !== ''); i--) {
    let path = i >= 0 ? parts[i] : CURRENT;
    if (i >= 0) needString(path, `paths[${i}]`);
    else if (device !== '' && device.toLowerCase() !== 'c:') path = `${device}\\`;
    if (path === '') continue;
    const found = rooted(path);
    if (found.device !== '') {
      if (device === '') device = found.device;
      else if (device.toLowerCase() !== found.device.toLowerCase()) continue;
    }
    if (!absolute) {
      tail = `${path.slice(found.root.length)}\\${tail}`;
      absolute = found.absolute;
    }
  }
  const kept = segments(tail, absolute);
  return absolute ? `${device}\\${kept}` : `${device}${kept}` || '.';
};

exports.relative = function relative(from, to) {
  needString(from, 'from');
  needString(to, 'to');
  if (from === to) return '';
  const [start, end] = [exports.resolve(from), exports.resolve(to)];
  if (start.toLowerCase() === end.toLowerCase()) return '';
  const one = start.split('\\').filter(Boolean);
  const two = end.split('\\').filter(Boolean);
  let same = 0;
  while (same < one.length && same < two.length && one[same].toLowerCase() === two[same].toLowerCase()) same += 1;
  const { device } = rooted(start);
  if (same < device.split('\\').filter(Boolean).length) return end;
  return [...one.slice(same).map(() => '..'), ...two.slice(same)].join('\\');
};

// The last segment: where it starts and ends.
function lastSegment(path) {
  const { root } = rooted(path);
  const start = /^[A-Za-z]:/.test(path) ? 2 : 0;
  let end = path.length;
  while (end > start && isSlash(path[end - 1])) end -= 1;
  let begin = end;
  while (begin > start && !isSlash(path[begin - 1])) begin -= 1;
  return { root, begin, end };
}

exports.basename = function basename(path, suffix) {
  if (suffix !== undefined) needString(suffix, 'suffix');
  needString(path, 'path');
  if (suffix === path) return '';
  const { begin, end } = lastSegment(path);
  const name = path.slice(begin, end);
  return suffix && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
};

exports.dirname = function dirname(path) {
  needString(path, 'path');
  if (path === '') return '.';
  const { root } = rooted(path);
  let end = path.length;
  while (end > root.length && isSlash(path[end - 1])) end -= 1;
  while (end > root.length && !isSlash(path[end - 1])) end -= 1;
  // Of several slashes only the last goes.
  if (end > root.length) end -= 1;
  return end === 0 ? '.' : path.slice(0, end);
};

exports.extname = function extname(path) {
  needString(path, 'path');
  const name = exports.basename(path);
  const at = name.lastIndexOf('.');
  return at <= 0 || name === '..' ? '' : name.slice(at);
};

exports.parse = function parse(path) {
  needString(path, 'path');
  const { root } = rooted(path);
  const rest = path.slice(root.length);
  const trimmed = rest.replace(/[\\/]+$/, '');
  const at = Math.max(trimmed.lastIndexOf('/'), trimmed.lastIndexOf('\\'));
  const base = trimmed.slice(at + 1);
  const dot = base.lastIndexOf('.');
  const ext = dot <= 0 || base === '..' ? '' : base.slice(dot);
  const dir = at === -1 ? root : root + trimmed.slice(0, at);
  return { root, dir, base, ext, name: ext === '' ? base : base.slice(0, -ext.length) };
};

exports.format = function format(path) {
  if (path === null || typeof path !== 'object') throw invalidArgType('pathObject', 'object', path);
  const dir = path.dir || path.root;
  const ext = path.ext ? (path.ext.startsWith('.') ? path.ext : `.${path.ext}`) : '';
  const base = path.base || `${path.name || ''}${ext}`;
  if (!dir) return base;
  return dir === path.root ? `${dir}${base}` : `${dir}\\${base}`;
};

exports.toNamespacedPath = function toNamespacedPath(path) {
  if (typeof path !== 'string' || path === '') return path;
  const resolved = exports.resolve(path);
  if (/^\\\\[^?.]/.test(resolved)) return `\\\\?\\UNC\\${resolved.slice(2)}`;
  return /^[A-Za-z]:\\/.test(resolved) ? `\\\\?\\${resolved}` : path;
};
exports._makeLong = exports.toNamespacedPath;
exports.matchesGlob = (path, pattern) => require('path/glob').matchesGlob(path, pattern, true);

exports.win32 = exports;
Object.defineProperty(exports, 'posix', { get: () => require('path'), enumerable: true, configurable: true });
