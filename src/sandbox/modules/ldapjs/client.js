// The client of the npm module `ldapjs`. It connects as soon as it is made; what is asked before that waits.
'use strict';

const EventEmitter = require('internal/emitter');
const tasks = require('internal/tasks');
const { accessOf, tlsOf } = require('internal/access');
const { networkError } = require('internal/network_error');
const wire = require('internal/wire');
const { errorOf } = require('ldapjs/errors');
const { isFilter, parseString, classes: filters } = require('ldapjs/filters');
const { DN, parseDN } = require('ldapjs/name');

const URL = /^(ldaps?):\/\/(\[[^\]]*\]|[^:/?]*)(?::(\d+))?(?:\/.*)?$/i;
const SCOPES = { base: 'base', one: 'one', sub: 'sub', 0: 'base', 1: 'one', 2: 'sub' };
const WHO_AM_I = '1.3.6.1.4.1.4203.1.11.3';

function addressOf(options) {
  if (options.url === undefined && options.socketPath === undefined) {
    throw new TypeError('options.url (string) required');
  }
  const [url] = [options.url ?? 'ldap://localhost'].flat();
  const found = URL.exec(url);
  if (found === null) throw new TypeError(`${url} is an invalid LDAP url (protocol)`);
  const secure = found[1].toLowerCase() === 'ldaps';
  const hostname = found[2].replace(/^\[|\]$/g, '') || 'localhost';
  return { url, secure, hostname: decodeURIComponent(hostname), port: found[3] === undefined ? (secure ? 636 : 389) : Number(found[3]) };
}

const needFunction = (callback, name = 'callback') => {
  if (typeof callback !== 'function') throw assertion(`${name} (func) is required`);
};

const assertion = (message) => Object.assign(new Error(message), { name: 'AssertionError', code: 'ERR_ASSERTION' });

// The last of the arguments that is a function, and whether controls stand before it.
const callbackOf = (args) => args.find((one) => typeof one === 'function');

// How many entries a page has; 0 for a search that is not paged.
const pageOf = (paged) => (paged ? Number(paged.pageSize) || 100 : 0);

