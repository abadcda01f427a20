// `require('fs')`: the files of packages can be read, anything else is not there, nothing can be written.
//
// The platform's container has no file of the user's, and since Node 22 it refuses to write.
'use strict';

const { invalidArgType, needFunction, nativeError } = require('internal/node_errors');
const kinds = require('internal/kinds');
const tasks = require('internal/tasks');
const { join, resolve } = require('path');

const ERRORS = {
  ENOENT: [-2, 'no such file or directory'],
  EBADF: [-9, 'bad file descriptor'],
  EACCES: [-13, 'permission denied'],
  EEXIST: [-17, 'file already exists'],
  ENOTDIR: [-20, 'not a directory'],
  EISDIR: [-21, 'illegal operation on a directory'],
  EINVAL: [-22, 'invalid argument'],
  EFBIG: [-27, 'file too large'],
  EROFS: [-30, 'read-only file system'],
};

// The error of a system call, in Node's words and with its properties in Node's order.
function failure(code, syscall, path, dest) {
  const [errno, words] = ERRORS[code];
  const place = path === undefined ? '' : ` '${path}'`;
  const error = new Error(`${code}: ${words}, ${syscall}${place}${dest === undefined ? '' : ` -> '${dest}'`}`);
  Object.assign(error, { errno, code, syscall });
  if (path !== undefined) error.path = path;
  if (dest !== undefined) error.dest = dest;
  return error;
}

function pathOf(given, name = 'path') {
  if (typeof given === 'string') {
    if (given.includes('\0')) {
      const { invalidArgValue } = require('internal/node_errors');
      throw invalidArgValue(name, given, 'must be a string, Uint8Array, or URL without null bytes');
    }
    return given;
  }
  if (kinds.isUint8Array(given)) return globalThis.Buffer.from(given).toString();
  if (given instanceof URL) return require('url').fileURLToPath(given);
  throw invalidArgType(name, ['string', 'Buffer', 'URL'], given);
}

// Where the sandbox keeps packages is told by absolute paths alone; anything relative lies beside the container's
// working folder, where nothing is.
const place = (path) => resolve('/data', path);

const encodingOf = (options) => (typeof options === 'string' ? options : options?.encoding);

function readFileSync(path, options) {
  const name = pathOf(path);
  if (/[wax+]/.test(options?.flag ?? 'r')) throw failure('EROFS', 'open', name);
  const bytes = host.packageBytes(place(name));
  if (typeof bytes === 'string') {
    throw bytes === 'EISDIR' ? failure(bytes, 'read') : failure(bytes, 'open', name);
  }
  const buffer = globalThis.Buffer.from(bytes.buffer);
  const encoding = encodingOf(options);
  return encoding === undefined || encoding === null || encoding === 'buffer' ? buffer : buffer.toString(encoding);
}

class Stats {
  constructor(isFolder, size) {
    const time = 0;
    Object.assign(this, { dev: 1, mode: isFolder ? 0o40555 : 0o100444, nlink: 1, uid: 1000, gid: 1000, rdev: 0 });
    Object.assign(this, { blksize: 4096, ino: 1, size, blocks: Math.ceil(size / 512) });
    Object.assign(this, { atimeMs: time, mtimeMs: time, ctimeMs: time, birthtimeMs: time });
    for (const key of ['atime', 'mtime', 'ctime', 'birthtime']) this[key] = new Date(time);
    Object.defineProperty(this, 'isFolder', { value: isFolder });
  }
  isDirectory() {
    return this.isFolder;
  }
  isFile() {
    return !this.isFolder;
  }
}
for (const name of ['isBlockDevice', 'isCharacterDevice', 'isFIFO', 'isSocket', 'isSymbolicLink']) {
  Stats.prototype[name] = { [name]: () => false }[name];
}

const missing = (path) => (host.packageKind(place(path)) === 'outside' ? 'EACCES' : 'ENOENT');

const statAs = (syscall) =>
  function (path, options) {
    const name = pathOf(path);
    const kind = host.packageKind(place(name));
    if (kind === 'folder') return new Stats(true, 4096);
    if (kind === 'file') return new Stats(false, host.packageBytes(place(name)).length ?? 0);
    if (options?.throwIfNoEntry === false) return undefined;
    throw failure(missing(name), syscall, name);
  };
