// What a request of `tedious` becomes on its way to the store: a statement, its parameters by name, and how the server
// answers it (a batch, or a call of a procedure as which every statement with parameters goes).
'use strict';

const { cell } = require('tedious/types');

// Outputs are variables of the statement; the server gives them back at its end, so they are asked for there.
function withOutputs(text, parameters) {
  const outputs = parameters.filter((one) => one.output);
  if (outputs.length === 0) return text;
  const list = outputs.map((one) => `@${one.name} AS [${String(one.name).replaceAll(']', ']]')}]`);
  return `${text}\nSELECT ${list.join(', ')}`;
}

function made(text, parameters, options, batch) {
  const params = parameters.map((one) => [String(one.name), cell(one.value, options)]);
  const full = withOutputs(text, parameters);
  const outputs = parameters.filter((one) => one.output);
  return { text: full, batch, outputs, sent: { text: full, params, multiple: true } };
}

exports.sql = ({ sqlTextOrProcedure: text, parameters }, options) =>
  made(text === undefined || text === null ? '' : String(text), parameters, options, false);

exports.batch = (text) => made(text === undefined ? '' : String(text), [], {}, true);

exports.procedure = ({ sqlTextOrProcedure: name, parameters }, options) => {
  const given = parameters.map((one) => `@${one.name} = @${one.name}${one.output ? ' OUTPUT' : ''}`);
  return made(`EXEC ${name}${given.length > 0 ? ` ${given.join(', ')}` : ''}`, parameters, options, false);
};

// What only the driver and the server have to do with.
exports.nothing = () => ({ text: undefined, batch: false, outputs: [] });
