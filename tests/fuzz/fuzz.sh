#!/bin/sh
# Fuzzes the document loader for a while: fuzz.sh BUILD SECONDS
# New inputs are kept in BUILD-fuzz/corpus; a crash is written beside them and named.
set -eu

build=$1
seconds=$2
clang=${CLANG:-clang}
root=$(cd "$(dirname "$0")/../.." && pwd)

test -f "$build-fuzz/build.ninja" ||
  CC=$clang meson setup "$build-fuzz" "$root" -Dfuzz=true -Db_sanitize=address,undefined -Db_lundef=false \
    -Doptimization=1 >"$build-fuzz.log" 2>&1 || { cat "$build-fuzz.log"; exit 1; }
rm -f "$build-fuzz.log"
ninja -C "$build-fuzz" --quiet tests/fuzz/fuzz-document
mkdir -p "$build-fuzz/corpus"
GRADSHEET_CPU=avx2 "$build-fuzz/tests/fuzz/fuzz-document" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=3000 \
  -max_len=8192 -print_final_stats=1 -artifact_prefix="$build-fuzz/" \
  "$build-fuzz/corpus" "$root/tests/fuzz/corpus" 2>&1 |
  tee "$build-fuzz/log.txt" | grep -E 'ERROR|SUMMARY|stat::number_of_executed_units|Test unit written' || true
if grep -qE 'ERROR|SUMMARY: ' "$build-fuzz/log.txt"; then
  tail -n 40 "$build-fuzz/log.txt"
  exit 1
fi
echo "fuzz: no crash in $seconds seconds"
