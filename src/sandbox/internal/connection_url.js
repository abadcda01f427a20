// The parts of `scheme://user:password@host:port/path?key=value`; `undefined` for text of another form.
'use strict';

const URL = /^([a-z][a-z0-9+.-]*):\/\/(?:([^@/?#]*)@)?(\[[^\]]*\]|[^:/?#]*)(?::(\d*))?(\/[^?#]*)?(?:\?([^#]*))?/i;

const decoded = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

exports.parse = function parse(text) {
  const found = URL.exec(text);
  if (found === null) return undefined;
  const [, scheme, login, host, port, path = '', query = ''] = found;
  const colon = login === undefined ? -1 : login.indexOf(':');
  const options = {};
  for (const pair of query.split('&').filter((one) => one !== '')) {
    const equals = pair.indexOf('=');
    const key = equals < 0 ? pair : pair.slice(0, equals);
    options[decoded(key)] = equals < 0 ? '' : decoded(pair.slice(equals + 1).replaceAll('+', ' '));
  }
  return {
    scheme: scheme.toLowerCase(),
    user: login === undefined ? undefined : decoded(colon < 0 ? login : login.slice(0, colon)),
    password: colon < 0 ? undefined : decoded(login.slice(colon + 1)),
    host: host.replace(/^\[|\]$/g, ''),
    port: port ? Number(port) : undefined,
    path: decoded(path.slice(1)),
    options,
  };
};
