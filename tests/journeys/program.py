# SPDX-FileCopyrightText: 2026 The klantportaal authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The two real programs inside a session: the portal backend on demo data, and the application."""

import json
import os
import pathlib
import signal
import socket
import subprocess
import urllib.error
import urllib.request

from driver import Missing, application, until
from gi.repository import Gio, GLib

BUILD = pathlib.Path(os.environ["KP_BUILD"])
SESSION = pathlib.Path(os.environ["KP_SESSION"])
APPLICATION_ID = "org.klantportaal.Klantportaal.Devel"
START = 60.0  # seconds until a program that does not answer is a failure


def last_words(path):
    words = path.read_text(errors="replace").strip().splitlines() if path.exists() else []
    return f"; it said: {words[-1]}" if words else ""


class Backend:
    """klantportaal-server demo, in a folder and on a port of its own."""

    def __init__(self):
        self.folder = SESSION / "server"
        self.log = SESSION / "server.log"
        self.process = None
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.accounts = []

    def start(self):
        credentials = SESSION / "accounts.json"
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                (BUILD / "prefix/bin/klantportaal-server", "demo", "--dir", self.folder,
                 "--listen", f"127.0.0.1:{self.port}", "--credentials", credentials),
                stdout=log, stderr=log,
            )  # fmt: skip
        until(f"the portal backend does not answer{last_words(self.log)}", self.is_healthy, START)
        self.accounts = json.loads(credentials.read_text())["accounts"]

    def is_healthy(self):
        if self.process.poll() is not None:
            raise Missing(f"the portal backend ended at once{last_words(self.log)}")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2).close()
            return True
        except (urllib.error.URLError, OSError):
            return False

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)

    def address(self, account):
        base = f"http://127.0.0.1:{self.port}"
        return f"{base}/{account['portal']}" if account.get("portal") else base

    def account(self, name):
        return next(each for each in self.accounts if each["name"] == name)


class Adopted:
    """A process that the session bus started; as much of Popen as is asked for."""

    def __init__(self, pid):
        self.pid = pid
        self.returncode = None

    def poll(self):
        if self.returncode is None and not os.path.exists(f"/proc/{self.pid}"):
            self.returncode = 0  # the bus, its parent, keeps the real one
        return self.returncode

    def send_signal(self, number):
        os.kill(self.pid, number)

    def wait(self):
        until("the application does not end", lambda: self.poll() is not None)


class Application:
    """The real klantportaal with data folders of its own."""

    def __init__(self, name="app", ident=APPLICATION_ID, **environment):
        home = SESSION / name
        self.ident = ident
        self.log = SESSION / f"{name}.log"
        self.process = None
        self.root = None
        self.environment = os.environ | {
            "KP_APP_ID": ident,
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_CACHE_HOME": str(home / "cache"),
            "XDG_STATE_HOME": str(home / "state"),
            **environment,
        }

    def start(self, *arguments):
        """Starts it; its root in the accessibility tree is self.root from then on."""
        settings = pathlib.Path(self.environment["XDG_CONFIG_HOME"], "gtk-4.0", "settings.ini")
        settings.parent.mkdir(parents=True, exist_ok=True)
        # What GNOME sets; without a desktop GTK takes another font, of other widths.
        settings.write_text("[Settings]\ngtk-font-name=Adwaita Sans 11\n")
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                (BUILD / "prefix/bin/klantportaal", *arguments),
                env=self.environment, stdout=log, stderr=log,
            )  # fmt: skip
        self.find()

    def find(self):
        self.root = application("klantportaal", START, self.process.pid)

    def call_bus(self, method, *arguments):
        """A method of the session bus itself."""
        signature = "s" if method.startswith("Get") else "a{ss}"
        return Gio.bus_get_sync(Gio.BusType.SESSION).call_sync(
            "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", method,
            GLib.Variant(f"({signature})", arguments), None, Gio.DBusCallFlags.NONE, 5000,
        )  # fmt: skip

    def let_bus_start(self):
        """From now on, whatever the session bus starts has this one's folders."""
        ours = ("KP_APP_ID", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
        self.call_bus("UpdateActivationEnvironment", {each: self.environment[each] for each in ours})

    def adopt(self):
        """Takes over the process that the session bus started."""

        def ask():
            return self.call_bus("GetConnectionUnixProcessID", self.ident).unpack()[0]

        self.process = Adopted(until("the session bus does not start the application", ask, START))
        self.find()

    def must_live(self):
        if self.process.poll() is not None:
            raise Missing(
                f"the application ended by itself ({self.process.returncode}){last_words(self.log)}"
            )

    def call_action(self, name, *parameters):
        """Activates app.@name over the session bus, as a notification or a launcher would."""
        bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        bus.call_sync(
            self.ident, "/" + self.ident.replace(".", "/"), "org.gtk.Actions", "Activate",
            GLib.Variant("(sava{sv})", (name, list(parameters), {})), None,
            Gio.DBusCallFlags.NONE, 5000,
        )  # fmt: skip

    def quit(self):
        """As Ctrl+Q does; it has to end by itself, with everything kept."""
        self.call_action("quit")
        until("the application does not quit", lambda: self.process.poll() is not None)
        if self.process.returncode != 0:
            raise Missing(f"the application quit with {self.process.returncode}")
        self.process = None

    def kill(self):
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        self.process = None


def read_notifications():
    lines = pathlib.Path(os.environ["KP_NOTIFICATIONS"]).read_text().splitlines()
    return [json.loads(line) for line in lines]


def notifications():
    """What the notification service was told to show so far."""
    return [each for each in read_notifications() if "gone" not in each]


def notifications_shown(program):
    """What stands on the desktop now: by its id, the last one, unless it was taken away."""
    shown = {}
    for each in read_notifications():
        if each["program"] == program and "gone" in each:
            shown.pop(each["gone"], None)
        elif each["program"] == program:
            shown[each["id"]] = each
    return shown
