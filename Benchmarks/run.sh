#!/usr/bin/env bash
# Measures bin/weir beside what this machine can do at best, prints a table and keeps the figures in Benchmarks/results.
# Usage: Benchmarks/run.sh [--rounds N] [--quick] [--write-docs] [--weir PATH] [--data DIR] | --report RESULTS.json
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

for tool in gcc python3; do
  command -v "$tool" >/dev/null || { echo "$0: $tool is needed and not on the PATH" >&2; exit 1; }
done

built=.build/bench
sources=Benchmarks/src
flags=(-std=gnu11 -O2 -Wall -Wextra)
mkdir -p "$built"
# Compiled each time: it takes a second and is never stale. Renamed into place, so a running program keeps its file.
gcc "${flags[@]}" -o "$built/.load.new" "$sources/load.c" "$sources/kafka.c"
gcc "${flags[@]}" -o "$built/.bounds.new" "$sources/bounds.c"
mv -f "$built/.load.new" "$built/load"
mv -f "$built/.bounds.new" "$built/bounds"

exec python3 Benchmarks/measure.py "$@"
