// Reads the answer to a request of the module `request`: events as it comes, the whole body for the callback.
'use strict';

function unpacked(request, response) {
  const none = request.method === 'HEAD' || response.statusCode === 204 || response.statusCode === 304;
  const encoding = (response.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (!request.gzip || none || (encoding !== 'gzip' && encoding !== 'deflate')) return response;
  const zlib = require('zlib');
  const flush = { flush: zlib.constants.Z_SYNC_FLUSH, finishFlush: zlib.constants.Z_SYNC_FLUSH };
  return response.pipe(encoding === 'gzip' ? zlib.createGunzip(flush) : zlib.createInflate(flush));
}

exports.readInto = function readInto(request, response) {
  const content = unpacked(request, response);
  response.once('end', () => {
    request._ended = true;
  });
  if (request.encoding && request.dests.length === 0) content.setEncoding(request.encoding);
  if (request._paused) content.pause();
  request.responseContent = content;
  request.emit('response', response);
  for (const destination of request.dests) {
    if (destination.headers && !destination.headersSent && destination.setHeader) {
      for (const [name, value] of Object.entries(response.headers)) destination.setHeader(name, value);
      destination.statusCode = response.statusCode;
    }
  }
  content.on('data', (chunk) => {
    request._destdata = true;
    request.emit('data', chunk);
  });
  content.once('end', (chunk) => request.emit('end', chunk));
  content.on('error', (error) => request.emit('error', error));
  content.on('close', () => request.emit('close'));
  if (request.callback) collect(request, response);
  else request.on('end', () => request._aborted || request.emit('complete', response));
};

function collect(request, response) {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    if (request._aborted) return;
    response.body = bodyOf(request, chunks);
    request.emit('complete', response, response.body);
  });
}

function bodyOf(request, chunks) {
  const filled = chunks.filter((chunk) => chunk.length > 0);
  let text;
  if (filled.length > 0 && Buffer.isBuffer(filled[0])) {
    const bytes = Buffer.concat(filled);
    text = request.encoding === null ? bytes : bytes.toString(request.encoding);
  } else if (filled.length > 0) {
    text = filled.join('');
    if (request.encoding === 'utf8') text = text.replace(/^\uFEFF/, '');
  }
  if (!request._json) return text ?? (request.encoding === null ? Buffer.alloc(0) : '');
  try {
    return JSON.parse(text, request._jsonReviver);
  } catch {
    return text;
  }
}
