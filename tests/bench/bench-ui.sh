#!/bin/sh
# The drawing benchmark on a screen of its own, with software rendering.
# usage: bench-ui.sh PROGRAM NETWORKS [--quick]
set -eu

program=$1
networks=$2
shift 2
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
GDK_BACKEND=x11 GDK_DEBUG=gl-disable GSK_RENDERER=cairo GTK_A11Y=none GSETTINGS_BACKEND=memory \
XDG_STATE_HOME=$home XDG_DATA_HOME=$home XDG_CONFIG_HOME=$home NO_AT_BRIDGE=1 \
  xvfb-run -a -s '-screen 0 1600x1000x24' "$program" --networks "$networks" "$@"
