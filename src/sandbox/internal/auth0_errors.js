// The three error classes Auth0 puts on the global object, with the fields its sandbox sets.
'use strict';

exports.install = function install(target) {
  class AuthorizationError extends Error {
    constructor(code, message, statusCode) {
      super(message);
      this.name = 'AuthorizationError';
      this.code = code;
      this.message = message;
      this.description = message;
      this.statusCode = statusCode;
    }
  }

  class UnauthorizedError extends AuthorizationError {
    constructor(message) {
      super('unauthorized', message, 401);
      this.name = 'UnauthorizedError';
    }
  }

  class ValidationError extends Error {
    constructor(errorCode, message) {
      super(message);
      this.name = 'ValidationError';
      this.code = errorCode;
      this.message = message;
      this.description = message;
      this.statusCode = 400;
    }
  }

  class WrongUsernameOrPasswordError extends Error {
    constructor(userNameOrEmailOrId, message) {
      super(message);
      this.name = 'WrongUsernameOrPasswordError';
      this.code = 'wrongusernameorpassword';
      this.message = message;
      this.user_id = userNameOrEmailOrId;
      this.statusCode = 400;
    }
  }

  for (const value of [UnauthorizedError, ValidationError, WrongUsernameOrPasswordError]) {
    Object.defineProperty(target, value.name, { value, writable: true, enumerable: false, configurable: true });
  }
};
