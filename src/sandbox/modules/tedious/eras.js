// What the versions of `tedious` do differently, by their major number.
'use strict';

const CURRENT = 18;

exports.eraOf = function eraOf(version) {
  const found = /\d+/.exec(version ?? '');
  const major = found === null ? CURRENT : Number(found[0]);
  return {
    major,
    // 'at once' in the constructor, 'soon' after it, or 'no': the script calls `connect()`.
    connectsItself: major < 8 ? 'at once' : major < 9 ? 'soon' : 'no',
    // User and password stand beside the server in the configuration.
    plainLogin: major < 6,
    // Options of the wrong type are refused.
    checksOptions: major >= 4,
    // Errors carry name and message as properties of their own; later the name is the class's; then not even that.
    namesErrors: major < 2,
    plainErrors: major < 13,
    // Several addresses of a host are tried, and the error does not say why none answered.
    triesInSequence: major >= 2,
    triesAddressInSequence: major >= 9,
    causes: major >= 16,
    // Text parameters take anything that can be made text; numbers are read as by `parseInt`.
    lenientText: major < 13,
    lenientNumbers: major < 9,
    inclusive: major >= 9,
    checksRanges: major >= 15,
    // A request under way when the connection is closed is told so, and `end` comes a tick later.
    tellsClosed: major >= 2,
    endsLater: major >= 11,
    encrypts: major >= 9,
    longNames: major < 3,
  };
};
