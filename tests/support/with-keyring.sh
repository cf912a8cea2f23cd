#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The klantportaal authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# with-keyring.sh CMD…: runs CMD with a session bus and a real, unlocked keyring of its own, in a home
# that is thrown away. Nothing of the developer's own session is touched.
set -euo pipefail
home=$(mktemp -d "${TMPDIR:-/tmp}/klantportaal-keyring-XXXXXX")
trap 'rm -rf "$home"' EXIT
mkdir -m 0700 "$home/run"
env HOME="$home" XDG_DATA_HOME="$home/data" XDG_RUNTIME_DIR="$home/run" \
  dbus-run-session -- bash -c '
    echo | env -u G_DEBUG -u MALLOC_PERTURB_ \
      gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null
    "$@"' with-keyring "$@"
