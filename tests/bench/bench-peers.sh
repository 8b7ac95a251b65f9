#!/bin/sh
# How much faster the core is than ConvNetJS: the same workloads, in the same minutes, on the same machine.
#   sh tests/bench/bench-peers.sh BUILD [ROUNDS]
# ConvNetJS comes from npm into a folder of its own, outside the sources, which goes away afterwards.
set -eu

build=${1:-build}
here=$(dirname "$0")

for program in node npm; do
  if ! command -v "$program" >/dev/null; then
    echo "bench-peers: there is no $program; on Debian: apt-get install nodejs npm" >&2
    exit 2
  fi
done
if [ ! -x "$build/tests/bench/bench-core" ]; then
  echo "bench-peers: $build/tests/bench/bench-core is not there; run make build first" >&2
  exit 2
fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
if ! npm install --prefix "$folder" --no-audit --no-fund --loglevel=error convnetjs@0.3.0 >"$folder/log" 2>&1; then
  echo "bench-peers: npm could not install convnetjs:" >&2
  cat "$folder/log" >&2
  exit 2
fi
node "$here/bench-peers.mjs" "$folder" "$build/tests/bench/bench-core" "${2:-5}"
