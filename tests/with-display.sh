#!/bin/sh
# Runs a program on a screen of its own, with software rendering and a home of its own.
# usage: with-display.sh PROGRAM [ARGUMENT...]
set -eu

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
GDK_BACKEND=x11 GDK_DEBUG=gl-disable GSK_RENDERER=cairo GTK_A11Y=none NO_AT_BRIDGE=1 \
GSETTINGS_BACKEND=${GSETTINGS_BACKEND:-memory} LC_ALL=C.UTF-8 HOME=$home \
XDG_STATE_HOME=$home XDG_DATA_HOME=$home XDG_CONFIG_HOME=$home XDG_CACHE_HOME=$home XDG_RUNTIME_DIR=$home \
  xvfb-run -a -s '-screen 0 1600x1000x24' "$@"
