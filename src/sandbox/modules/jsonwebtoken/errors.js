// The errors of `verify`. They are made without the constructor of Error, so their name and message are properties.
'use strict';

function made(error, name, message, more) {
  Object.assign(error, { name, message, ...more });
  Error.captureStackTrace(error, error.constructor);
}

function JsonWebTokenError(message, error) {
  made(this, 'JsonWebTokenError', message, error ? { inner: error } : {});
}

function NotBeforeError(message, date) {
  made(this, 'NotBeforeError', message, { date });
}

function TokenExpiredError(message, expiredAt) {
  made(this, 'TokenExpiredError', message, { expiredAt });
}

for (const [Class, Base] of [
  [JsonWebTokenError, Error],
  [NotBeforeError, JsonWebTokenError],
  [TokenExpiredError, JsonWebTokenError],
]) {
  Class.prototype = Object.create(Base.prototype);
  Class.prototype.constructor = Class;
}

Object.assign(exports, { JsonWebTokenError, NotBeforeError, TokenExpiredError });
