#!/bin/sh
# How long an epoch of MNIST takes here and in PyTorch (Debian's python3-torch), on the same machine in the same minutes.
#   sh tests/bench/bench-train.sh BUILD [EPOCHS]
# MNIST is taken from the user's data folder (make mnist), else brought into a folder that goes away afterwards.
set -eu

build=${1:-build}
here=$(dirname "$0")
folder=${XDG_DATA_HOME:-$HOME/.local/share}/gradsheet/mnist

if ! /usr/bin/python3 -c "import torch" 2>/dev/null; then
  echo "bench-train: Python has no torch; on Debian: apt-get install python3-torch" >&2
  exit 2
fi
if [ ! -x "$build/app/cli/gradsheet-cli" ]; then
  echo "bench-train: $build/app/cli/gradsheet-cli is not there; run make build first" >&2
  exit 2
fi
if [ ! -s "$folder/t10k-labels-idx1-ubyte" ]; then
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT INT TERM
  sh "$here/mnist.sh" "$folder"
fi
/usr/bin/python3 "$here/bench-train.py" "$build/app/cli/gradsheet-cli" "$folder" "${2:-3}"