exports.client = function client(major, made) {
  const { changes, entries } = made;

  class Client extends EventEmitter {
    #target;
    #access;
    #waiting = [];
    #state = 'connecting';
    #message = 0;
    #bound = '';

    constructor(options) {
      super();
      if (options === null || typeof options !== 'object') throw new TypeError('options (object) required');
      const { url, secure, hostname, port } = addressOf(options);
      Object.assign(this, { host: hostname, port, secure, url, socketPath: options.socketPath ?? false });
      this.timeout = Number(options.timeout) || 0;
      this.connectTimeout = Number(options.connectTimeout) || 0;
      this.idleTimeout = Number(options.idleTimeout) || 0;
      this.connected = false;
      this.connecting = true;
      this.#target = { host: hostname, port, user: options.bindDN, connection: wire.newConnection() };
      const tls = secure || options.tlsOptions ? tlsOf(options.tlsOptions ?? true) : undefined;
      this.#access = accessOf({ tls, timeoutMs: this.connectTimeout || this.timeout, options: { secure } });
      this.#connect(options, wire.here());
    }

    #send(operation, done, from, access = this.#access) {
      wire.send('ldapjs', { kind: 'directory', target: this.#target, operation, access }, done, from);
    }

    #connect(options, from) {
      this.#send({ verb: 'connect', secure: this.secure }, (reply) => {
        this.connecting = false;
        if (this.#state === 'destroyed') return;
        if (reply.kind === 'error') {
          this.#unreachable(reply, from);
          return;
        }
        const open = () => {
          this.#state = 'open';
          this.connected = true;
          wire.backTo(from, () => this.emit('connect', { host: this.host, port: this.port }));
          for (const one of this.#waiting.splice(0)) one();
        };
        if (options.bindDN === undefined || options.bindCredentials === undefined) {
          open();
          return;
        }
        // Given with the options, the name is bound before anybody hears of the connection.
        this.#send({ verb: 'bind', name: String(options.bindDN), password: String(options.bindCredentials) }, (bound) => {
          const error = this.#errorOf(bound);
          if (error !== undefined) {
            wire.backTo(from, () => this.emit('setupError', error));
            this.#fail(error, from);
            return;
          }
          this.#bound = String(options.bindDN);
          open();
        }, from);
      }, from);
    }

    #unreachable(failure, from) {
      const error = networkError(failure, this.#target) ?? new Error(failure.message);
      const late = failure.code === 'ETIMEDOUT';
      this.#state = 'failed';
      wire.backTo(from, () => {
        this.emit('connectError', error);
        if (major > 1 && late) this.#emitFailure('connectTimeout', error);
        else if (major > 1 && failure.code === 'ECONNREFUSED') this.#emitFailure('connectRefused', error);
        else this.emit('error', error);
      });
      // Version 1 leaves whoever waits without an answer.
      if (major > 1) this.#fail(error, from);
    }

    // A failure nobody listens for by its name is told as an error, too.
    #emitFailure(event, error) {
      if (this.listenerCount(event) === 0) {
        error.message = `${event}: ${error.message}`;
        this.emit('error', error);
      }
      this.emit(event, error);
    }

    #fail(error, from) {
      this.#state = 'failed';
      for (const one of this.#waiting.splice(0)) wire.backTo(from, one, error);
    }

    // What a reply says that is no success; `undefined` for success.
    #errorOf(reply, fine = [0]) {
      if (reply.kind === 'error') return networkError(reply, this.#target) ?? new Error(reply.message);
      return fine.includes(reply.result.code) ? undefined : errorOf(reply.result);
    }

    // Asks once the way is open; `done(error, reply)`.
    #ask(operation, from, done, fine, access = this.#access) {
      const run = (failed) => {
        if (failed !== undefined) {
          done(failed);
          return;
        }
        this.#message += 1;
        const number = this.#message;
        this.#send(operation, (reply) => {
          if (this.#state === 'destroyed') return;
          const error = this.#errorOf(reply, fine);
          if (error !== undefined && reply.kind !== 'error' && operation.verb !== 'search') this.emit('resultError', error);
          done(error, reply, number);
        }, from, access);
      };
      if (this.#state === 'open') run();
      else if (this.#state === 'connecting') this.#waiting.push(run);
      else if (this.#state === 'failed' && major > 1) tasks.later(() => done(new Error('connection unavailable')), 0, from.stack);
    }

    // Most operations answer with their result and nothing more.
    #plain(operation, name, callback) {
      const from = wire.here();
      this.#ask(operation, from, (error, reply, number) => {
        if (error !== undefined) wire.backTo(from, callback, error);
        else wire.backTo(from, callback, null, entries.resultOf(name, reply.result, number));
      });
    }

    bind(name, credentials, ...args) {
      if (typeof name !== 'string' && !(name instanceof DN)) throw new TypeError('name (string) required');
      if (credentials !== undefined && typeof credentials !== 'string') throw assertion('credentials (string) is required');
      const callback = callbackOf(args);
      needFunction(callback);
      const from = wire.here();
      this.#ask({ verb: 'bind', name: String(name), password: credentials ?? '' }, from, (error, reply, number) => {
        if (error !== undefined) {
          wire.backTo(from, callback, error);
          return;
        }
        this.#bound = String(name);
        wire.backTo(from, callback, null, entries.resultOf('BindResponse', reply.result, number));
      });
    }

    search(base, options, ...args) {
      if (base === undefined) throw assertion('search base');
      const callback = callbackOf(args);
      let stated = options;
      if (Array.isArray(stated) || isFilter(stated)) stated = { filter: stated };
      else if (typeof stated === 'string') stated = { filter: parseString(stated, major) };
      else if (stated === null || typeof stated !== 'object') throw new TypeError('options (object) required');
      let filter;
      if (typeof stated.filter === 'string') filter = parseString(stated.filter, major);
      else if (!stated.filter) filter = new filters.PresenceFilter({ attribute: 'objectclass' });
      else if (isFilter(stated.filter)) filter = stated.filter;
      else throw new TypeError('options.filter (Filter) required');
      const attributes = stated.attributes === undefined ? [] : [stated.attributes].flat();
      if (attributes.some((one) => typeof one !== 'string')) {
        throw new TypeError('options.attributes must be an Array of Strings');
      }
      needFunction(callback);
      const name = this.#nameOf(base);
      const scope = SCOPES[stated.scope ?? 'base'];
      if (scope === undefined) throw new Error(`${stated.scope} is an invalid search scope`);
      const operation = {
        verb: 'search',
        base: name,
        scope,
        filter: filter.toString(),
        attributes,
        sizeLimit: Number(stated.sizeLimit) || 0,
        timeLimit: stated.timeLimit === undefined ? 10 : Number(stated.timeLimit) || 0,
      };
      this.#search(operation, pageOf(stated.paged), callback);
    }

    #search(operation, page, callback) {
      const from = wire.here();
      const response = new EventEmitter();
      const options = { ...this.#access.options, paged: page || undefined };
      const access = { ...this.#access, options };
      const run = () => {
        this.#ask(operation, from, (error, reply, number) => {
          const tell = (...told) => wire.backTo(from, () => response.emit(...told));
          for (const entry of reply?.entries ?? []) {
            const made = new entries.Entry(entry, number);
            this.emit('searchEntry', made);
            tell('searchEntry', made);
          }
          for (const uri of reply?.references ?? []) tell('searchReference', { uris: [uri] });
          if (error !== undefined) {
            if (reply?.kind === 'directory') this.emit('resultError', error);
            tell('error', error);
            return;
          }
          const end = entries.resultOf(major < 3 ? 'SearchResponse' : 'SearchResultDone', reply.result, number);
          if (page > 0) tell('page', end);
          tell('end', end);
        }, [0], access);
      };
      const begin = (failed) => {
        if (failed !== undefined) {
          wire.backTo(from, callback, failed);
          return;
        }
        wire.backTo(from, callback, null, response);
        if (major > 1) tasks.nextTick(() => wire.backTo(from, () => response.emit('searchRequest', { messageId: this.#message + 1 })));
        run();
      };
      if (this.#state === 'open') tasks.nextTick(begin);
      else if (this.#state === 'connecting') this.#waiting.push(begin);
      else if (this.#state === 'failed' && major > 1) tasks.later(() => begin(new Error('connection unavailable')), 0, from.stack);
    }

    #nameOf(name) {
      if (name instanceof DN) return String(name);
      if (typeof name !== 'string') throw new Error('invalid DN');
      // It is sent as written, and refused where it is none.
      parseDN(name, major);
      return name;
    }

    add(name, entry, ...args) {
      if (name === undefined) throw assertion('name');
      if (entry === null || typeof entry !== 'object') throw assertion('entry (object) is required');
      const callback = callbackOf(args);
      needFunction(callback);
      const attributes = changes.entryOf(entry);
      this.#plain({ verb: 'add', name: this.#nameOf(name), attributes }, 'AddResponse', callback);
    }

    modify(name, change, ...args) {
      if (name === undefined) throw assertion('name');
      if (change === null || typeof change !== 'object') throw assertion('change (object) is required');
      const callback = callbackOf(args);
      const read = changes.read(change).map(changes.sent);
      needFunction(callback);
      this.#plain({ verb: 'modify', name: this.#nameOf(name), changes: read }, 'ModifyResponse', callback);
    }

    del(name, ...args) {
      if (name === undefined) throw assertion('name');
      const callback = callbackOf(args);
      needFunction(callback);
      this.#plain({ verb: 'delete', name: this.#nameOf(name) }, 'DeleteResponse', callback);
    }

    modifyDN(name, newName, ...args) {
      if (name === undefined) throw assertion('name');
      if (typeof newName !== 'string') throw assertion('newName (string) is required');
      const callback = callbackOf(args);
      needFunction(callback);
      const rdns = parseDN(newName, major);
      const operation = { verb: 'modifyName', name: this.#nameOf(name), newRdn: newName, deleteOld: true };
      if (rdns.length > 1) {
        const cut = newName.search(/(?<!\\),/);
        operation.newRdn = newName.slice(0, cut);
        operation.newSuperior = newName.slice(cut + 1).trim();
      }
      this.#plain(operation, 'ModifyDNResponse', callback);
    }

    compare(name, attribute, value, ...args) {
      if (name === undefined) throw assertion('name');
      if (typeof attribute !== 'string') throw assertion('attr (string) is required');
      if (typeof value !== 'string') throw assertion('value (string) is required');
      const callback = callbackOf(args);
      needFunction(callback);
      const from = wire.here();
      const operation = { verb: 'compare', name: this.#nameOf(name), attribute, value };
      this.#ask(
        operation,
        from,
        (error, reply, number) => {
          if (error !== undefined) wire.backTo(from, callback, error);
          else wire.backTo(from, callback, null, reply.result.code === 6, entries.resultOf('CompareResponse', reply.result, number));
        },
        [5, 6],
      );
    }

    exop(name, ...args) {
      if (typeof name !== 'string') throw assertion('name (string) is required');
      const callback = callbackOf(args);
      needFunction(callback);
      const from = wire.here();
      const success = { code: 0, matched: '', message: '' };
      tasks.later(() => {
        if (name === WHO_AM_I) {
          const who = this.#bound === '' ? '' : `dn:${this.#bound}`;
          wire.backTo(from, callback, null, who, entries.resultOf('ExtendedResponse', success, this.#message));
          return;
        }
        const error = errorOf({ code: 2, message: 'unsupported extended operation', matched: '' });
        this.emit('resultError', error);
        wire.backTo(from, callback, error);
      }, 0, from.stack);
    }

    starttls(options, ...args) {
      const callback = callbackOf(args);
      needFunction(callback);
      const from = wire.here();
      const access = { ...this.#access, tls: tlsOf(options ?? true) };
      const run = (failed) => {
        if (failed !== undefined) {
          wire.backTo(from, callback, failed);
          return;
        }
        this.#send({ verb: 'startTls' }, (reply) => {
          const error = this.#errorOf(reply);
          if (error === undefined) wire.backTo(from, callback, null);
          else wire.backTo(from, callback, error);
        }, from, access);
      };
      if (this.#state === 'open') run();
      else if (this.#state === 'connecting') this.#waiting.push(run);
    }

    unbind(callback = () => {}) {
      const from = wire.here();
      const run = () => {
        this.#send({ verb: 'unbind' }, () => {
          this.connected = false;
          this.#state = 'closed';
          const status = { code: 'unbind', matched: '', message: '' };
          this.emit('end');
          wire.backTo(from, callback, null, entries.resultOf('UnbindResponse', status, this.#message));
          this.emit('close', false);
        }, from);
      };
      if (this.#state === 'open') run();
      else if (this.#state === 'connecting') this.#waiting.push(run);
      else tasks.later(() => wire.backTo(from, callback), 0, from.stack);
    }

    destroy(error) {
      const was = this.#state;
      const from = wire.here();
      this.#state = 'destroyed';
      this.connected = false;
      this.destroyed = true;
      if (was === 'open') this.#send({ verb: 'unbind' }, () => this.emit('close', false), from);
      const waiting = this.#waiting.splice(0);
      if (waiting.length > 0 && major > 1) {
        const gone = error ?? new Error('client destroyed');
        tasks.later(() => waiting.forEach((one) => one(gone)), 0, from.stack);
      }
      this.emit('destroy', error);
    }

    abandon(message, ...args) {
      const callback = callbackOf(args);
      const from = wire.here();
      if (callback !== undefined) tasks.later(() => wire.backTo(from, callback, null), 0, from.stack);
    }

    connect() {}
  }
  return Client;
};
