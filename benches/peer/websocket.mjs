// A WebSocket client as small as the inspector needs: text messages in order, one local server, no extensions.
// Node has one of its own only behind a flag before version 22.

import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';

const TEXT = 0x1;
const CLOSE = 0x8;

/** Opens `url` (`ws://host:port/path`). `onMessage` gets each message as text, `onClose` hears of the end. */
export function openWebSocket(url, { onMessage, onClose }) {
  const { hostname, port, pathname } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.setNoDelay(true);

  return new Promise((opened, failed) => {
    let pending = Buffer.alloc(0);
    let parts = [];
    let upgraded = false;

    socket.once('error', failed);
    socket.once('close', onClose);
    socket.once('connect', () => {
      socket.write(
        `GET ${pathname} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
          `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Version: 13\r\n\r\n`
      );
    });
    socket.on('data', (chunk) => {
      pending = pending.length ? Buffer.concat([pending, chunk]) : chunk;
      if (!upgraded) {
        const end = pending.indexOf('\r\n\r\n');
        if (end < 0) return;
        const status = pending.toString('latin1', 0, pending.indexOf('\r\n'));
        if (!status.includes(' 101 ')) return failed(new Error(`the inspector answered "${status}"`));
        pending = pending.subarray(end + 4);
        upgraded = true;
        opened({ send: (text) => socket.write(frame(text)), close: () => socket.destroy() });
      }
      for (let next = unframe(pending); next; next = unframe(pending)) {
        pending = pending.subarray(next.length);
        if (next.opcode === CLOSE) return socket.destroy();
        parts.push(next.payload);
        if (next.final) {
          const message = parts.length === 1 ? parts[0] : Buffer.concat(parts);
          parts = [];
          onMessage(message.toString('utf8'));
        }
      }
    });
  });
}

/** One masked text frame; a client must mask. */
function frame(text) {
  const payload = Buffer.from(text, 'utf8');
  const length = lengthField(payload.length);
  const mask = randomBytes(4);
  for (let at = 0; at < payload.length; at += 1) payload[at] ^= mask[at & 3];
  length[0] |= 0x80;
  return Buffer.concat([Buffer.from([0x80 | TEXT]), length, mask, payload]);
}

function lengthField(length) {
  if (length < 126) return Buffer.from([length]);
  if (length < 65536) return Buffer.from([126, length >> 8, length & 0xff]);
  const field = Buffer.alloc(9);
  field[0] = 127;
  field.writeBigUInt64BE(BigInt(length), 1);
  return field;
}

/** The first whole frame in `bytes`, or `undefined` while it is not all there. A server does not mask. */
function unframe(bytes) {
  if (bytes.length < 2) return undefined;
  let at = 2;
  let length = bytes[1] & 0x7f;
  if (length === 126) {
    if (bytes.length < 4) return undefined;
    length = bytes.readUInt16BE(2);
    at = 4;
  } else if (length === 127) {
    if (bytes.length < 10) return undefined;
    length = Number(bytes.readBigUInt64BE(2));
    at = 10;
  }
  if (bytes.length < at + length) return undefined;
  return {
    final: (bytes[0] & 0x80) !== 0,
    opcode: bytes[0] & 0x0f,
    payload: bytes.subarray(at, at + length),
    length: at + length
  };
}
