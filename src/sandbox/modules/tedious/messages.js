// What the server says beside its answers: errors and informations, as tokens of `tedious`.
'use strict';

// The early versions name the event, the later ones the method that handles it.
function token(kind, { number, state, severity, message, serverName, procName = '', lineNumber = 1 }, era) {
  const name = kind === 'error' ? 'ERROR' : 'INFO';
  const said = { number, state, class: severity, message, serverName, procName, lineNumber };
  if (era.plainErrors) return { ...said, name, event: `${kind}Message` };
  return { name, handlerName: kind === 'error' ? 'onErrorMessage' : 'onInfoMessage', ...said };
}

const integer = (value, fallback) => {
  const number = Number.parseInt(value, 10);
  return Number.isInteger(number) ? number : fallback;
};

// A failure of the store. What has no number of the server's is reported as the server reports `RAISERROR`.
exports.errorToken = (failure, serverName, era) =>
  token(
    'error',
    {
      number: failure.errno ?? 50000,
      state: integer(failure.sql_state, 1),
      severity: integer(failure.severity, 16),
      message: failure.message,
      serverName: failure.details?.serverName ?? serverName,
      procName: failure.details?.procName ?? '',
      lineNumber: failure.position ?? 1,
    },
    era,
  );

const info = (number, state, message) => (serverName, era) =>
  token('info', { number, state, severity: 0, message, serverName }, era);

exports.databaseChanged = (database) => info(5701, 2, `Changed database context to '${database}'.`);
exports.languageChanged = info(5703, 1, 'Changed language setting to us_english.');
exports.terminated = info(3621, 0, 'The statement has been terminated.');

// The errors after which the server adds that it ended the statement.
exports.ENDING = new Set([220, 232, 515, 544, 547, 2601, 2627, 2628, 8115, 8152]);
