#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The klantportaal authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The installed Flatpak in its sandbox: it may do no more than it must, shows its window, keeps what
it keeps in the sandbox's own folder, and quits. The accessibility tree is not looked into: libatspi
wants the program's own bus, which lies inside the sandbox.

Run by session.py; see `./dev flatpak`. Argument: the application's id.
"""

import os
import pathlib
import subprocess
import sys

from driver import until
from program import START, Application
from steps import Journey

ALLOWED = {
    "shared": {"network", "ipc"},
    "sockets": {"x11", "wayland", "fallback-x11"},
    "devices": {"dri"},
}
# What a desktop has: GNOME's keyring behind the secret portal, GTK's dialogs behind the others.
PORTALS = """[preferred]
default=gtk
org.freedesktop.impl.portal.Secret=gnome-keyring
"""


class Bundle(Application):
    """The application as `flatpak run` starts it; its folders are those of the sandbox."""

    def __init__(self, ident):
        super().__init__("flatpak", ident)
        for name in [each for each in self.environment if each.startswith("XDG_") or each in
                     ("KP_APP_ID", "GDK_DEBUG", "ADW_DISABLE_PORTAL", "GSETTINGS_BACKEND")]:
            if name != "XDG_RUNTIME_DIR":
                del self.environment[name]
        # flatpak asks the system bus about parental controls; a bus without them stands in for it.
        self.environment["DBUS_SYSTEM_BUS_ADDRESS"] = os.environ["DBUS_SESSION_BUS_ADDRESS"]

    def start(self, *arguments):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                ("flatpak", "run", self.ident, *arguments),
                env=self.environment, stdout=log, stderr=log,
            )  # fmt: skip

    def permissions(self):
        command = ("flatpak", "info", "--show-permissions", self.ident)
        text = subprocess.run(command, env=self.environment, capture_output=True, text=True,
                              check=True).stdout  # fmt: skip
        pairs = [line.split("=", 1) for line in text.splitlines() if "=" in line]
        return {name: set(filter(None, value.split(";"))) for name, value in pairs}


def offer_portals():
    folder = pathlib.Path(os.environ["HOME"], ".config", "xdg-desktop-portal")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "portals.conf").write_text(PORTALS)


def main(arguments):
    journey = Journey("flatpak")
    app = Bundle(arguments[0])
    journey.app = app
    offer_portals()
    try:
        play(journey, app)
    finally:
        app.kill()
    return journey.end()


def play(journey, app):
    with journey.step("the sandbox lets nothing in that is not needed"):
        allowed = app.permissions()
        assert allowed == ALLOWED, f"it may {allowed}"

    with journey.step("its window is on the screen"):
        app.start()
        until("no window appears", journey.screen.windows, START)

    with journey.step("its folder lies in the sandbox"):
        folder = pathlib.Path(os.environ["HOME"], ".var", "app", app.ident)
        until("the sandbox has no folder", folder.is_dir)

    with journey.step("it quits by itself"):
        app.quit()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
