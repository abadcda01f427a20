// `atob` and `btoa`.
'use strict';

const { coded } = require('internal/node_errors');

const missing = (name) => coded(TypeError, 'ERR_MISSING_ARGS', `The "${name}" argument must be specified`);

exports.btoa = function btoa(input) {
  if (arguments.length === 0) throw missing('input');
  const text = `${input}`;
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) > 255) throw new DOMException('Invalid character', 'InvalidCharacterError');
  }
  return host.base64(host.fromLatin1(text));
};

exports.atob = function atob(input) {
  if (arguments.length === 0) throw missing('input');
  let text = `${input}`.replace(/[\t\n\f\r ]/g, '');
  if (text.length % 4 === 0) text = text.replace(/={1,2}$/, '');
  if (/[^A-Za-z0-9+/]/.test(text)) throw new DOMException('Invalid character', 'InvalidCharacterError');
  if (text.length % 4 === 1) {
    throw new DOMException('The string to be decoded is not correctly encoded.', 'InvalidCharacterError');
  }
  return host.latin1(host.fromBase64(text));
};
