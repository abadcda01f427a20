// Serves a route file over real HTTP: the routes come as JSON on the command line, the port is printed when it listens.
'use strict';

const http = require('http');

const routes = JSON.parse(process.argv[2]);

const query = (text) => Object.fromEntries(new URLSearchParams(text));

function json(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

const within = (wanted = {}, given) =>
  Object.entries(wanted).every(([key, value]) => JSON.stringify(given[key]) === JSON.stringify(value));

function fits(route, request, body) {
  const here = new URL(request.url, 'http://server');
  const there = new URL(route.url, 'http://server');
  const { match = {} } = route;
  return (
    (route.method === undefined || route.method === request.method) &&
    here.pathname === there.pathname &&
    within(query(there.search), query(here.search)) &&
    within(match.query, query(here.search)) &&
    within(match.json, json(body)) &&
    within(match.form, query(body)) &&
    within(match.header, request.headers) &&
    (match.body_contains === undefined || body.includes(match.body_contains))
  );
}

function answer(request, response, body) {
  const route = routes.find((candidate) => fits(candidate, request, body));
  if (route === undefined) {
    response.writeHead(404).end();
    return;
  }
  const { status = 200, headers = {}, json: value, text, delay_ms: delay = 0, error } = route.reply;
  if (error === 'ECONNRESET') {
    request.socket.resetAndDestroy();
    return;
  }
  const kind = value !== undefined ? 'application/json' : text !== undefined ? 'text/plain' : undefined;
  const type = kind === undefined ? {} : { 'content-type': `${kind}; charset=utf-8` };
  const content = value === undefined ? (text ?? '') : JSON.stringify(value);
  setTimeout(() => {
    response.writeHead(status, { ...type, ...headers, 'content-length': Buffer.byteLength(content) });
    response.end(content);
  }, delay);
}

const server = http.createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => answer(request, response, body));
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
process.stdin.on('end', () => process.exit(0)).resume();
