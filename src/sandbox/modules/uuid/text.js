// UUIDs as text and as 16 bytes.
'use strict';

const FORM =
  /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$/i;

const NIL = '00000000-0000-0000-0000-000000000000';
const MAX = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

const validate = (uuid) => typeof uuid === 'string' && FORM.test(uuid);

const need = (uuid) => {
  if (!validate(uuid)) throw TypeError('Invalid UUID');
  return uuid;
};

function parse(uuid) {
  return host.fromHex(need(uuid).replaceAll('-', ''));
}

// Without a look at what comes out.
function written(bytes, offset = 0) {
  const hex = Array.from({ length: 16 }, (_, i) => (bytes[offset + i] & 255).toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function stringify(bytes, offset = 0) {
  const complete = Array.from({ length: 16 }, (_, i) => bytes[offset + i]).every((byte) => byte !== undefined);
  const uuid = complete ? written(bytes, offset) : '';
  if (!validate(uuid)) throw TypeError('Stringified UUID is invalid');
  return uuid;
}

const version = (uuid) => parseInt(need(uuid).slice(14, 15), 16);

Object.assign(exports, { MAX, NIL, parse, stringify, validate, version, written });