const statSync = statAs('stat');
const lstatSync = statAs('lstat');

class Dirent {
  constructor(name, parentPath) {
    Object.assign(this, { name, parentPath, path: parentPath });
    Object.defineProperty(this, 'isFolder', {
      value: host.packageKind(join(place(parentPath), name)) === 'folder',
    });
  }
  isDirectory() {
    return this.isFolder;
  }
  isFile() {
    return !this.isFolder;
  }
  isSymbolicLink() {
    return false;
  }
}

function readdirSync(path, options) {
  const name = pathOf(path);
  const names = host.packageNames(place(name));
  if (!names.startsWith('[')) throw failure(names, 'scandir', name);
  const found = JSON.parse(names);
  return options?.withFileTypes ? found.map((each) => new Dirent(each, name)) : found;
}

function realpathSync(path) {
  const name = pathOf(path);
  const real = host.packageReal(place(name));
  if (real === undefined) throw failure(missing(name), 'lstat', name);
  return real;
}
realpathSync.native = realpathSync;

const constants = {
  F_OK: 0,
  R_OK: 4,
  W_OK: 2,
  X_OK: 1,
  O_RDONLY: 0,
  O_WRONLY: 1,
  O_RDWR: 2,
  O_CREAT: 64,
  O_EXCL: 128,
  O_TRUNC: 512,
  O_APPEND: 1024,
  S_IFMT: 61440,
  S_IFREG: 32768,
  S_IFDIR: 16384,
  S_IFLNK: 40960,
  COPYFILE_EXCL: 1,
};

function accessSync(path, mode = 0) {
  const name = pathOf(path);
  if (host.packageKind(place(name)) === undefined || missing(name) === 'EACCES') {
    throw failure(missing(name), 'access', name);
  }
  if (mode & constants.W_OK) throw failure('EROFS', 'access', name);
}

function existsSync(path) {
  try {
    const kind = host.packageKind(place(pathOf(path)));
    return kind === 'file' || kind === 'folder';
  } catch {
    return false;
  }
}

function openSync(path, flags = 'r') {
  const name = pathOf(path);
  const writes = typeof flags === 'number' ? (flags & 3) !== 0 || (flags & 64) !== 0 : /[wax+]/.test(flags);
  if (writes) throw failure('EROFS', 'open', name);
  if (host.packageKind(place(name)) !== 'file') throw failure(missing(name), 'open', name);
  throw nativeError(
    Error,
    'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
    'fs.open: file descriptors are not there in this sandbox; readFile reads files of packages',
  );
}

// name → [system call, arguments that are paths]
const WRITES = {
  appendFile: ['open', 1],
  chmod: ['chmod', 1],
  chown: ['chown', 1],
  copyFile: ['copyfile', 2],
  cp: ['cp', 2],
  lchown: ['lchown', 1],
  link: ['link', 2],
  lutimes: ['lutime', 1],
  mkdir: ['mkdir', 1],
  mkdtemp: ['mkdtemp', 1],
  rename: ['rename', 2],
  rm: ['rm', 1],
  rmdir: ['rmdir', 1],
  symlink: ['symlink', 2],
  truncate: ['open', 1],
  unlink: ['unlink', 1],
  utimes: ['utime', 1],
  writeFile: ['open', 1],
};

// Functions that only make sense on a descriptor, of which there are none.
const ON_DESCRIPTORS = ['close', 'fchmod', 'fchown', 'fdatasync', 'fstat', 'fsync', 'ftruncate', 'futimes'];
const READ_WRITE = ['read', 'readv', 'write', 'writev'];

const sync = {
  access: accessSync,
  lstat: lstatSync,
  open: openSync,
  readdir: readdirSync,
  readFile: readFileSync,
  readlink(path) {
    const name = pathOf(path);
    throw failure(host.packageKind(place(name)) === undefined ? 'ENOENT' : 'EINVAL', 'readlink', name);
  },
  realpath: realpathSync,
  stat: statSync,
};
for (const [name, [syscall, paths]] of Object.entries(WRITES)) {
  sync[name] = (path, other) => {
    const from = pathOf(path);
    throw failure('EROFS', syscall, from, paths === 2 ? pathOf(other, 'dest') : undefined);
  };
}
for (const name of [...ON_DESCRIPTORS, ...READ_WRITE]) {
  sync[name] = (fd) => {
    if (typeof fd !== 'number') throw invalidArgType('fd', 'number', fd);
    throw failure('EBADF', name);
  };
}

