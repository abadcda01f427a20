// What becomes of `data` on its way out and on its way in.
'use strict';

const { flatten, isSearchParams } = require('axios/url');

const FORM = 'application/x-www-form-urlencoded';

const isBytes = (value) => value instanceof Uint8Array || value instanceof ArrayBuffer;

function jsonText(value) {
  if (typeof value !== 'string') return JSON.stringify(value);
  // Text that is JSON already is sent as it is.
  try {
    JSON.parse(value);
    return value.trim();
  } catch {
    return JSON.stringify(value);
  }
}

const FORM_ESCAPES = { '!': '%21', "'": '%27', '(': '%28', ')': '%29', '~': '%7E', '%20': '+' };
const formText = (text) => encodeURIComponent(text).replace(/[!'()~]|%20/g, (found) => FORM_ESCAPES[found]);

function multipart(data, headers) {
  const digits = Array.from(host.randomBytes(12), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const boundary = `--------------------------${digits}`;
  const parts = flatten(data).map(
    ([name, text]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`,
  );
  headers.set('Content-Type', `multipart/form-data; boundary=${boundary}`);
  return `${parts.join('')}--${boundary}--\r\n`;
}

exports.requestTransform = (era) =>
  function transformRequest(data, headers) {
    const type = String(headers.get('Content-Type') ?? '');
    const json = type.includes('application/json');
    if (isSearchParams(data)) {
      headers.set('Content-Type', `${FORM};charset=utf-8`, false);
      return data.toString();
    }
    if (isBytes(data)) return data;
    const isObject = typeof data === 'object' && data !== null;
    if (isObject && era.headerObjects && type.includes(FORM)) {
      return flatten(data)
        .map(([name, text]) => `${formText(name)}=${formText(text)}`)
        .join('&');
    }
    if (isObject && era.headerObjects && type.includes('multipart/form-data')) return multipart(data, headers);
    if (isObject || (json && data !== undefined)) {
      headers.set('Content-Type', 'application/json', false);
      return jsonText(data);
    }
    return data;
  };

exports.responseTransform = (era) =>
  function transformResponse(data) {
    const { transitional = {}, responseType } = this;
    const asked = responseType === 'json';
    const forced = transitional.forcedJSONParsing !== false && (!responseType || !era.headerObjects);
    if (typeof data !== 'string' || data === '' || !(asked || forced)) return data;
    try {
      return JSON.parse(data);
    } catch (error) {
      if (asked && transitional.silentJSONParsing === false) throw error;
      return data;
    }
  };
