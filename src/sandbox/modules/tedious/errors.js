// `ConnectionError` and `RequestError` of an era of `tedious`.
'use strict';

const { captureStackTrace } = Error;

const visible = (error, name, value) =>
  Object.defineProperty(error, name, { value, writable: true, enumerable: true, configurable: true });

// An error class whose instances show what that era's instances show.
function classOf(name, era) {
  const Made = {
    [name]: class extends Error {
      constructor(message, code, options) {
        super(...(era.plainErrors ? [] : [message, era.causes ? options : undefined]));
        if (era.namesErrors) visible(this, 'name', name);
        if (era.plainErrors) visible(this, 'message', message);
        visible(this, 'code', code);
        // The first line of a stack says what the error said when it was taken.
        if (era.plainErrors) captureStackTrace(this, Made);
      }
    },
  }[name];
  if (era.plainErrors && !era.namesErrors) Made.prototype.name = name;
  return Made;
}

exports.classesOf = (era) => ({
  ConnectionError: classOf('ConnectionError', era),
  RequestError: classOf('RequestError', era),
});