const promises = {};
for (const [name, run] of Object.entries(sync)) {
  exports[`${name}Sync`] = Object.defineProperty(run, 'name', { value: `${name}Sync`, configurable: true });
  exports[name] = {
    [name](...args) {
      const callback = args.pop();
      needFunction(callback, 'cb');
      let error = null;
      let value;
      try {
        value = run(...args);
      } catch (thrown) {
        // Wrong arguments are thrown at once, what the system refuses comes later.
        if (thrown.errno === undefined) throw thrown;
        error = thrown;
      }
      tasks.later(() => (error === null ? callback(null, value) : callback(error)));
    },
  }[name];
  if (!ON_DESCRIPTORS.includes(name) && !READ_WRITE.includes(name)) {
    promises[name] = {
      [name]: (...args) =>
        new Promise((fulfil, reject) => {
          let settle;
          try {
            const value = run(...args);
            settle = () => fulfil(value);
          } catch (error) {
            settle = () => reject(error);
          }
          tasks.later(settle);
        }),
    }[name];
  }
}
promises.constants = constants;
exports.realpath.native = exports.realpath;

exports.existsSync = existsSync;
exports.exists = (path, callback) => {
  needFunction(callback, 'cb');
  tasks.later(() => callback(existsSync(path)));
};

// Most who require `fs` open no stream: the classes are made when one is wanted.
let streams;
function classes() {
  if (streams !== undefined) return streams;
  const { Readable, Writable } = require('stream');

  class ReadStream extends Readable {
    #done = false;
    constructor(path, options) {
      super({ ...(typeof options === 'object' ? options : {}), encoding: encodingOf(options) ?? undefined });
      Object.assign(this, { path: pathOf(path), flags: 'r', fd: null, bytesRead: 0 });
      this.start = options?.start;
      this.end = options?.end ?? Infinity;
    }
    _construct(opened) {
      tasks.later(() => {
        const kind = host.packageKind(place(this.path));
        if (kind !== 'file' && kind !== 'folder') return opened(failure(missing(this.path), 'open', this.path));
        opened();
        this.emit('open', null);
        return this.emit('ready');
      });
    }
    _read() {
      if (this.#done) return;
      this.#done = true;
      try {
        const bytes = readFileSync(this.path).subarray(this.start ?? 0, this.end + 1);
        this.bytesRead = bytes.length;
        if (bytes.length > 0) this.push(bytes);
        this.push(null);
      } catch (error) {
        this.destroy(error);
      }
    }
  }

  class WriteStream extends Writable {
    constructor(path) {
      super();
      Object.assign(this, { path: pathOf(path), flags: 'w', fd: null, bytesWritten: 0 });
    }
    _construct(opened) {
      tasks.later(() => opened(failure('EROFS', 'open', this.path)));
    }
  }
  streams = { ReadStream, WriteStream };
  return streams;
}
for (const [name, alias] of [
  ['ReadStream', 'FileReadStream'],
  ['WriteStream', 'FileWriteStream'],
]) {
  for (const key of [name, alias]) {
    Object.defineProperty(exports, key, { get: () => classes()[name], set() {}, enumerable: true, configurable: true });
  }
}
exports.createReadStream = (path, options) => new (classes().ReadStream)(path, options);
exports.createWriteStream = (path, options) => new (classes().WriteStream)(path, options);

const unwatched = (name) => {
  exports[name] = {
    [name](path) {
      throw nativeError(
        Error,
        'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
        `fs.${name} is not there in this sandbox: ${pathOf(path)} cannot be watched`,
      );
    },
  }[name];
};
unwatched('watch');
unwatched('watchFile');
exports.unwatchFile = () => {};

Object.assign(exports, { constants, F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1, Stats, Dirent });
Object.defineProperty(exports, 'promises', { value: promises, enumerable: true, configurable: true });
// For the loader of packages, which reads as scripts do.
Object.defineProperty(exports, 'failure', { value: failure });
