#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The klantportaal authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A picture of every page and dialog, of the demo's data: customer and staff, English and Dutch,
light and dark, four widths. Run by `./dev screenshots` inside a session of session.py.

The pictures are drawn by tests/ui/screenshots.c.
"""

import os
import pathlib
import shutil
import subprocess
import sys

from driver import Missing
from program import BUILD, SESSION, Backend

PICTURES = pathlib.Path(os.environ["KP_PICTURES"]).parent / "screenshots"
PROGRAM = BUILD / "tests/ui/klantportaal-screenshots"
WAIT = 300  # seconds until a run that does not end is a failure
# Language, name of the scheme in the file, argument of the program.
LOOKS = (("en", "light", ()), ("en", "dark", ("dark",)), ("nl", "light", ()))
FONT = "[Settings]\ngtk-font-name=Adwaita Sans 11\n"


def environment(name, language):
    """Folders of its own for each run, so that none finds the account of another."""
    home = SESSION / name
    settings = home / "config" / "gtk-4.0" / "settings.ini"
    settings.parent.mkdir(parents=True)
    settings.write_text(FONT)
    return os.environ | {
        "LANGUAGE": language,
        "GSETTINGS_BACKEND": "memory",
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "TMPDIR": str(home),
    }


def take(backend, kind):
    account = next(each for each in backend.accounts if each["kind"] == kind)
    for language, scheme, arguments in LOOKS:
        name = f"{kind}-{language}-{scheme}"
        print(f"# {name}", flush=True)
        command = (
            PROGRAM, backend.address(account), account["login"], account["password"],
            str(PICTURES), name, *arguments,
        )  # fmt: skip
        run = subprocess.run(command, env=environment(name, language), check=False, timeout=WAIT)
        if run.returncode != 0:
            raise Missing(f"the pictures {name} could not be taken ({run.returncode})")


def main():
    shutil.rmtree(PICTURES, ignore_errors=True)
    backend = Backend()
    try:
        backend.start()
        for kind in ("customer", "staff"):
            take(backend, kind)
    except Missing as missing:
        print(f"Bail out! {missing}")
        return 1
    finally:
        backend.stop()
    print(f"{len(list(PICTURES.glob('*.png')))} pictures in {PICTURES}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
