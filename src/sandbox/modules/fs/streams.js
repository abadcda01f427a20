// `fs.ReadStream` and `fs.WriteStream`: a file as a stream; nothing can be written.
'use strict';

const { Readable, Writable } = require('stream');

let made;

// Both classes, by what `fs` reads with.
exports.of = function of({ failure, pathOf, readFileSync }) {
  if (made !== undefined) return made;

  class ReadStream extends Readable {
    constructor(path, options) {
      super(typeof options === 'object' && options !== null ? { ...options, read: undefined } : {});
      this.path = path;
      this.flags = 'r';
      this.fd = null;
      this.range = [options?.start ?? 0, (options?.end ?? Infinity) + 1];
      this.name = pathOf(path);
      const encoding = typeof options === 'string' ? options : options?.encoding;
      if (encoding) this.setEncoding(encoding);
    }

    _read() {
      try {
        const bytes = readFileSync(this.name).subarray(...this.range);
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
      this.path = path;
      this.fd = null;
      this.destroy(failure('EROFS', 'open', pathOf(path)));
    }

    _write(chunk, encoding, done) {
      done();
    }
  }

  made = { ReadStream, WriteStream };
  return made;
};
