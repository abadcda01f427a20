#!/bin/sh
# Measures the workbench against Node's own inspector, in turn, and prints the ratios.
#
#     benches/against-node.sh [ROUNDS]            default: 5
#
# Our side is the `stepping` benchmark. LOGINSCOPE_BENCH may name another command that prints the same line of JSON.
# Exit code 1 when a ratio is below its budget, 2 when one of the two sides cannot be measured.
set -eu

rounds=${1:-5}
case $rounds in
  '' | *[!0-9]* | 0) echo "against-node.sh: ROUNDS is a whole number above 0, not \"$rounds\"" >&2; exit 2 ;;
esac

cd "$(dirname "$0")/.."
command -v node >/dev/null || { echo 'against-node.sh: needs node 20 or newer on the PATH' >&2; exit 2; }

ours=${LOGINSCOPE_BENCH:-cargo bench --quiet --bench stepping}
if [ -z "${LOGINSCOPE_BENCH:-}" ]; then
  # Built before the first round, so that no round shares the machine with the compiler.
  cargo bench --quiet --bench stepping --no-run || { echo 'against-node.sh: our benchmark does not build' >&2; exit 2; }
fi

lines=$(mktemp)
trap 'rm -f "$lines"' EXIT

round=1
while [ "$round" -le "$rounds" ]; do
  echo "round $round of $rounds" >&2
  node benches/peer/inspect.mjs >>"$lines" || exit 2
  sh -c "$ours" >>"$lines" || { echo "against-node.sh: \"$ours\" failed" >&2; exit 2; }
  round=$((round + 1))
done

node benches/peer/compare.mjs <"$lines"
