// The store's side of one socket: what it is asked, and what arrives.
'use strict';

const wire = require('internal/wire');
const { nativeError } = require('internal/node_errors');
const tasks = require('internal/tasks');

const { parse, stringify } = JSON;

const NUMBERS = {
  ECONNREFUSED: -111,
  ECONNRESET: -104,
  ECONNABORTED: -103,
  ETIMEDOUT: -110,
  EHOSTUNREACH: -113,
  ENETUNREACH: -101,
  EADDRNOTAVAIL: -99,
  EPIPE: -32,
  ENOENT: -2,
  EACCES: -13,
};

// A failure as Node's error of that system call: `read ECONNRESET`, `connect ECONNREFUSED 127.0.0.1:1`.
exports.errorOf = function errorOf(failure, address, port) {
  const { code, syscall, message } = failure;
  if (!syscall) return nativeError(Error, code, message || code);
  const plain = `${syscall} ${code}`;
  const place = address === undefined ? '' : ` ${address}:${port}`;
  const error = new Error(message === plain || message === '' ? `${plain}${place}` : message);
  return Object.assign(error, {
    errno: NUMBERS[code],
    code,
    syscall,
    ...(address === undefined ? {} : { address, port }),
  });
};

let sockets = 0;

class Handle {
  #ears;
  #background = false;

  constructor(from) {
    sockets += 1;
    this.number = sockets;
    this.from = from;
    this.isOpen = false;
    this.bytesRead = 0;
    this.bytesWritten = 0;
  }

  #ask(action, done) {
    return wire.send('net', { kind: 'socket', socket: this.number, action }, done, this.from);
  }

  // The answer at once.
  #tell(action) {
    return parse(host.socket(stringify({ kind: 'socket', socket: this.number, action })));
  }

  // `done(error)`.
  open({ name, port, address }, done) {
    const action = { verb: 'open', host: name, port, address };
    return this.#ask(action, (reply) => {
      if (reply.kind === 'error') {
        done(exports.errorOf({ syscall: 'connect', ...reply }, address, port));
        return;
      }
      this.isOpen = true;
      this.remote = { address: reply.address, port: reply.port };
      done();
    });
  }

  // `done(error, what was agreed on)`.
  secure({ tls, name, protocols }, done) {
    this.stopListening();
    this.#ask({ verb: 'secure', tls, host: name, protocols }, (reply) => {
      if (reply.kind === 'error') done(exports.errorOf(reply));
      else done(undefined, reply);
    });
  }

  // An error, if the other side cannot be written to any more.
  write(bytes) {
    if (!this.isOpen) return exports.errorOf({ code: 'EPIPE', syscall: 'write', message: '' });
    const reply = this.#tell({ verb: 'write', bytes: { $bytes: host.base64(bytes) } });
    this.bytesWritten += bytes.length;
    // What arrives next is the answer to this.
    if (this.#ears !== undefined) host.asked(this.number, wire.here().stack);
    return reply.kind === 'error' ? exports.errorOf({ syscall: 'write', ...reply }) : undefined;
  }

  // Hears `{what: 'bytes' | 'ended' | 'failed', …}` until told to stop.
  listen(hear) {
    if (this.#ears !== undefined || !this.isOpen) return;
    this.#ears = tasks.keep(
      host.listen(this.number, this.from.stack),
      (payload) => {
        const received = parse(payload);
        if (received.what === 'bytes') {
          const bytes = wire.decode(received.bytes, wire.buffer);
          const chunk = typeof bytes === 'string' ? wire.buffer(host.fromUtf8(bytes)) : bytes;
          this.bytesRead += chunk.length;
          hear({ bytes: chunk });
        } else {
          this.stopListening();
          hear(received.what === 'failed' ? { error: exports.errorOf({ syscall: 'read', ...received.error }) } : {});
        }
      },
      true,
    );
    if (this.#background) host.listenInBackground(this.number, true);
  }

  stopListening() {
    if (this.#ears === undefined) return;
    host.deafen(this.number);
    tasks.drop(this.#ears);
    this.#ears = undefined;
  }

  setBackground(background) {
    this.#background = background;
    if (this.#ears !== undefined) host.listenInBackground(this.number, background);
  }

  end() {
    if (this.isOpen) this.#tell({ verb: 'end' });
  }

  destroy() {
    this.stopListening();
    if (!this.isOpen) return;
    this.isOpen = false;
    this.#tell({ verb: 'destroy' });
  }
}

exports.Handle = Handle;
