#!/bin/sh
# Walks at random through the window on a sanitised build: fuzz-window.sh BUILD MINUTES [SEED...], those side by side
set -eu

build=$1
root=$(cd "$(dirname "$0")/../.." && pwd)

# The build of make check-memory.
test -f "$build-asan/build.ninja" ||
  CC_LD=lld meson setup "$build-asan" "$root" -Db_sanitize=address,undefined -Db_lundef=false -Doptimization=1 >"$build-asan.log" 2>&1 ||
  { cat "$build-asan.log"; exit 1; }
rm -f "$build-asan.log"
ninja -C "$build-asan" --quiet tests/fuzz/fuzz-window
walk () {
  python3 "$root/tests/fuzz/fuzz-window.py" "$build-asan/tests/fuzz/fuzz-window" "$root" "$minutes" "$@"
}

minutes=$2
shift 2
[ $# -gt 1 ] || { walk "$@"; exit; }
walks=
for seed in "$@"; do
  walk "$seed" &
  walks="$walks $!"
done
status=0
for one in $walks; do
  wait "$one" || status=1
done
exit $status
