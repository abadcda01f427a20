// `Request` of `tedious`: a statement or procedure with its parameters, and whoever waits for the outcome.
'use strict';

const EventEmitter = require('internal/emitter');

exports.requestOf = function requestOf(era, { RequestError }) {
  return class Request extends EventEmitter {
    constructor(sqlTextOrProcedure, callback) {
      super();
      this.sqlTextOrProcedure = sqlTextOrProcedure;
      this.parameters = [];
      this.parametersByName = {};
      this.preparing = false;
      this.canceled = false;
      this.paused = false;
      // Without an error the callback gets what this was.
      this.error = era.namesErrors ? null : undefined;
      this.userCallback = callback;
      this.callback = function answered(...outcome) {
        if (this.preparing) {
          this.preparing = false;
          if (outcome[0] && !era.namesErrors) this.emit('error', outcome[0]);
          else this.emit('prepared');
          return;
        }
        const told = era.namesErrors ? outcome : [outcome[0], outcome[1], outcome[2]];
        this.userCallback.apply(this, told);
        this.emit('requestCompleted');
      };
    }

    addParameter(name, type, value, options) {
      const { output = false, length, precision, scale } = options ?? {};
      const parameter = { type, name, value, output: Boolean(output), length, precision, scale };
      this.parameters.push(parameter);
      this.parametersByName[name] = parameter;
      return era.namesErrors ? parameter : undefined;
    }

    addOutputParameter(name, type, value, options) {
      return this.addParameter(name, type, value, { ...options, output: true });
    }

    makeParamsParameter(parameters) {
      return parameters
        .map((one) => `@${one.name} ${one.type.declaration(one)}${one.output ? ' OUTPUT' : ''}`)
        .join(', ');
    }

    // Throws what is wrong with a parameter.
    validateParameters() {
      for (const parameter of this.parameters) {
        try {
          parameter.value = parameter.type.validate(parameter.value);
        } catch (error) {
          // Before 13 a type that is none is noticed by the engine alone.
          if (era.plainErrors && typeof parameter.type?.validate !== 'function') throw error;
          const message = `Validation failed for parameter '${parameter.name}'. ${error.message}`;
          throw new RequestError(message, 'EPARAM', { cause: error });
        }
      }
    }

    pause() {
      if (this.paused) return;
      this.emit('pause');
      this.paused = true;
    }

    resume() {
      if (!this.paused) return;
      this.paused = false;
      this.emit('resume');
    }

    cancel() {
      if (this.canceled) return;
      this.canceled = true;
      this.emit('cancel');
    }

    setTimeout(timeout) {
      this.timeout = timeout;
    }
  };
};
