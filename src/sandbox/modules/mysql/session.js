// One connection's commands, one after the other, each in the name of the place that asked for it.
'use strict';

const tasks = require('internal/tasks');
const wire = require('internal/wire');

class Session {
  #driver;
  #target;
  #access;
  #errorOf;
  #queue = [];
  #busy = false;
  #closed = false;

  constructor(driver, target, access, errorOf) {
    this.#driver = driver;
    this.id = wire.newConnection();
    this.#target = { ...target, connection: this.id };
    this.#access = access;
    this.#errorOf = errorOf;
  }

  // A command is `{from, start(done), settle(error, reply)}`. A fatal error takes all others along: see `onFatal`.
  add(command) {
    this.#queue.push(command);
    this.#turn();
  }

  // Forgets all that was asked for and closes the connection.
  destroy(from) {
    this.#queue = [];
    this.#close(from, () => {});
  }

  connect(from, done) {
    // A connection that is not let in is closed, whatever the reason.
    this.#ask({ kind: 'connect', dialect: 'mysql', target: this.#target, access: this.#access }, from, (error, reply) =>
      done(error, reply, Boolean(error)),
    );
  }

  query(statement, from, done, multiple = false) {
    const params = statement.params.map(wire.encode);
    const { text, prepared } = statement;
    this.#ask({ kind: 'sql', dialect: 'mysql', target: this.#target, text, params, multiple, prepared }, from, done);
  }

  quit(from, done) {
    this.#close(from, () => done(null));
  }

  // A round trip the store need not know of.
  ping(from, done) {
    tasks.later(() => done(null), 0, from.stack);
  }

  #close(from, done) {
    if (this.#closed) {
      tasks.later(done, 0, from.stack);
      return;
    }
    this.#closed = true;
    wire.send(this.#driver, { kind: 'close', target: this.#target }, done, from);
  }

  #ask(request, from, done) {
    const answered = (reply) => (reply.kind === 'error' ? done(this.#errorOf(reply, this.#target)) : done(null, reply));
    wire.send(this.#driver, request, answered, from);
  }

  #turn() {
    if (this.#busy || this.#queue.length === 0) return;
    const command = this.#queue[0];
    this.#busy = true;
    command.start((error, reply, fatal = error?.fatal) => {
      this.#busy = false;
      // A destroyed connection answers nobody.
      if (this.#queue[0] !== command) return;
      if (fatal) {
        this.#failAll(error);
        return;
      }
      this.#queue.shift();
      wire.backTo(command.from, command.settle, error, reply);
      this.#turn();
    });
  }

  // The connection is gone: whoever owns the session tells its commands.
  #failAll(error) {
    const commands = this.#queue;
    this.#queue = [];
    this.#closed = true;
    this.onFatal(error, commands);
  }
}

exports.Session = Session;
