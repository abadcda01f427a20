// Error classes of the npm module `mongodb`, as each major version has them, and what a failure becomes.
'use strict';

const context = Symbol('mongoErrorContextSymbol');

// Up to version 3 the server's whole answer stands on the error, its name too.
function older() {
  class MongoError extends Error {
    constructor(message) {
      if (message instanceof Error) super(message.message);
      else if (typeof message === 'string') super(message);
      else super(message.message || message.errmsg || message.$err || 'n/a');
      if (message !== null && typeof message === 'object' && !(message instanceof Error)) {
        for (const [name, value] of Object.entries(message)) {
          if (name !== 'message') this[name] = value;
        }
      }
      this.name = 'MongoError';
    }

    static create(options) {
      return new MongoError(options);
    }

    hasErrorLabel(label) {
      return this.errorLabels !== undefined && this.errorLabels.includes(label);
    }
  }

  class MongoNetworkError extends MongoError {
    constructor(message) {
      super(message);
      this.name = 'MongoNetworkError';
      this.errorLabels = ['TransientTransactionError'];
    }
  }

  class BulkWriteError extends MongoError {
    constructor(error, result) {
      const { err, ...told } = error;
      super(told);
      this.name = 'BulkWriteError';
      this.driver = true;
      this.err = err;
      this.result = result;
    }
  }

  const own = (message) => new MongoError({ message, driver: true });
  return {
    classes: { MongoError, MongoNetworkError },
    BulkWriteError,
    own,
    plain: (message) => new MongoError(message),
    api: own,
    argument: own,
    parse: (message) => new Error(message),
    scheme: (message) => new Error(message),
    server: (answer) => Object.assign(new MongoError(answer), { [context]: {} }),
    write: (error) =>
      Object.assign(new MongoError({ message: error.errmsg, driver: true }), error, { [context]: {} }),
    network: (message) => Object.assign(new MongoNetworkError(message), { [context]: {} }),
  };
}

function newer(major) {
  const make = (name, Parent) => {
    const Class = {
      [name]: class extends Parent {
        get name() {
          return name;
        }
      },
    }[name];
    return Class;
  };

  class MongoError extends Error {
    constructor(message, options) {
      if (message instanceof Error) super(message.message, options);
      else super(message, options);
      if (major > 4) this.errorLabelSet = new Set();
      if (major === 5) Object.defineProperty(this, 'errorLabelSet', { enumerable: false });
    }

    get name() {
      return 'MongoError';
    }

    get errmsg() {
      return this.message;
    }

    hasErrorLabel(label) {
      return this.errorLabels.includes(label);
    }

    get errorLabels() {
      return this.errorLabelSet === undefined ? [] : [...this.errorLabelSet];
    }
  }

  class MongoServerError extends MongoError {
    constructor(answer) {
      super(answer.message || answer.errmsg || answer.$err || 'n/a');
      if (major > 5) this.errorResponse = answer;
      for (const [name, value] of Object.entries(answer)) {
        if (name !== 'errorLabels' && name !== 'errmsg' && name !== 'message') this[name] = value;
      }
    }

    get name() {
      return 'MongoServerError';
    }
  }

  const MongoDriverError = make('MongoDriverError', MongoError);
  const MongoAPIError = make('MongoAPIError', MongoDriverError);
  const MongoRuntimeError = make('MongoRuntimeError', MongoDriverError);
  const MongoNetworkError = make('MongoNetworkError', MongoError);

  class MongoSystemError extends MongoError {
    constructor(message, reason, cause) {
      super(message, cause === undefined ? undefined : { cause });
      if (reason) this.reason = reason;
      this.code = cause?.code;
    }

    get name() {
      return 'MongoSystemError';
    }
  }

  class MongoBulkWriteError extends MongoServerError {
    constructor(error, result) {
      super({ message: error.errmsg ?? error.message, code: error.code, writeErrors: error.writeErrors ?? [] });
      this.result = result;
    }

    get name() {
      return 'MongoBulkWriteError';
    }
  }
  for (const count of ['insertedCount', 'matchedCount', 'modifiedCount', 'deletedCount', 'upsertedCount', 'insertedIds', 'upsertedIds']) {
    Object.defineProperty(MongoBulkWriteError.prototype, count, {
      get() {
        return this.result[count];
      },
    });
  }

  const classes = {
    MongoBulkWriteError,
    MongoAPIError,
    MongoDriverError,
    MongoError,
    MongoInvalidArgumentError: make('MongoInvalidArgumentError', MongoAPIError),
    MongoCompatibilityError: make('MongoCompatibilityError', MongoAPIError),
    MongoNotConnectedError: make('MongoNotConnectedError', MongoAPIError),
    MongoTransactionError: make('MongoTransactionError', MongoAPIError),
    MongoExpiredSessionError: make('MongoExpiredSessionError', MongoAPIError),
    MongoMissingCredentialsError: make('MongoMissingCredentialsError', MongoAPIError),
    MongoCursorInUseError: make('MongoCursorInUseError', MongoAPIError),
    MongoCursorExhaustedError: make('MongoCursorExhaustedError', MongoAPIError),
    MongoNetworkError,
    MongoNetworkTimeoutError: make('MongoNetworkTimeoutError', MongoNetworkError),
    MongoParseError: make('MongoParseError', MongoDriverError),
    MongoRuntimeError,
    MongoServerClosedError: make('MongoServerClosedError', MongoAPIError),
    MongoTopologyClosedError: make('MongoTopologyClosedError', MongoAPIError),
    MongoServerError,
    MongoSystemError,
    MongoServerSelectionError: make('MongoServerSelectionError', MongoSystemError),
  };
  const api = (message) => new classes.MongoAPIError(message);
  return {
    classes,
    BulkWriteError: MongoBulkWriteError,
    own: api,
    plain: api,
    api: major < 6 ? api : (message) => new classes.MongoInvalidArgumentError(message),
    argument: (message) => new classes.MongoInvalidArgumentError(message),
    parse: (message) => new classes.MongoParseError(message),
    // What reads connection strings is a package of its own, with an error of its own.
    scheme: (message) => new (make('MongoParseError', Error))(message),
    server: (answer) => new MongoServerError(answer),
    write: (error) => new MongoServerError(error),
    network: (message) => new MongoNetworkError(message),
    notConnected: (message) => new classes.MongoNotConnectedError(message),
  };
}

exports.errors = (major) => (major < 4 ? older() : newer(major));
