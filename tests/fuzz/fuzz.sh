#!/bin/sh
# Fuzzes the readers of files and of what people type: fuzz.sh BUILD SECONDS [NAME...]
# The seconds are shared among the targets, all fuzz-NAME.c or those that are named, two of which run at a time. New inputs are kept in
# BUILD-fuzz/corpus/NAME; a crash is written beside them and named.
set -eu

build=$1
seconds=$2
shift 2
clang=${CLANG:-clang}
root=$(cd "$(dirname "$0")/../.." && pwd)
if [ $# = 0 ]; then
  set -- $(grep -l LLVMFuzzerTestOneInput "$root"/tests/fuzz/fuzz-*.c | sed 's/.*fuzz-//; s/\.c$//')
fi
share=$(((2 * seconds + $# - 1) / $#))

test -f "$build-fuzz/build.ninja" ||
  CC=$clang CC_LD=lld meson setup "$build-fuzz" "$root" -Dfuzz=true -Db_sanitize=address,undefined -Db_lundef=false \
    -Doptimization=1 >"$build-fuzz.log" 2>&1 || { cat "$build-fuzz.log"; exit 1; }
rm -f "$build-fuzz.log"
ninja -C "$build-fuzz" --quiet $(printf 'tests/fuzz/fuzz-%s ' "$@")

# Weighing inputs by how rare their features are takes half of the time where a run has thousands of them.
fuzz () { # name
  name=$1
  mkdir -p "$build-fuzz/corpus/$name"
  GRADSHEET_CPU=avx2 "$build-fuzz/tests/fuzz/fuzz-$name" -max_total_time="$share" -entropic=0 -timeout=10 -rss_limit_mb=3000 \
    -max_len=8192 -dict="$root/tests/fuzz/json.dict" -print_final_stats=1 -artifact_prefix="$build-fuzz/$name-" \
    "$build-fuzz/corpus/$name" "$root/tests/fuzz/corpus/$name" >"$build-fuzz/$name.log" 2>&1 || true
}

# True when it has run and found nothing.
tell () { # name
  name=$1
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$build-fuzz/$name.log")
  if [ -z "$runs" ] || grep -qE 'ERROR: |SUMMARY: |runtime error' "$build-fuzz/$name.log"; then
    tail -n 40 "$build-fuzz/$name.log"
    echo "fuzz: $name failed"
    return 1
  fi
  echo "fuzz: $name, $runs runs in $share seconds"
}

status=0
while [ $# -gt 0 ]; do
  fuzz "$1" &
  [ $# = 1 ] || fuzz "$2"
  wait
  for name in "$1" ${2:+"$2"}; do
    tell "$name" || status=1
  done
  shift $(($# > 1 ? 2 : 1))
done
exit $status
