// Reads lines of JSON from both sides and prints medians and ratios. A line with `side: "node"` is the peer's, any
// other is ours; lines that are not JSON objects are what a build tool had to say, and are passed over.
//
// Exit code 1 when a ratio is below its budget, 2 when a side said nothing.

import { readFileSync } from 'node:fs';

const BUDGETS = [
  {
    name: 'start to first pause',
    key: 'start_to_pause_ms',
    unit: 'ms',
    budget: 10,
    ratio: (peer, ours) => peer / ours
  },
  {
    name: 'one step over, with state',
    key: 'steps_per_second',
    unit: 'a second',
    budget: 100,
    ratio: (peer, ours) => ours / peer
  }
];

const measured = { node: [], ours: [] };
for (const line of readFileSync(0, 'utf8').split('\n')) {
  if (!line.startsWith('{')) continue;
  const sample = JSON.parse(line);
  measured[sample.side === 'node' ? 'node' : 'ours'].push(sample);
}

let missed = false;
for (const { name, key, unit, budget, ratio } of BUDGETS) {
  const peer = median(valuesOf('node', key));
  const ours = median(valuesOf('ours', key));
  const times = ratio(peer, ours);
  const verdict = times >= budget ? 'within budget' : 'MISSED';
  missed ||= times < budget;
  console.log(`${name}: node ${show(peer)} ${unit}, loginscope ${show(ours)} ${unit}`);
  console.log(`  ratio ${show(times)}, budget ${budget}: ${verdict}`);
}
process.exitCode = missed ? 1 : 0;

/** What one side measured under `key`, a number each. */
function valuesOf(side, key) {
  const values = measured[side].map((sample) => sample[key]).filter((value) => Number.isFinite(value));
  if (values.length === 0) {
    console.error(`no line of "${side}" holds a number "${key}"`);
    process.exit(2);
  }
  return values;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function show(number) {
  return number >= 100 ? Math.round(number).toString() : number.toPrecision(3);
}
