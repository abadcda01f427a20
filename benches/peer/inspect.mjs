// The peer: what `node --inspect-brk` and a protocol client need for what the workbench does.
//
//     node benches/peer/inspect.mjs [--steps N]
//
// Prints one line of JSON: `start_to_pause_ms`, from starting the process to standing on the first statement of
// `login`; `steps_per_second`, stepping over N statements and reading the local variables at each.

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { openWebSocket } from './websocket.mjs';

const LOGIN = new URL('../connection/login.js', import.meta.url);
const RUNNER = fileURLToPath(new URL('./run-login.cjs', import.meta.url));

// Node's inspector sends an answer and the events after it in several small packets, and the kernel holds each back
// until the one before is acknowledged, which an idle client does 40 ms late. A cheap request sent while something is
// awaited carries the acknowledgement at once. Without it the peer steps at 20 a second, which would flatter us.
const NUDGE = 0;

const { values } = parseArgs({ options: { steps: { type: 'string', default: '2000' } } });
const steps = Number(values.steps);
if (!Number.isInteger(steps) || steps < 1) {
  console.error(`--steps wants a whole number above 0, not "${values.steps}"`);
  process.exit(2);
}

const started = performance.now();
const debuggee = spawn(process.execPath, ['--inspect-brk=127.0.0.1:0', RUNNER], {
  stdio: ['ignore', 'ignore', 'pipe']
});
try {
  const inspector = await attach(await inspectorUrl(debuggee));
  console.log(JSON.stringify(await measure(inspector)));
  inspector.close();
} finally {
  debuggee.kill('SIGKILL');
}

/** Stops on the first statement of `login`, then steps, taking the time of both. */
async function measure(inspector) {
  await Promise.all([
    inspector.call('Runtime.enable'),
    inspector.call('Debugger.enable'),
    inspector.call('Debugger.setBreakpointByUrl', { url: LOGIN.href, lineNumber: firstStatementLine() })
  ]);
  const atStart = inspector.nextPause();
  await inspector.call('Runtime.runIfWaitingForDebugger');
  await atStart;
  const inLogin = inspector.nextPause();
  await inspector.call('Debugger.resume');
  let pause = await inLogin;
  const paused = performance.now();
  if (pause.callFrames[0].functionName !== 'login') throw new Error(`paused in ${pause.callFrames[0].functionName}`);

  for (let taken = 0; taken < steps; taken += 1) {
    const next = inspector.nextPause();
    await inspector.call('Debugger.stepOver');
    pause = await next;
    const [top] = pause.callFrames;
    if (top.functionName !== 'login') throw new Error(`login ended after ${taken} steps; ask for fewer`);
    const scopes = top.scopeChain.filter(({ type }) => type === 'local' || type === 'block');
    const handles = scopes.map(({ object }) => ({ objectId: object.objectId }));
    await Promise.all(handles.map((handle) => inspector.call('Runtime.getProperties', handle)));
  }
  const stepped = performance.now();

  return {
    side: 'node',
    version: process.version,
    start_to_pause_ms: round(paused - started),
    steps,
    steps_per_second: round(steps / ((stepped - paused) / 1000))
  };
}

/** The line, from 0, of the first statement in `login`: the one after the line that opens the function. */
function firstStatementLine() {
  const lines = readFileSync(LOGIN, 'utf8').split('\n');
  return lines.findIndex((line) => line.startsWith('function login(')) + 1;
}

/** Waits for the line on stderr in which Node says where its inspector listens. */
function inspectorUrl(child) {
  return new Promise((found, failed) => {
    let said = '';
    child.once('error', failed);
    child.once('exit', (code) => failed(new Error(`node ended with ${code} before it listened:\n${said}`)));
    child.stderr.on('data', (chunk) => {
      said += chunk;
      const url = said.match(/ws:\/\/\S+/);
      if (url) found(url[0]);
    });
  });
}

/** A protocol client: `call` sends and awaits the answer, `nextPause` awaits the next `Debugger.paused`. */
async function attach(url) {
  const nudge = JSON.stringify({ id: NUDGE, method: 'Runtime.getIsolateId' });
  const answers = new Map();
  const pauses = [];
  let sent = 0;

  const socket = await openWebSocket(url, { onMessage, onClose });

  function onMessage(text) {
    const message = JSON.parse(text);
    if (message.method === 'Debugger.paused') {
      for (const pause of pauses.splice(0)) pause.done(message.params);
    }
    const answer = answers.get(message.id);
    answers.delete(message.id);
    if (answer && message.error) answer.failed(new Error(`the inspector refused: ${message.error.message}`));
    else if (answer) answer.done(message.result);
    if (answers.size + pauses.length > 0) socket.send(nudge);
  }

  function onClose() {
    const gone = new Error('the script ended, or Node closed the inspector, before it paused again');
    for (const { failed } of [...answers.values(), ...pauses.splice(0)]) failed(gone);
  }

  return {
    call(method, params = {}) {
      sent += 1;
      const id = sent;
      return new Promise((done, failed) => {
        answers.set(id, { done, failed });
        socket.send(JSON.stringify({ id, method, params }));
      });
    },
    nextPause: () => new Promise((done, failed) => pauses.push({ done, failed })),
    close: () => socket.close()
  };
}

function round(number) {
  return Math.round(number * 100) / 100;
}
