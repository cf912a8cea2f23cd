# SPDX-FileCopyrightText: 2026 The klantportaal authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Steps of a journey: each is told as TAP, leaves a picture, and ends the journey if it fails."""

import contextlib
import os
import pathlib
import re
import time

from driver import Missing, Screen, outline
from gi.repository import GLib

PICTURES = pathlib.Path(os.environ["KP_PICTURES"])


class Journey:
    def __init__(self, name):
        self.name = name
        self.number = 0
        self.failed = False
        self.screen = Screen()
        self.app = None  # whose tree a failed step writes down
        self.began = time.monotonic()
        PICTURES.mkdir(parents=True, exist_ok=True)
        for old in PICTURES.glob(f"{name}-*"):
            old.unlink()

    def picture(self, name):
        self.screen.picture(PICTURES / f"{self.name}-{name}.png")

    @contextlib.contextmanager
    def step(self, what):
        """One step; the rest of the journey is left out after the first that fails."""
        self.number += 1
        slug = f"{self.number:02}-" + re.sub(r"[^a-z0-9]+", "-", what.lower()).strip("-")[:60]
        began = time.monotonic()
        try:
            yield
            if self.app is not None and self.app.process is not None:
                self.app.must_live()
        except (Missing, AssertionError, GLib.Error, OSError) as error:
            self.failed = True
            if self.app is not None and self.app.process is not None:
                try:
                    self.app.must_live()
                except Missing as ended:  # the real reason
                    error = ended
            print(f"not ok {self.number} - {what}\n# {error}", flush=True)
            self.picture(slug + "-failed")
            if self.app is not None and self.app.root is not None:
                tree = "\n".join(outline(self.app.root))
                (PICTURES / f"{self.name}-{slug}-failed.txt").write_text(tree + "\n")
            raise SystemExit(self.end()) from error
        self.picture(slug)
        taken = (time.monotonic() - began) * 1000
        print(f"ok {self.number} - {what} # {taken:.0f} ms", flush=True)

    def end(self):
        print(f"1..{self.number}")
        print(f"# pictures in {PICTURES}; {time.monotonic() - self.began:.1f} s in all")
        return 1 if self.failed else 0
