#!/bin/sh
# How long `loginscope check` takes for many scripts: the number of scripts, and seconds.
#
#     benches/check.sh [FOLDER]
#
# Without FOLDER every sample is copied until there are several hundred scripts.
set -eu
cd "$(dirname "$0")/.."
cargo build --release --quiet
folder=${1:-}
if [ -z "$folder" ]; then
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    for copy in 1 2 3 4 5 6 7 8 9 10; do
        cp -r sample-scripts "$folder/$copy"
    done
fi
begun=$(date +%s.%N)
scripts=$(target/release/loginscope check "$folder" --json 2>/dev/null | sed -n '/"summary"/,$s/.*"scripts": \([0-9]*\).*/\1/p') || true
ended=$(date +%s.%N)
awk -v scripts="$scripts" -v begun="$begun" -v ended="$ended" \
    'BEGIN { printf "%d scripts  %.2f seconds\n", scripts, ended - begun }'
