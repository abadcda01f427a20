// The ciphers there are, by every name OpenSSL knows them by.
'use strict';

const NIDS = {
  'aes-128-ecb': 418, 'aes-128-cbc': 419, 'aes-128-ofb': 420, 'aes-128-cfb': 421,
  'aes-192-ecb': 422, 'aes-192-cbc': 423, 'aes-192-ofb': 424, 'aes-192-cfb': 425,
  'aes-256-ecb': 426, 'aes-256-cbc': 427, 'aes-256-ofb': 428, 'aes-256-cfb': 429,
  'aes-128-ctr': 904, 'aes-192-ctr': 905, 'aes-256-ctr': 906,
  'id-aes128-gcm': 895, 'id-aes128-ccm': 896, 'id-aes192-gcm': 898, 'id-aes192-ccm': 899,
  'id-aes256-gcm': 901, 'id-aes256-ccm': 902,
  'chacha20-poly1305': 1018,
  'des-ede': 32, 'des-ede3': 33, 'des-ede-cbc': 43, 'des-ede3-cbc': 44,
  'des-ede-cfb': 60, 'des-ede3-cfb': 61, 'des-ede-ofb': 62, 'des-ede3-ofb': 63,
}; // prettier-ignore

// Of `names`, the first is the one `getCipherInfo` gives.
const table = new Map();
function add(names, cipher) {
  const whole = { ...cipher, name: names[0], nid: NIDS[names[0]] };
  for (const name of names) table.set(name, whole);
}

for (const bits of [128, 192, 256]) {
  const of = (mode, more = {}) => ({ family: 'aes', mode, keyLength: bits / 8, ivLength: 16, blockSize: 16, ...more });
  add([`aes-${bits}-cbc`, `aes${bits}`], of('cbc'));
  add([`aes-${bits}-ecb`], of('ecb', { ivLength: 0 }));
  for (const mode of ['cfb', 'ofb', 'ctr']) add([`aes-${bits}-${mode}`], of(mode, { blockSize: 1 }));
  for (const mode of ['gcm', 'ccm']) {
    add([`id-aes${bits}-${mode}`, `aes-${bits}-${mode}`], of(mode, { ivLength: 12, blockSize: 1, sealed: true }));
  }
}
for (const [kind, keyLength] of [
  ['des-ede', 16],
  ['des-ede3', 24],
]) {
  const of = (mode, more = {}) => ({ family: 'des', mode, keyLength, ivLength: 8, blockSize: 8, ...more });
  add([kind, `${kind}-ecb`], of('ecb', { ivLength: 0 }));
  add(kind === 'des-ede3' ? ['des-ede3-cbc', 'des3'] : ['des-ede-cbc'], of('cbc'));
  for (const mode of ['cfb', 'ofb']) add([`${kind}-${mode}`], of(mode, { blockSize: 1 }));
}
add(['chacha20-poly1305'], { mode: 'poly1305', shown: 'stream', keyLength: 32, ivLength: 12, sealed: true });

// What OpenSSL has in its provider of old ciphers, which Node does not load, and what it has and we have not.
const OLD = /^(bf|blowfish|cast5?|des|desx|idea|rc2|rc4|seed)(-(40|64))?(-(cbc|cfb|cfb1|cfb8|ecb|ofb|hmac-md5))?$/;
const NOT_HERE =
  /^(aes-\d+-(cbc-hmac-sha\d+|cfb[18]|ocb|xts|siv)|(id-)?(aes|des3)-?\d*-wrap(-pad)?|(aria|camellia)-?\d+(-\w+)?|chacha20|des-ede3-cfb[18]|sm4(-\w+)?)$/;

exports.cipherOf = (name) => table.get(name.toLowerCase());
exports.isOld = (name) => OLD.test(name.toLowerCase());
exports.isNotHere = (name) => NOT_HERE.test(name.toLowerCase());

exports.names = () =>
  [...table.keys()]
    .map((name) => name.replace(/^(id-aes\d+-)(.cm)$/, (_, head, mode) => head + mode.toUpperCase()))
    .sort();

exports.getCipherInfo = function getCipherInfo(nameOrNid, { keyLength, ivLength } = {}) {
  const cipher =
    typeof nameOrNid === 'number'
      ? [...table.values()].find((known) => known.nid === nameOrNid)
      : exports.cipherOf(nameOrNid);
  if (cipher === undefined || (keyLength !== undefined && keyLength !== cipher.keyLength)) return undefined;
  if (ivLength !== undefined && !exports.takesIv(cipher, ivLength)) return undefined;
  const info = { mode: cipher.shown ?? cipher.mode, name: cipher.name, nid: cipher.nid };
  if (cipher.blockSize !== undefined) info.blockSize = cipher.blockSize;
  if (cipher.ivLength > 0) info.ivLength = ivLength ?? cipher.ivLength;
  info.keyLength = cipher.keyLength;
  return info;
};

exports.takesIv = function takesIv(cipher, length) {
  switch (cipher.mode) {
    case 'gcm':
      return length > 0;
    case 'ccm':
      return length >= 7 && length <= 13;
    case 'poly1305':
      return length > 0 && length <= 12;
    default:
      return length === cipher.ivLength;
  }
};
