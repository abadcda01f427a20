// What a request of the module `request` carries: JSON, forms, multipart.
'use strict';

const { randomBytes } = require('crypto');
const querystring = require('querystring');

const strict = (text) => text.replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);

// Nested values as the package `qs` writes them: `a[b]=c`, `a[0]=b`.
function pairs(value, name, found = []) {
  if (value === undefined) return found;
  if (value === null) found.push([name, '']);
  else if (value instanceof Date) found.push([name, value.toISOString()]);
  else if (Buffer.isBuffer(value) || typeof value !== 'object') found.push([name, String(value)]);
  else for (const [key, inner] of Object.entries(value)) pairs(inner, name === '' ? key : `${name}[${key}]`, found);
  return found;
}

// A form or query as text.
exports.stringify = function stringify(value, { useQuerystring, qsStringifyOptions } = {}) {
  if (useQuerystring) return querystring.stringify(value);
  const { delimiter = '&' } = qsStringifyOptions ?? {};
  return pairs(value, '')
    .map(([name, text]) => `${strict(encodeURIComponent(name))}=${strict(encodeURIComponent(text))}`)
    .join(delimiter);
};

exports.rfc3986 = strict;

const safe = (value, replacer) => {
  try {
    return JSON.stringify(value, replacer);
  } catch {
    // A value that refers to itself: what refers back is left out.
    const above = [];
    return JSON.stringify(value, function (key, inner) {
      while (above.length > 0 && above[above.length - 1] !== this) above.pop();
      if (typeof inner === 'object' && inner !== null) {
        if (above.includes(inner)) return '[Circular ~]';
        above.push(inner);
      }
      return inner;
    });
  }
};

exports.json = safe;

// `multipart/form-data`, as `request.form()` and `formData` give it.
class FormData {
  #boundary = `--------------------------${randomBytes(12).toString('hex')}`;
  #parts = [];

  append(name, value, options = {}) {
    const given = typeof options === 'string' ? { filename: options } : options;
    if (Array.isArray(value)) throw new Error('Arrays are not supported.');
    const content = Buffer.isBuffer(value) ? value : Buffer.from(String(value));
    const file = given.filename === undefined ? '' : `; filename="${given.filename}"`;
    const type = given.contentType ?? (file || Buffer.isBuffer(value) ? 'application/octet-stream' : undefined);
    const head = [`Content-Disposition: form-data; name="${name}"${file}`];
    if (type !== undefined) head.push(`Content-Type: ${type}`);
    this.#parts.push(Buffer.from(`--${this.#boundary}\r\n${head.join('\r\n')}\r\n\r\n`), content, Buffer.from('\r\n'));
  }

  getHeaders() {
    return { 'content-type': `multipart/form-data; boundary=${this.#boundary}` };
  }

  getBoundary() {
    return this.#boundary;
  }

  getBuffer() {
    return Buffer.concat([...this.#parts, Buffer.from(`--${this.#boundary}--\r\n`)]);
  }
}

exports.FormData = FormData;

// `multipart: [{'content-type': …, body: …}]`: content type and bytes.
exports.multipart = function multipart(given, contentType) {
  const boundary = /boundary="?([^";]+)/.exec(contentType ?? '')?.[1] ?? require('crypto').randomUUID();
  const parts = Array.isArray(given) ? given : given.data;
  const chunks = [];
  for (const part of parts) {
    if (part.body === undefined) throw new Error('Body attribute missing in multipart.');
    const head = Object.entries(part).filter(([key]) => key !== 'body').map(([key, value]) => `${key}: ${value}\r\n`);
    chunks.push(Buffer.from(`--${boundary}\r\n${head.join('')}\r\n`), Buffer.from(part.body), Buffer.from('\r\n'));
  }
  chunks.push(Buffer.from(`--${boundary}--`));
  const kind = contentType?.includes('multipart') ? contentType : 'multipart/related';
  const type = kind.includes('boundary') ? kind : `${kind}; boundary=${boundary}`;
  return { type, bytes: Buffer.concat(chunks) };
};
