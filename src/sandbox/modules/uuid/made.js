// UUIDs of every version: from time, from names, from chance.
'use strict';

const { parse, written } = require('uuid/text');

const DNS = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
const URL = '6ba7b811-9dad-11d1-80b4-00c04fd430c8';
// Milliseconds from the calendar reform of 1582 to 1970.
const REFORM = 12219292800000;

// Bytes as the caller wants them: in a buffer of its own, or as text.
function given(bytes, buffer, offset = 0, strict = false) {
  if (!buffer) return written(bytes);
  if (strict && (offset < 0 || offset + 16 > buffer.length)) {
    throw new RangeError(`UUID byte range ${offset}:${offset + 15} is out of buffer bounds`);
  }
  for (let i = 0; i < 16; i++) buffer[offset + i] = bytes[i];
  return buffer;
}

const stamped = (bytes, version) => {
  bytes[6] = (bytes[6] & 0x0f) | (version << 4);
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return bytes;
};

function chance(options, strict) {
  const bytes = options?.random ?? options?.rng?.() ?? host.randomBytes(16);
  if (strict && bytes.length < 16) throw new Error('Random bytes length must be >= 16');
  return bytes;
}

function timed(milliseconds, hundreds, sequence, node) {
  const since = milliseconds + REFORM;
  const low = ((since & 0xfffffff) * 10000 + hundreds) % 0x100000000;
  const high = ((since / 0x100000000) * 10000) & 0xfffffff;
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, low);
  view.setUint16(4, high & 0xffff);
  view.setUint16(6, ((high >>> 16) & 0x0fff) | 0x1000);
  view.setUint16(8, (sequence & 0x3fff) | 0x8000);
  bytes.set(node.slice(0, 6), 10);
  return bytes;
}

const toV6 = (b) =>
  Uint8Array.of(
    ((b[6] & 0x0f) << 4) | ((b[7] >> 4) & 0x0f),
    ((b[7] & 0x0f) << 4) | ((b[4] & 0xf0) >> 4),
    ((b[4] & 0x0f) << 4) | ((b[5] & 0xf0) >> 4),
    ((b[5] & 0x0f) << 4) | ((b[0] & 0xf0) >> 4),
    ((b[0] & 0x0f) << 4) | ((b[1] & 0xf0) >> 4),
    ((b[1] & 0x0f) << 4) | ((b[2] & 0xf0) >> 4),
    0x60 | (b[2] & 0x0f),
    b[3],
    ...b.slice(8, 16),
  );

const toV1 = (b) =>
  Uint8Array.of(
    ((b[3] & 0x0f) << 4) | ((b[4] >> 4) & 0x0f),
    ((b[4] & 0x0f) << 4) | ((b[5] & 0xf0) >> 4),
    ((b[5] & 0x0f) << 4) | (b[6] & 0x0f),
    b[7],
    ((b[1] & 0x0f) << 4) | ((b[2] & 0xf0) >> 4),
    ((b[2] & 0x0f) << 4) | ((b[3] & 0xf0) >> 4),
    0x10 | ((b[0] & 0xf0) >> 4),
    ((b[0] & 0x0f) << 4) | ((b[1] & 0xf0) >> 4),
    ...b.slice(8, 16),
  );

const converted = (convert) => (uuid) => {
  if (typeof uuid === 'string') return written(convert(parse(uuid)));
  return convert(uuid);
};

function namespaceBytes(namespace, major) {
  if (typeof namespace === 'string' && major >= 8) return parse(namespace);
  const bytes = typeof namespace === 'string' ? host.fromHex(namespace.replaceAll('-', '')) : namespace;
  if (major < 7 && ((!Array.isArray(bytes) && typeof namespace !== 'string') || bytes.length !== 16)) {
    throw TypeError('namespace must be uuid string or an Array of 16 byte values');
  }
  if (bytes?.length !== 16) {
    throw TypeError('Namespace must be array-like (16 iterable integer values, 0-255)');
  }
  return bytes;
}

