#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The klantportaal authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# make.sh PROJECT [--devel]: builds the bundle, installs it for nobody but this folder, and tries it.
# Part of `./dev flatpak`, which runs it where flatpak is. No network is needed: the GNOME runtime is
# made of the packages of the system that this runs in. Where Flathub can be reached, the manifests
# build on the real one: flatpak-builder --install-deps-from=flathub FOLDER flatpak/ID.yml
set -euo pipefail

project=$1
id=org.klantportaal.Klantportaal${2:+.Devel}
out=$project/.dev/flatpak
bundle=$project/build/flatpak/$id.flatpak
arch=$(flatpak --default-arch)
version=48
export FLATPAK_USER_DIR=$out/user

say() { printf '%s\n' "$*" >&2; }

# flatpak asks the system bus about parental controls; a bus of its own stands in for it.
if [ -z "${KP_FLATPAK_BUS-}" ]; then
  KP_FLATPAK_BUS=1 exec dbus-run-session -- bash -c \
    'export DBUS_SYSTEM_BUS_ADDRESS=$DBUS_SESSION_BUS_ADDRESS; exec "$@"' bus "$0" "$@"
fi

# What a runtime says of itself. $1: Platform or Sdk
print_metadata() {
  printf '%s\n' '[Runtime]' "name=org.gnome.$1" "runtime=org.gnome.Platform/$arch/$version" \
    "sdk=org.gnome.Sdk/$arch/$version" '' '[Environment]' \
    'XDG_DATA_DIRS=/app/share:/usr/share:/usr/share/runtime/share' \
    'GI_TYPELIB_PATH=/app/lib/girepository-1.0' 'PATH=/app/bin:/usr/bin:/usr/sbin'
}

# org.gnome.Platform and org.gnome.Sdk out of this system's own /usr and /etc. Nothing is copied:
# the files are hard links in the end.
make_runtime() {
  local repo=$out/runtimes stage=$out/stage name ref path tree=()
  rm -rf "$out"
  mkdir -p "$stage/files" "$FLATPAK_USER_DIR"
  for name in shadow gshadow shadow- gshadow- passwd- group- subuid- subgid- .pwd.lock; do
    [ ! -e "/etc/$name" ] || echo "/files/etc/$name"
  done >"$out/skip"
  # The tree that a runtime is: metadata, files = /usr, files/etc = /etc.
  for path in /usr/*; do
    tree+=(--ro-bind "$path" "$stage/files/${path#/usr/}")
  done
  ostree init --repo="$repo" --mode=bare-user-only
  for name in Platform Sdk; do
    ref=runtime/org.gnome.$name/$arch/$version
    print_metadata $name >"$stage/metadata"
    bwrap --dev-bind / / --tmpfs "$stage/files" "${tree[@]}" --ro-bind /etc "$stage/files/etc" -- \
      ostree commit --repo="$repo" --branch="$ref" --owner-uid=0 --owner-gid=0 \
      --canonical-permissions --no-xattrs --skip-list="$out/skip" \
      --add-metadata-string=xa.metadata="$(cat "$stage/metadata")"$'\n' "$stage" >/dev/null
  done
  flatpak build-update-repo "$repo"
  flatpak --user remote-add --no-gpg-verify local "$repo"
  flatpak --user install -y --noninteractive local "org.gnome.Platform//$version" \
    "org.gnome.Sdk//$version"
  echo "$KP_DEV_INSIDE" >"$out/stamp"
}

build_bundle() {
  local manifest=$project/flatpak/.$id.local.yml
  # What the GNOME runtime lacks is in this one already.
  sed '/^  - libraries\.yml$/d' "$project/flatpak/$id.yml" >"$manifest"
  flatpak-builder --user --force-clean --disable-download --disable-updates --disable-rofiles-fuse \
    --state-dir="$out/state" --repo="$out/repo" "$out/build" "$manifest"
  rm -f "$manifest"
  mkdir -p "$(dirname "$bundle")"
  flatpak build-bundle "$out/repo" "$bundle" "$id"
}

install_bundle() {
  flatpak --user uninstall -y --noninteractive "$id" 2>/dev/null || true
  flatpak --user install -y --noninteractive "$bundle"
}

started=$SECONDS
if [ "$(cat "$out/stamp" 2>/dev/null)" != "$KP_DEV_INSIDE" ]; then
  say "Making a GNOME runtime of this system (1.7 GB of hard links, once) …"
  make_runtime
  say "The runtime is there after $((SECONDS - started)) s."
fi
build_bundle
install_bundle
say "Built and installed after $((SECONDS - started)) s; trying it …"
python3 -B "$project/tests/journeys/session.py" \
  --build "$project/build/plain" flatpak "$id"
say "$(du -h "$bundle" | cut -f1) in $bundle, $((SECONDS - started)) s in all"
