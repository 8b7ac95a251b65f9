#!/bin/sh
# Runs the tests under the sanitizers and valgrind: addresses and undefined behaviour on every
# instruction set in turn, data races for what uses threads, and valgrind for a slice.
# usage: check-memory.sh BUILD
set -eu

build=$1
here=$(cd "$(dirname "$0")" && pwd)
sets=baseline
grep -qw avx2 /proc/cpuinfo 2>/dev/null && grep -qw fma /proc/cpuinfo && sets="$sets avx2"
grep -qw avx512dq /proc/cpuinfo 2>/dev/null && sets="$sets avx512"

setup () { # folder, options
  folder=$1
  shift
  test -f "$folder/build.ninja" || CC_LD=lld meson setup "$folder" "$@" >/dev/null
  ninja -C "$folder" --quiet build.ninja >/dev/null # what is asked below follows from the meson.build of today
}

# What these tests need, and no more: suites, or names.
make_for () { # folder, names
  meson introspect "$1" --tests --targets | python3 -c '
import json, os, sys
known, names = json.load(sys.stdin), set(sys.argv[2:])
files = {one["id"]: one["filename"] for one in known["targets"]}
wanted = {path for test in known["tests"] if names & {test["name"], *(suite.split(":")[1] for suite in test["suite"])}
          for target in test["depends"] for path in files[target]}
print(*sorted(os.path.relpath(path, sys.argv[1]) for path in wanted), sep="\n")' "$@" | xargs ninja -C "$1" --quiet
}

echo "== addresses and undefined behaviour"
setup "$build-asan" -Db_sanitize=address,undefined -Db_lundef=false -Doptimization=1
make_for "$build-asan" nn app faults
for set in $sets; do
  echo "-- $set"
  GRADSHEET_CPU=$set ASAN_OPTIONS=detect_leaks=1 LSAN_OPTIONS="suppressions=$here/leak-suppressions.txt:print_suppressions=0" UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 \
    meson test -C "$build-asan" --no-rebuild --print-errorlogs --num-processes 2 \
    --timeout-multiplier 10 --no-suite ui $([ "$set" = "${sets##* }" ] || echo --suite nn)
done

echo "== data races"
raced="threads kernels trainer frame-threads goal task"
setup "$build-tsan" -Db_sanitize=thread -Db_lundef=false -Doptimization=1
make_for "$build-tsan" $raced
for set in $sets; do
  echo "-- $set"
  # GLib's slices hand memory from thread to thread unseen by the sanitizer.
  GRADSHEET_CPU=$set GRADSHEET_THREADS=2 G_SLICE=always-malloc TSAN_OPTIONS="halt_on_error=1:suppressions=$here/race-suppressions.txt" \
    meson test -C "$build-tsan" --no-rebuild --print-errorlogs --num-processes 2 \
    --timeout-multiplier 20 $raced
done

echo "== valgrind"
GRADSHEET_CPU=avx2 G_SLICE=always-malloc GRADSHEET_QUICK=1 \
  xargs -P 2 -I NAME sh -c 'echo "-- NAME" && valgrind --quiet --error-exitcode=9 --leak-check=full \
    --errors-for-leak-kinds=definite --suppressions=/usr/share/glib-2.0/valgrind/glib.supp "$0/tests/test-NAME" >/dev/null' "$build" <<END
tensor
formula
dialect
program
run
history
document
workbook
END
echo "memory: clean"
