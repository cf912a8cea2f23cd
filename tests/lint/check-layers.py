#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The klantportaal authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks every #include under src/ against the table of layers.

Usage: check-layers.py ROOT | --self-test
"""

import pathlib
import re
import sys
import tempfile

# Layer: (folder, layers whose headers it may include, external headers it may include).
# The C library and GLib are allowed everywhere. Headers of the protocol show values of yyjson, so
# that whoever may include those may name it.
LAYERS = {
    "base": ("src/base", {"base"}, ("json-glib/",)),
    "protocol": ("src/protocol", {"base", "protocol"}, ("pcre2.h", "yyjson.h")),
    "db": ("src/db", {"base", "db"}, ("libpq-fe.h", "sqlite3.h", "sqlcipher/sqlite3.h")),
    "store": ("src/client/store", {"base", "protocol", "db", "store"}, ("sodium.h", "yyjson.h")),
    "sync": (
        "src/client/sync",
        {"base", "protocol", "store", "sync"},
        ("json-glib/", "libsecret/", "libsoup/", "sodium.h", "yyjson.h"),
    ),
    "model": ("src/client/model", {"base", "protocol", "store", "model"}, ("yyjson.h",)),
    "client": ("src/client", {"base", "protocol", "store", "sync", "model", "client"}, ()),
    "app": ("src/app", {"base", "model", "client", "app"}, ("adwaita.h", "gtk/", "libportal/")),
    "render": ("src/render", {"base", "render"}, ("cairo.h", "poppler.h", "seccomp.h")),
    "inspect": (
        "src/server/inspect",
        {"base", "protocol", "inspect"},
        ("archive.h", "archive_entry.h", "magic.h", "seccomp.h"),
    ),
    "server": (
        "src/server",
        {"base", "protocol", "db", "inspect", "server"},
        (
            "curl/", "gmime/", "json-glib/", "libsoup/", "libxml/", "malloc.h", "sodium.h",
            "yyjson.h",
        ),  # fmt: skip
    ),
}
# Single headers of a layer that another may see although its layer is closed to it.
SINGLE = {"app": {"kp-condition.h", "kp-limits.h", "kp-operation.h"}}
# Folders of a layer which keep to less than the layer may: the engine does no I/O of its own.
CLOSED = {"src/client/sync/engine": ("json-glib/", "libsecret/", "libsoup/")}
EVERYWHERE = (
    "errno.h", "fcntl.h", "gio/", "glib.h", "glib-object.h", "glib-unix.h", "glib/", "inttypes.h",
    "locale.h", "math.h", "poll.h", "signal.h", "stdint.h", "stdio.h", "stdlib.h", "string.h",
    "sys/", "time.h", "unistd.h",
)  # fmt: skip
INCLUDE = re.compile(r'\s*#\s*include\s*([<"])([^>"]+)[>"]')
PAGE = re.compile(r"src/app/pages/([^/]+)/")


def layer_of(name):
    """The layer of a path relative to the root: that of the deepest folder in the table."""
    found = [
        (len(folder), layer)
        for layer, (folder, _, _) in LAYERS.items()
        if name.startswith(folder + "/")
    ]
    return max(found)[1] if found else None


def find_include_faults(name, layer, owner, kind, included):
    _, allowed, external = LAYERS[layer]
    closed = next((c for f, c in CLOSED.items() if name.startswith(f + "/")), ())
    if kind == "<":
        if not included.startswith(EVERYWHERE + external) or included.startswith(closed or ("\0",)):
            yield f"{layer} may not use <{included}>"
        return
    if "/" in included:
        yield f"includes are flat names, not {included}"
        return
    if included.endswith(("-resources.h", "-enums.h")) or included == "config.h":
        return

    path = owner.get(included)
    other = layer_of(path) if path else None
    if other not in allowed and included not in SINGLE.get(layer, ()):
        yield f"{layer} may not include {included} of {other}"
    page, target = PAGE.match(name), PAGE.match(path or "")
    if page and target and page.group(1) != target.group(1):
        yield f"pages do not include each other; {included} belongs into widgets/"


def find_faults(root):
    headers = sorted((root / "src").rglob("*.h"))
    owner = {path.name: path.relative_to(root).as_posix() for path in headers}
    for path in headers:
        if owner[path.name] != path.relative_to(root).as_posix():
            yield f"{path.relative_to(root)}:1: {path.name} exists twice; includes are flat names"

    for path in sorted((root / "src").rglob("*.[ch]")):
        name = path.relative_to(root).as_posix()
        layer = layer_of(name)
        if layer is None:
            yield f"{name}:1: lies in no layer"
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            match = INCLUDE.match(line)
            if match is not None:
                for fault in find_include_faults(name, layer, owner, *match.groups()):
                    yield f"{name}:{number}: {fault}"


def self_test():
    """Proves that each kind of fault is found, and that a clean tree has none."""
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for _, (place, _, _) in LAYERS.items():
            (root / place).mkdir(parents=True, exist_ok=True)
        for place in ("src/client/sync/engine", "src/app/pages/a", "src/app/pages/b"):
            (root / place).mkdir(parents=True)
        (root / "src/base/low.h").write_text("#include <gio/gio.h>\n")
        (root / "src/protocol/kp-limits.h").write_text("")
        (root / "src/db/middle.h").write_text('#include "low.h"\n#include <sqlite3.h>\n')
        (root / "src/client/store/kept.h").write_text('#include "middle.h"\n')
        (root / "src/app/pages/a/shown.h").write_text('#include "kp-limits.h"\n')
        (root / "src/client/sync/talk.c").write_text("#include <libsoup/soup.h>\n")
        assert main([folder]) is None, main([folder])

        for place, line in (
            ("src/base", '#include "middle.h"'),
            ("src/app", '#include "middle.h"'),
            ("src/app", '#include "kept.h"'),
            ("src/app", "#  include <sqlite3.h>"),
            ("src/app", "#include <libsoup/soup.h>"),
            ("src/app/pages/b", '#include "shown.h"'),
            ("src/client/model", "#include <gtk/gtk.h>"),
            ("src/client/sync", '#include "middle.h"'),
            ("src/client/sync/engine", "#include <libsoup/soup.h>"),
            ("src/server", '#include "../base/low.h"'),
            ("src/server", '#include "kept.h"'),
            ("src/server", '#include "nobody.h"'),
        ):
            bad = root / place / "bad.c"
            bad.write_text(f"\n{line}\n")
            fault = main([folder]) or ""
            assert re.fullmatch(f"{place}/bad.c:2: [^\n]+", fault), (line, fault)
            bad.unlink()

        (root / "src/server/low.h").write_text("")
        assert "exists twice" in (main([folder]) or "")
        (root / "src/server/low.h").unlink()
        (root / "src/stray.c").write_text("")
        assert "in no layer" in (main([folder]) or "")


def main(arguments):
    """Returns what sys.exit() takes: a text on failure."""
    if arguments == ["--self-test"]:
        return self_test()

    return "\n".join(find_faults(pathlib.Path(arguments[0]))) or None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
