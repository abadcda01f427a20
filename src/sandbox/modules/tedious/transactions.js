// Isolation levels and the statements that stand for the transaction requests of the wire protocol.
'use strict';

const ISOLATION_LEVEL = {
  NO_CHANGE: 0,
  READ_UNCOMMITTED: 1,
  READ_COMMITTED: 2,
  REPEATABLE_READ: 3,
  SERIALIZABLE: 4,
  SNAPSHOT: 5,
};

const WORDS = {
  1: 'READ UNCOMMITTED',
  3: 'REPEATABLE READ',
  4: 'SERIALIZABLE',
  5: 'SNAPSHOT',
};

exports.ISOLATION_LEVEL = ISOLATION_LEVEL;

exports.needLevel = function needLevel(level, name) {
  const what = name.includes('.') ? 'property' : 'argument';
  if (typeof level !== 'number') {
    throw new TypeError(`The "${name}" ${what} must be of type number. Received type ${typeof level} (${level})`);
  }
  if (!Number.isInteger(level)) {
    throw new RangeError(`The value of "${name}" is out of range. It must be an integer. Received: ${level}`);
  }
  if (level < 0 || level > 5) {
    throw new RangeError(`The value of "${name}" is out of range. It must be >= 0 && <= 5. Received: ${level}`);
  }
};

// A name that is no plain word goes in brackets.
const named = (verb, name) => {
  if (name === undefined || name === null || name === '') return verb;
  const text = String(name);
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text) ? `${verb} ${text}` : `${verb} [${text.replaceAll(']', ']]')}]`;
};

// The level the server starts with need not be said.
exports.beginText = (level) => {
  const usual = level === undefined || level === ISOLATION_LEVEL.NO_CHANGE || level === ISOLATION_LEVEL.READ_COMMITTED;
  return usual ? 'BEGIN TRANSACTION' : `SET TRANSACTION ISOLATION LEVEL ${WORDS[level]}; BEGIN TRANSACTION`;
};
exports.commitText = () => 'COMMIT TRANSACTION';
exports.rollbackText = (name) => named('ROLLBACK TRANSACTION', name);
exports.saveText = (name) => named('SAVE TRANSACTION', name);
