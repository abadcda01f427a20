// `Connection` of `tedious`: a way to the server that runs one request at a time and tells every change of its state.
'use strict';

const EventEmitter = require('internal/emitter');
const { networkError } = require('internal/network_error');
const tasks = require('internal/tasks');
const wire = require('internal/wire');
const messages = require('tedious/messages');
const { answered } = require('tedious/answers');
const settings = require('tedious/settings');
const STATE = require('tedious/states');
const statements = require('tedious/statements');
const { transactingOf } = require('tedious/transacting');

// The class for an era; `driver` is the module in whose name it asks.
exports.connectionOf = function connectionOf(era, { errors, Request, driver }) {
  const { ConnectionError, RequestError } = errors;

  class Connection extends EventEmitter {
    #target;
    #access;
    #login;
    #from;
    #timer;
    #requestTimer;
    #opened = false;

    constructor(config) {
      super();
      this.config = settings.read(config, era);
      this.#login = settings.loginOf(this.config, era);
      this.#target = { ...settings.targetOf(this.config, this.#login), connection: wire.newConnection() };
      this.#access = settings.accessOf(this.config, this.#login);
      this.closed = era.namesErrors ? undefined : false;
      this.request = undefined;
      this.state = STATE.INITIALIZED;
      const from = wire.here();
      if (era.connectsItself === 'at once') this.#connect(from);
      if (era.connectsItself === 'soon') {
        wire.soon(from, () => {
          if (this.state === STATE.INITIALIZED) this.#connect(from);
        });
      }
    }

    connect(listener) {
      if (this.state !== STATE.INITIALIZED) {
        const message = `\`.connect\` can not be called on a Connection in \`${this.state.name}\` state.`;
        throw new ConnectionError(message);
      }
      if (listener) {
        const heard = (error) => {
          this.removeListener('connect', heard);
          this.removeListener('error', heard);
          listener(error);
        };
        this.on('connect', heard);
        this.on('error', heard);
      }
      this.#connect(wire.here());
    }

    #log(text) {
      this.emit('debug', text);
    }

    #to(state) {
      if (this.state === state) {
        this.#log(`State is already ${state.name}`);
        return;
      }
      this.#log(`State change: ${this.state.name} -> ${state.name}`);
      this.state = state;
      if (state === STATE.FINAL) this.#cleanUp();
    }

    #place() {
      const { server, options } = this.config;
      return options.port ? `${server}:${options.port}` : `${server}\\${options.instanceName}`;
    }

    #connect(from) {
      this.#from = from;
      this.#to(STATE.CONNECTING);
      const { connectTimeout } = this.config.options;
      this.#timer = tasks.later(() => wire.backTo(from, () => this.#tooLate()), connectTimeout, from.stack);
      wire.send(
        driver,
        { kind: 'connect', dialect: 'sqlserver', target: this.#target, access: this.#access },
        (reply) => wire.backTo(from, () => this.#reached(reply)),
        from,
      );
    }

    #tooLate() {
      this.#timer = undefined;
      const message = `Failed to connect to ${this.#place()} in ${this.config.options.connectTimeout}ms`;
      this.#log(message);
      this.emit('connect', new ConnectionError(message, 'ETIMEOUT'));
      this.#to(STATE.FINAL);
    }

    #reached(reply) {
      if (this.state !== STATE.CONNECTING) return;
      const failure = reply.kind === 'error' ? reply : undefined;
      const network = failure && networkError(failure, this.#target);
      if (network !== undefined) {
        this.#unreachable(network);
        return;
      }
      this.closed = false;
      this.#log(`connected to ${this.config.server}:${this.config.options.port}`);
      this.#to(STATE.SENT_PRELOGIN);
      if (this.config.options.encrypt) {
        this.#to(STATE.SENT_TLSSSLNEGOTIATION);
        this.#log('TLS negotiated (TLS_AES_256_GCM_SHA384, TLSv1.3)');
      }
      this.#to(this.#loginState());
      if (this.state === STATE.FINAL) return;
      const refusal = failure ?? this.#anonymous();
      if (refusal === undefined) this.#loggedIn();
      else this.#refused(refusal);
    }

    #loginState() {
      const { type } = this.#login;
      if (type === 'default') return STATE.SENT_LOGIN7_WITH_STANDARD_LOGIN;
      return type === 'ntlm' ? STATE.SENT_LOGIN7_WITH_NTLM : STATE.SENT_LOGIN7_WITH_FEDAUTH;
    }

    // No server lets in who gives no name; configurations of before 6 end here in later versions.
    #anonymous() {
      if (this.#login.type !== 'default' || this.#login.userName) return undefined;
      return { errno: 18456, sql_state: '1', severity: '14', message: "Login failed for user ''." };
    }

    #unreachable(error) {
      const tried = !era.triesInSequence || error.syscall === 'getaddrinfo';
      const isAddress = /^[\d.]+$|:/.test(String(this.config.server));
      const raw = tried || (isAddress && !era.triesAddressInSequence);
      const cause = raw ? error : new AggregateError([error], 'Could not connect (sequence)');
      const message = `Failed to connect to ${this.#place()} - ${cause.message}`;
      this.#log(message);
      this.emit('connect', new ConnectionError(message, 'ESOCKET', { cause }));
      this.#to(STATE.FINAL);
    }

    #refused(failure) {
      const token = messages.errorToken(failure, this.config.server, era);
      this.emit('errorMessage', token);
      if (this.state === STATE.FINAL) return;
      this.emit('connect', new ConnectionError(token.message, 'ELOGIN'));
      this.#to(STATE.FINAL);
    }

    #loggedIn() {
      const { database } = this.config.options;
      const { server } = this.config;
      this.#opened = true;
      this.loggedIn = true;
      this.emit('databaseChange', database ?? 'master');
      this.emit('infoMessage', messages.databaseChanged(database ?? 'master')(server, era));
      this.emit('languageChange', 'us_english');
      this.emit('infoMessage', messages.languageChanged(server, era));
      this.#to(STATE.LOGGED_IN_SENDING_INITIAL_SQL);
      this.emit('infoMessage', messages.languageChanged(server, era));
      // A listener may have closed the connection.
      if (this.state === STATE.FINAL) return;
      this.#to(STATE.LOGGED_IN);
      tasks.drop(this.#timer);
      this.#timer = undefined;
      this.emit('connect');
    }

    close() {
      this.#to(STATE.FINAL);
    }

    #cleanUp() {
      if (this.closed) return;
      const from = wire.here();
      for (const timer of [this.#timer, this.#requestTimer]) if (timer !== undefined) tasks.drop(timer);
      const gone = () => this.#log(`connection to ${this.config.server}:${this.config.options.port} closed`);
      if (this.#opened) wire.send(driver, { kind: 'close', target: this.#target }, gone, from);
      else tasks.later(gone, 0, from.stack);
      if (era.endsLater) wire.soon(from, () => this.emit('end'));
      else this.emit('end');
      const { request } = this;
      this.closed = true;
      this.loggedIn = false;
      if (request === undefined || !era.tellsClosed) return;
      request.callback(new RequestError('Connection closed before request completed.', 'ECLOSE'));
      this.request = undefined;
    }

    // Sends `{text, params, batch}`, or nothing where the store has no part in it.
    _make(request, statement) {
      if (this.state !== STATE.LOGGED_IN) {
        const message = `Requests can only be made in the LoggedIn state, not the ${this.state.name} state`;
        this.#log(message);
        request.callback(new RequestError(message, 'EINVALIDSTATE'));
        return;
      }
      const from = wire.here();
      if (request.canceled) {
        wire.soon(from, () => request.callback(new RequestError('Canceled.', 'ECANCEL')));
        return;
      }
      this.request = request;
      request.connection = this;
      Object.assign(request, { rowCount: 0, rows: [], rst: [] });
      const timeout = request.timeout ?? this.config.options.requestTimeout;
      if (timeout) {
        const late = new RequestError(`Timeout: Request failed to complete in ${timeout}ms`, 'ETIMEOUT');
        this.#requestTimer = tasks.later(() => this.#giveUp(request, from, late), timeout, from.stack);
      }
      this.#to(STATE.SENT_CLIENT_REQUEST);
      request.once('cancel', () => this.#cancel(request, from));
      const done = (reply) => wire.backTo(from, () => this.#answer(request, statement, reply));
      if (statement.text === undefined) {
        tasks.later(() => done({ kind: 'several', replies: [] }), 0, from.stack);
      } else {
        const sent = { kind: 'sql', dialect: 'sqlserver', target: this.#target, ...statement.sent };
        wire.send(driver, sent, done, from);
      }
    }

    // The server is told to stop; it says so at once.
    #giveUp(request, from, error) {
      if (this.request !== request) return;
      if (this.state === STATE.SENT_CLIENT_REQUEST) this.#to(STATE.SENT_ATTENTION);
      tasks.later(() => wire.backTo(from, () => this.#abandoned(request, error)), 0, from.stack);
    }

    #cancel(request, from) {
      this.#giveUp(request, from, new RequestError('Canceled.', 'ECANCEL'));
    }

    #abandoned(request, error) {
      if (this.request !== request) return;
      this.#over();
      request.callback(error);
    }

    #over() {
      if (this.#requestTimer !== undefined) tasks.drop(this.#requestTimer);
      this.#requestTimer = undefined;
      this.request = undefined;
      this.#to(STATE.LOGGED_IN);
    }

    #answer(request, statement, reply) {
      if (this.request !== request || this.state !== STATE.SENT_CLIENT_REQUEST) return;
      const network = reply.kind === 'error' ? networkError(reply, this.#target) : undefined;
      if (network !== undefined || (reply.kind === 'error' && reply.fatal)) {
        this.#lost(network ?? new Error(reply.message));
        return;
      }
      answered(this, request, statement, reply, { era, RequestError });
      if (this.state === STATE.FINAL) return;
      this.#over();
      request.callback(request.error, request.rowCount, request.rows);
    }

    #lost(cause) {
      const message = `Connection lost - ${cause.message}`;
      this.#log(message);
      this.#opened = false;
      const error = new ConnectionError(message, 'ESOCKET', { cause });
      try {
        this.emit('error', error);
      } finally {
        this.#to(STATE.FINAL);
      }
    }

    // What is wrong with the parameters is told before anything is sent.
    #checked(request, run) {
      let failure;
      try {
        request.validateParameters();
      } catch (error) {
        if (!(error instanceof RequestError)) throw error;
        failure = error;
      }
      if (failure === undefined) {
        run();
        return;
      }
      request.error = failure;
      wire.soon(wire.here(), () => {
        this.#log(failure.message);
        request.callback(failure);
      });
    }

    execSql(request) {
      this.#checked(request, () => this._make(request, statements.sql(request, this.config.options)));
    }

    execSqlBatch(request) {
      this._make(request, statements.batch(request.sqlTextOrProcedure));
    }

    callProcedure(request) {
      this.#checked(request, () => this._make(request, statements.procedure(request, this.config.options)));
    }

    prepare(request) {
      request.preparing = true;
      request.handle = 1;
      this._make(request, statements.nothing());
    }

    unprepare(request) {
      this._make(request, statements.nothing());
    }

    execute(request, parameters) {
      for (const parameter of request.parameters) parameter.value = parameters?.[parameter.name];
      this.#checked(request, () => this._make(request, statements.sql(request, this.config.options)));
    }

    newBulkLoad() {
      throw new Error('tedious: bulk loads are not supported here; insert the rows one by one');
    }

    execBulkLoad() {
      return this.newBulkLoad();
    }

    cancel() {
      if (this.state !== STATE.SENT_CLIENT_REQUEST || this.request.canceled) {
        if (era.namesErrors) {
          this.#log(`Requests can only be canceled in the SentClientRequest state, not the ${this.state.name} state`);
        }
        return false;
      }
      this.request.cancel();
      return true;
    }

    reset(callback) {
      const request = new Request(undefined, (error) => callback(error));
      this._make(request, statements.nothing());
    }
  }

  Connection.prototype.STATE = STATE;
  return transactingOf(Connection, Request);
};