// A UUID of a name, by the hash `hash`.
function named(version, hash, major) {
  function make(value, namespace, buffer, offset) {
    const bytes = typeof value === 'string' ? host.fromUtf8(unescaped(value)) : value;
    const prefix = namespaceBytes(namespace, major);
    const whole = new Uint8Array(16 + bytes.length);
    whole.set(prefix);
    whole.set(bytes, 16);
    return given(stamped(host.hash(hash, whole).slice(0, 16), version), buffer, offset, major >= 11);
  }
  return Object.assign(make, { DNS, URL });
}

const unescaped = (text) => text.toWellFormed();

exports.forMajor = function forMajor(major) {
  const strict = major >= 11;
  // What the last UUID made of time was made of, so that the next one differs.
  const last = { node: undefined, sequence: undefined, milliseconds: -Infinity, hundreds: 0 };

  function v1Bytes(options) {
    const bytes = options && (options.random || options.rng) ? chance(options, strict) : undefined;
    const random = bytes ?? (last.node === undefined || strict ? host.randomBytes(16) : new Uint8Array(16));
    last.node ??= Uint8Array.of(random[10] | 1, ...random.slice(11, 16));
    last.sequence ??= ((random[8] << 8) | random[9]) & 0x3fff;
    const milliseconds = options?.msecs ?? Date.now();
    if (milliseconds === last.milliseconds) last.hundreds += 1;
    else last.hundreds = 0;
    if (milliseconds < last.milliseconds || last.hundreds >= 10000) last.sequence = (last.sequence + 1) & 0x3fff;
    last.milliseconds = milliseconds;
    const hundreds = options?.nsecs ?? last.hundreds;
    if (!strict && hundreds >= 10000) throw new Error("uuid.v1(): Can't create more than 10M uuids/sec");
    return timed(milliseconds, hundreds, options?.clockseq ?? last.sequence, options?.node ?? last.node);
  }

  const v1 = (options, buffer, offset) => given(v1Bytes(options), buffer, offset, strict);
  const v6 = (options, buffer, offset) => given(toV6(v1Bytes(options)), buffer, offset, strict);

  function v4(options, buffer, offset) {
    if (typeof options === 'string') {
      // The first versions took the name of a format.
      buffer = options === 'binary' ? new Array(16) : null;
      options = undefined;
    }
    // Bytes that were given are written into, as ever.
    return given(stamped(chance(options, strict), 4), buffer, offset, strict);
  }

  const ordered = { milliseconds: -Infinity, sequence: 0 };

  function v7(options, buffer, offset) {
    const random = chance(options, strict);
    const drawn = ((random[6] & 0x7f) << 24) | (random[7] << 16) | (random[8] << 8) | random[9];
    let { msecs, seq } = options ?? {};
    if (options === undefined || options === null) {
      const now = Date.now();
      if (now > ordered.milliseconds) {
        ordered.sequence = drawn;
        ordered.milliseconds = now;
      } else {
        ordered.sequence = (ordered.sequence + 1) | 0;
        if (ordered.sequence === 0) ordered.milliseconds += 1;
      }
      [msecs, seq] = [ordered.milliseconds, ordered.sequence];
    }
    msecs ??= Date.now();
    seq ??= ((random[6] * 0x7f) << 24) | (random[7] << 16) | (random[8] << 8) | random[9];
    const bytes = Uint8Array.of(
      msecs / 0x10000000000,
      msecs / 0x100000000,
      msecs / 0x1000000,
      msecs / 0x10000,
      msecs / 0x100,
      msecs,
      0x70 | ((seq >>> 28) & 0x0f),
      seq >>> 20,
      0x80 | ((seq >>> 14) & 0x3f),
      seq >>> 6,
      ((seq << 2) & 0xff) | (random[10] & 3),
      ...random.slice(11, 16),
    );
    return given(bytes, buffer, offset, strict);
  }

  const v3 = named(3, 'md5', major);
  const v5 = named(5, 'sha1', major);
  return { v1, v3, v4, v5, v6, v7, v1ToV6: converted(toV6), v6ToV1: converted(toV1) };
};
