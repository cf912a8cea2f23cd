#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The klantportaal authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of every page and dialog: wide and narrow, light and dark, English and Dutch, with the
real programs and the demo's data. Names: PAGE-{wide,narrow}-{light,dark}-{en,nl}.png

Run by session.py; see `./dev screenshots`. Arguments: languages and schemes to leave the others out.
"""

import gettext
import itertools
import os
import pathlib
import shutil
import subprocess
import sys
import time

from driver import (
    BUTTONS,
    Atspi,
    Missing,
    act,
    children,
    find,
    key,
    look,
    settles,
    until,
    write,
)
from gi.repository import Gio, GLib
from program import APPLICATION_ID, BUILD, Application, Backend
from steps import Journey
from windows import TEXTS, Window

SIZES = {"wide": (1280, 800), "narrow": (370, 730)}  # a phone is 360 wide inside of the frame
LOCALES = {"en": "C.UTF-8", "nl": "nl_NL.UTF-8"}
PICTURES = pathlib.Path(os.environ["KP_PICTURES"])
STILL = 4.0  # seconds after which a picture that keeps moving (a spinner) is taken as it is


class Words:
    """The texts of the pages in one language, by their English text without its mnemonic."""

    def __init__(self, language):
        catalogue = gettext.translation(
            "klantportaal", BUILD / "prefix/share/locale", [language], fallback=True
        )
        texts = getattr(catalogue, "_catalog", {})
        self.texts = {
            source.rpartition("\x04")[2].replace("_", ""): text.replace("_", "")
            for source, text in texts.items()
            if isinstance(source, str) and isinstance(text, str)
        }

    def __call__(self, text):
        return self.texts.get(text, text)


def activate(action):
    """An action of the application, over the session bus."""
    Gio.bus_get_sync(Gio.BusType.SESSION).call_sync(
        APPLICATION_ID, "/" + APPLICATION_ID.replace(".", "/"), "org.gtk.Actions", "Activate",
        GLib.Variant("(sava{sv})", (action, [], {})), None, Gio.DBusCallFlags.NONE, 5000,
    )  # fmt: skip


class Gallery:
    """One language and scheme."""

    def __init__(self, journey, backend, language, scheme):
        self.journey = journey
        self.backend = backend
        self.words = Words(language)
        self.suffix = f"{scheme}-{language}"
        self.window = self.customer = None
        self.taken = 0
        self.app = Application(
            f"app-{self.suffix}",
            LANG=LOCALES[language],
            LANGUAGE=language,
            ADW_DEBUG_COLOR_SCHEME="prefer-dark" if scheme == "dark" else "prefer-light",
        )

    def grab(self, size):
        width, height = SIZES[size]
        command = ("import", "-window", "root", "-crop", f"{width}x{height}+0+0", "ppm:-")
        return subprocess.run(command, capture_output=True, check=True).stdout

    def still(self, size):
        """The screen once it stands still: an animation shows other pixels at each look."""
        end = time.monotonic() + STILL
        alike, before = 0, self.grab(size)
        while alike < 3 and time.monotonic() < end:
            time.sleep(0.08)  # some frames
            now = self.grab(size)
            alike = alike + 1 if now == before else 0
            before = now
        return before

    def resize(self, size):
        """Waits for the window to be laid out anew; until then the screen shows the old one."""
        width, height = SIZES[size]
        self.journey.screen.resize(self.window.x, width, height)
        self.window.front()

        def is_laid_out():
            component = self.window.frame.get_component_iface()  # None while the program is busy
            return component and (
                abs(component.get_extents(Atspi.CoordType.WINDOW).width - width) < 30
            )

        until(f"the window does not become {width} wide", is_laid_out)

    def take(self, page, wanted=None):
        """The page in both sizes, once a person sees @wanted (English); wide again afterwards."""
        if wanted is not None:
            self.window.sees(self.words(wanted))
        for size in SIZES:
            self.resize(size)
            self.save(page, size)
        self.resize("wide")

    def take_dialog(self, page):
        """A dialog that is open, or opening; Escape closes each."""
        roles = ("dialog", "alert")
        find(self.window.frame, roles, None)
        self.take(page)

        def is_closed():
            self.window.front()
            key("Escape")
            return settles(lambda: look(self.window.frame, roles, None) is None, 2.0)

        until(f"Escape does not close “{page}”", is_closed)

    def take_popover(self, page, name, wanted):
        """What opens at the button @name, which has @wanted in it; it does not outlive a new size."""
        for size in SIZES:
            self.resize(size)
            self.click(name, "toggle button")
            self.window.sees(self.words(wanted))
            self.save(page, size)
            key("Escape")
        self.resize("wide")

    def save(self, page, size):
        name = PICTURES / f"{page}-{size}-{self.suffix}.png"
        subprocess.run(("convert", "ppm:-", str(name)), input=self.still(size), check=True)
        self.taken += 1

    def click(self, name, roles=BUTTONS):
        act(find(self.window.frame, roles, self.words(name)))

    def open_module(self, name, option=None):
        self.window.open_module(self.words(name))
        if option is not None:
            self.window.choose_option(self.words(option))

    def sign_in(self, name, choice=None):
        """Both pages of signing in are taken for customers only."""
        account, frame = self.backend.account(name), self.window.frame
        write(find(frame, TEXTS, self.words("Portal address")), self.backend.address(account))
        if choice is None:
            self.take("01-sign-in-address")
        self.click("Continue")
        if choice is not None:
            self.window.open_row(self.words(choice))
        write(find(frame, TEXTS, self.words("E-mail address")), account["login"])
        if choice is None:
            self.take("01-sign-in-password")
        write(find(frame, TEXTS, self.words("Password")), account["password"])
        self.click("Sign In")
        self.window.sees(self.words("Administration"), wait=60.0)

    def customer_pages(self):
        self.window = self.customer = Window(self.journey, self.app)
        self.sign_in("Anna de Boer")
        self.take("02-home", "To do")
        self.open_module("Requests", "My requests")
        self.take("03-requests-mine")
        self.take_popover("03-requests-filter", "Filter", "Any time")
        self.window.choose_option(self.words("All colleagues"))
        self.take("03-requests-colleagues")
        self.window.open_row("R-2026-")
        find(self.window.frame, TEXTS, self.words("Write a message"))
        self.take("03-request-detail")
        self.window.choose_option(self.words("Drafts"))
        self.take("03-requests-drafts")
        self.window.choose_option(self.words("My requests"))
        self.click("New Request")
        self.take("04-new-request-choose", "What would you like to request?")
        self.window.choose_flow("New employee" if "-en" in self.suffix else "Nieuwe medewerker")
        self.take("04-new-request-form", "Fields marked with * are required.")
        self.click("Next")
        self.take("04-new-request-missing", "An answer is needed here.")
        self.click("Close")
        self.open_module("Administration")
        self.take("08-administration", "Stay signed in on this computer")
        for page, action in (
            ("11-preferences", "preferences"),
            ("11-shortcuts", "shortcuts"),
            ("11-about", "about"),
        ):
            activate(action)
            self.take_dialog(page)
        self.window.front()
        key("Control+j")
        self.take_dialog("10-changes")
        self.open_module("Requests")
        self.window.open_row(self.words("Password and security"))
        self.take_dialog("11-change-password")

    def staff_pages(self):
        known = [node for node in children(self.app.root)]
        activate("add-account")
        self.window = Window(self.journey, self.app, known)
        self.window.front()
        self.sign_in("Marieke Linde", "Office staff")
        self.take("09-home-staff", "To do")
        self.open_module("Back office", "Work orders")
        self.take("09-work-orders")
        self.window.open_row("W-2026-", self.words("To plan"))
        self.take("09-work-order", "Plan…")
        self.click("Plan…")
        self.take_dialog("09-plan")
        self.window.choose_option(self.words("Search the office"))
        self.take("09-search")
        self.window.choose_option(self.words("Portal requests"))
        self.take("09-portal-requests", "Handled")
        self.window.open_row("R-2026-", self.words("Status: %s") % self.words("New"))
        self.take("09-portal-request", "Accept as Work Order")
        for page, name in (("09-ask", "Ask for Information…"), ("09-decline", "Decline…")):
            self.click(name)
            self.take_dialog(page)
        self.click("New request for a customer")
        self.take_dialog("09-enter")

    def offline_pages(self):
        self.backend.stop()
        self.window.sees_label("Offline")
        self.open_module("Home")
        self.take("13-offline", "To do")


    def conflict_pages(self):
        """The customer changes what the office changes too, before they hear of each other."""
        self.window = self.customer
        self.window.front()
        self.open_module("Administration")
        write(find(self.window.frame, TEXTS, self.words("Phone")), "030 555 01 99")
        self.click("Save")
        find(self.window.frame, (), lambda name: name.startswith(self.words("Offline")))
        # Another one each time, for the next gallery begins with it.
        change_phone(self.backend, f"030 555 02 {10 + sum(map(ord, self.suffix)) % 80}")
        self.backend.start()
        self.window.front()
        key("Control+j")
        self.window.sees(self.words("Needs your choice"), wait=60.0)
        self.take("10-changes-choice")
        self.click("Decide…")
        self.window.sees(self.words("Two Versions"))
        self.take("10-compare")
        self.backend.stop()


def change_phone(backend, phone):
    """At the office, which takes in its data once more."""
    data = backend.folder.parent / "changed-data"
    shutil.rmtree(data, ignore_errors=True)
    shutil.copytree(BUILD / "prefix/share/klantportaal/demo", data)
    customers = data / "customers.csv"
    lines = customers.read_text().splitlines(keepends=True)
    customers.write_text("".join(
        line.replace("06 1234 5601", phone) if line.startswith("anna@") else line for line in lines
    ))  # fmt: skip
    subprocess.run(
        (BUILD / "prefix/bin/klantportaal-server", "import", "--dir", backend.folder, data),
        check=True, capture_output=True,
    )  # fmt: skip


def main(chosen):
    journey = Journey("screenshots-log")
    backend = Backend()
    taken = 0
    try:
        for language, scheme in itertools.product(("en", "nl"), ("light", "dark")):
            if {language, scheme} <= set(chosen) or not chosen:
                if backend.process is None or backend.process.poll() is not None:
                    backend.start()
                gallery = Gallery(journey, backend, language, scheme)
                journey.app = gallery.app
                with journey.step(f"pages in {language}, {scheme}"):
                    gallery.app.start()
                    gallery.customer_pages()
                    gallery.staff_pages()
                    gallery.offline_pages()
                    gallery.conflict_pages()
                gallery.app.kill()
                taken += gallery.taken
    except Missing as missing:
        print(f"not ok - {missing}")
        return 1
    finally:
        if journey.app is not None:
            journey.app.kill()
        backend.stop()
    print(f"# {taken} pictures")
    return journey.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
