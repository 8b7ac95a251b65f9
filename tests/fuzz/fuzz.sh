#!/bin/sh
# Fuzzes the readers of documents and rows for a while: fuzz.sh BUILD SECONDS
# New inputs are kept in BUILD-fuzz; a crash is written beside them and named.
set -eu

build=$1
seconds=$2
clang=${CLANG:-clang}
root=$(cd "$(dirname "$0")/../.." && pwd)

test -f "$build-fuzz/build.ninja" ||
  CC=$clang meson setup "$build-fuzz" "$root" -Dfuzz=true -Db_sanitize=address,undefined -Db_lundef=false \
    -Doptimization=1 >"$build-fuzz.log" 2>&1 || { cat "$build-fuzz.log"; exit 1; }
rm -f "$build-fuzz.log"
ninja -C "$build-fuzz" --quiet tests/fuzz/fuzz-document tests/fuzz/fuzz-rows

# fuzz NAME CORPUS: its share of the seconds
fuzz () {
  mkdir -p "$build-fuzz/$2"
  GRADSHEET_CPU=avx2 "$build-fuzz/tests/fuzz/fuzz-$1" -max_total_time=$((seconds / 2)) -timeout=10 \
    -rss_limit_mb=3000 -max_len=8192 -print_final_stats=1 -artifact_prefix="$build-fuzz/" \
    "$build-fuzz/$2" "$root/tests/fuzz/$2" 2>&1 |
    tee "$build-fuzz/log.txt" | grep -E 'ERROR|SUMMARY|stat::number_of_executed_units|Test unit written' || true
  if grep -qE 'ERROR|SUMMARY: ' "$build-fuzz/log.txt"; then
    tail -n 40 "$build-fuzz/log.txt"
    exit 1
  fi
}

fuzz document corpus
fuzz rows corpus-rows
echo "fuzz: no crash in $seconds seconds"
