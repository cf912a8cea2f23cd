#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The klantportaal authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop session of its own for one journey: X server, session bus, accessibility bus, a real
Secret Service, a recording notification service, fixed locale and empty folders. Each part is
probed before the journey starts, and each failure is one sentence.

Usage: session.py --build FOLDER [--pictures FOLDER] JOURNEY [ARGUMENT…]
       runs JOURNEY.py of this folder inside such a session
"""

import argparse
import ctypes
import ctypes.util
import os
import pathlib
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from gi.repository import Gio, GLib

HERE = pathlib.Path(__file__).resolve().parent
WAIT = 30.0  # seconds until a service that does not answer is a failure
SCREEN = "1280x800x24"
LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")


class Broken(Exception):
    """A part of the session does not work; the text says which, and what it said."""


class Session:
    """Starts the parts one after the other; stop() ends them in the opposite order."""

    def __init__(self, build):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="kp-session-"))
        self.processes = []
        self.bus = None  # connection to the session bus, for the probes
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder / "home"),
            "XDG_RUNTIME_DIR": str(self.folder / "runtime"),
            "XDG_DATA_DIRS": f"{build}/prefix/share:/usr/local/share:/usr/share",
            "LANG": "C.UTF-8",
            "LANGUAGE": "en",
            "TZ": "Europe/Amsterdam",
            # Drawn by the processor alone, so that pictures are alike everywhere.
            "GSK_RENDERER": "cairo",
            "GDK_BACKEND": "x11",
            # A portal found by chance slows the start down by seconds.
            "GDK_DEBUG": "no-portals",
            "ADW_DISABLE_PORTAL": "1",
            "GTK_A11Y": "atspi",
            "GIO_USE_VFS": "local",
            "GSETTINGS_BACKEND": "keyfile",
            "NO_AT_BRIDGE": "0",
        }
        if "FLATPAK_USER_DIR" in os.environ:
            self.environment["FLATPAK_USER_DIR"] = os.environ["FLATPAK_USER_DIR"]
        for name in ("home", "runtime"):
            (self.folder / name).mkdir(mode=0o700)
        self.notifications = self.folder / "notifications"
        self.notifications.touch()

    def start(self):
        self.start_display()
        self.start_bus()
        self.start_accessibility()
        self.start_keyring()
        self.start_notifications()

    def spawn(self, *command, **options):
        """Starts a part that runs until stop(); what it says goes to a file of its name."""
        name = pathlib.Path(command[0]).name if command[0] != sys.executable else "recorder"
        log = open(self.folder / f"{name}.log", "wb")
        try:
            process = subprocess.Popen(
                command,
                env=self.environment,
                stdout=options.pop("stdout", log),
                stderr=log,
                **options,
            )
        except OSError as error:
            raise Broken(f"{name} cannot be started: {error.strerror}") from error
        finally:
            log.close()
        self.processes.append((name, process))
        return process

    def said(self, name):
        """The last words of a part, for the sentence of a failure."""
        log = self.folder / f"{name}.log"
        words = log.read_text(errors="replace").split() if log.exists() else []
        return f"; it said: {' '.join(words[-60:])}" if words else ""

    def until(self, name, process, what, ask):
        """Waits for ask() to be true while the part lives."""
        end = time.monotonic() + WAIT
        while not ask():
            if process.poll() is not None:
                raise Broken(f"{name} ended at once{self.said(name)}")
            if time.monotonic() > end:
                raise Broken(f"{what}{self.said(name)}")
            time.sleep(0.02)

    def start_display(self):
        reading, writing = os.pipe()
        # The socket's folder must be there before a server of an ordinary user can use it.
        os.makedirs("/tmp/.X11-unix", mode=0o1777, exist_ok=True)
        # -r: no key repeats itself, however late its release comes on a busy machine.
        server = self.spawn(
            "Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN, "-nolisten", "tcp",
            "-noreset", "-r", pass_fds=(writing,),
        )  # fmt: skip
        os.close(writing)
        number = ""
        while not number.endswith("\n") and select.select([reading], [], [], WAIT)[0]:
            piece = os.read(reading, 16).decode()  # the end of the line comes by itself
            if not piece:
                break
            number += piece
        os.close(reading)
        number = number.strip()
        if not number:
            server.kill()
            raise Broken(f"the X server Xvfb does not start{self.said('Xvfb')}")
        self.environment["DISPLAY"] = f":{number}"
        x11 = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
        x11.XOpenDisplay.restype = ctypes.c_void_p
        x11.XCloseDisplay.argtypes = [ctypes.c_void_p]

        def answers():
            display = x11.XOpenDisplay(self.environment["DISPLAY"].encode())
            return display is not None and x11.XCloseDisplay(display) == 0

        self.until("Xvfb", server, "the X server does not answer", answers)

    def start_bus(self):
        path = self.folder / "runtime" / "bus"
        bus = self.spawn("dbus-daemon", "--session", "--nofork", f"--address=unix:path={path}")
        self.until("dbus-daemon", bus, "the session bus does not answer", path.exists)
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={path}"

    def call(self, name, path, method, *arguments):
        """Calls a method of a bus name that has an owner; returns the answer, or None."""
        address = self.environment["DBUS_SESSION_BUS_ADDRESS"]
        flags = Gio.DBusConnectionFlags
        interface, member = method.rsplit(".", 1)
        text = GLib.Variant(f"({'s' * len(arguments)})", arguments) if arguments else None
        try:
            if self.bus is None:
                self.bus = Gio.DBusConnection.new_for_address_sync(
                    address,
                    flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION,
                    None,
                    None,
                )
            # Never started by the call: two keyrings would race for the name.
            return self.bus.call_sync(
                name, path, interface, member, text, None, Gio.DBusCallFlags.NO_AUTO_START, 5000
            ).unpack()
        except GLib.Error:
            return None

    def start_accessibility(self):
        launcher = next((path for path in LAUNCHERS if os.path.exists(path)), None)
        if launcher is None:
            raise Broken("the accessibility bus (at-spi2-core) is not installed")
        process = self.spawn(launcher, "--launch-immediately")
        self.until(
            "at-spi-bus-launcher", process, "the accessibility bus does not answer",
            lambda: self.call("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus.GetAddress"),
        )  # fmt: skip

    def start_keyring(self):
        # The newline is an empty password; without it the daemon asks a prompter for one.
        keyring = self.spawn(
            "gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets",
            stdin=subprocess.PIPE,
        )  # fmt: skip
        keyring.stdin.write(b"\n")
        keyring.stdin.close()

        def is_open():
            answer = self.call(
                "org.freedesktop.secrets", "/org/freedesktop/secrets/aliases/default",
                "org.freedesktop.DBus.Properties.Get", "org.freedesktop.Secret.Collection",
                "Locked",
            )  # fmt: skip
            return answer is not None and answer[0] is False

        self.until(
            "gnome-keyring-daemon", keyring, "the Secret Service has no unlocked keyring", is_open
        )

    def start_notifications(self):
        recorder = self.spawn(
            sys.executable, str(HERE / "notifications.py"), str(self.notifications)
        )
        self.until(
            "recorder", recorder, "the notification service does not answer",
            lambda: self.call(
                "org.freedesktop.Notifications", "/org/freedesktop/Notifications",
                "org.freedesktop.Notifications.GetServerInformation",
            ),
        )  # fmt: skip

    def stop(self):
        for _, process in reversed(self.processes):
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def main(arguments):
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--pictures", type=pathlib.Path)
    parser.add_argument("journey")
    parser.add_argument("rest", nargs="*")
    options = parser.parse_args(arguments)
    build = options.build.resolve()
    pictures = (options.pictures or HERE.parents[1] / "build" / "journey").resolve()

    session = Session(build)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the parts are ended
    try:
        session.start()
        session.environment |= {
            "KP_BUILD": str(build),
            "KP_PICTURES": str(pictures),
            "KP_NOTIFICATIONS": str(session.notifications),
            "KP_SESSION": str(session.folder),
        }
        journey = HERE / f"{options.journey}.py"
        command = (sys.executable, "-B", str(journey), *options.rest)
        return subprocess.run(command, env=session.environment, check=False).returncode
    except Broken as broken:
        print(f"Bail out! The session for the journey could not be made: {broken}")
        return 1
    finally:
        session.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
