// The errors of `mssql`. One made of another error carries it as `originalError`.
'use strict';

class MSSQLError extends Error {
  constructor(message, code) {
    const original = message instanceof Error ? message : undefined;
    super(original === undefined ? message : original.message);
    this.code = original === undefined ? code : original.code || code;
    if (original !== undefined) Object.defineProperty(this, 'originalError', { enumerable: true, value: original });
    this.name = 'MSSQLError';
  }
}

class ConnectionError extends MSSQLError {
  constructor(message, code) {
    super(message, code);
    this.name = 'ConnectionError';
  }
}

class TransactionError extends MSSQLError {
  constructor(message, code) {
    super(message, code);
    this.name = 'TransactionError';
  }
}

class PreparedStatementError extends MSSQLError {
  constructor(message, code) {
    super(message, code);
    this.name = 'PreparedStatementError';
  }
}

// What the server said stands in `info` of the original error.
class RequestError extends MSSQLError {
  constructor(message, code) {
    super(message, code);
    if (message instanceof Error) {
      const about = message.info ?? {};
      this.number = message.info ? about.number || message.code : message.code;
      this.lineNumber = message.info ? about.lineNumber : message.lineNumber;
      this.state = message.info ? about.state : message.sqlstate;
      this.class = message.info ? about.class : message.severity;
      this.serverName = message.info ? about.serverName : message.serverName;
      this.procName = message.info ? about.procName : message.procName;
    }
    this.name = 'RequestError';
  }
}

module.exports = { ConnectionError, TransactionError, RequestError, PreparedStatementError, MSSQLError };
