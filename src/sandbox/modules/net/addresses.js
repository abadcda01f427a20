// What is an IP address, and what is a port.
'use strict';

const { coded, received } = require('internal/node_errors');

const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const V4 = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`);
const GROUP = /^[0-9a-fA-F]{1,4}$/;

exports.isIPv4 = (text) => V4.test(`${text}`);

exports.isIPv6 = function isIPv6(text) {
  const [address, zone, ...more] = `${text}`.split('%');
  if (more.length > 0 || (zone !== undefined && !/^[0-9a-zA-Z\-.:]+$/.test(zone))) return false;
  const halves = address.split('::');
  if (halves.length > 2) return false;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1);
  let count = groups.flat().length;
  // The last 32 bits may be written as IPv4.
  if (last.length > 0 && exports.isIPv4(last.at(-1))) {
    last.pop();
    count += 1;
  }
  if (!groups.flat().every((group) => GROUP.test(group))) return false;
  return halves.length === 2 ? count < 8 : count === 8;
};

exports.isIP = function isIP(text) {
  if (exports.isIPv4(text)) return 4;
  return exports.isIPv6(text) ? 6 : 0;
};

exports.checkPort = function checkPort(port, name = 'options.port') {
  const isText = typeof port === 'string' && port.trim() !== '';
  const number = Number(port);
  if ((typeof port === 'number' || isText) && Number.isInteger(number) && number >= 0 && number < 65536) return number;
  throw coded(RangeError, 'ERR_SOCKET_BAD_PORT', `${name} should be >= 0 and < 65536.${received(port)}.`);
};
