#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The klantportaal authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen reader says: on every page and in every dialog the keyboard is led around once, and
whatever it stands on has a name and a role.

Run by session.py.
"""

import sys

from driver import Missing, act, children, find, gone, hear, key, look, settles
from program import Application, Backend
from steps import Journey
from windows import TEXTS, Window

CUSTOMER, STAFF = "Anna de Boer", "Marieke Linde"
MOST_STOPS = 90  # of one round; a page that has more is a page nobody gets through
STILL = 0.5  # seconds in which a key has to move the keyboard
NO_ROLES = ("unknown", "invalid", "filler", "panel", "redundant object")


def describe(node):
    return f"{node.get_role_name()} “{node.get_name()}”"


def is_said(node):
    """Whether there is something to say. libadwaita's page of a state (nothing here yet) has no
    name of its own; its words are read."""
    if node.get_role_name() == "scroll pane" and not node.get_name():
        return look(node, "label", None) is not None
    return bool((node.get_name() or "").strip()) and node.get_role_name() not in NO_ROLES


class Listener:
    """Leads the keyboard around, and keeps what a screen reader could not have said."""

    def __init__(self):
        self.focus = hear()
        self.stops = 0

    def go_round(self, page, least):
        """One round by Tab, from wherever the keyboard is. At least @least stops are expected, so
        that a page whose keyboard is stuck is found."""
        heard, silent = [], []
        for _ in range(MOST_STOPS):
            self.focus.press("Tab", STILL)
            node = self.focus.node
            if node is None:
                continue
            said = (node.get_role_name(), node.get_name(), node.path)
            if said in heard:
                break
            heard.append(said)
            # A row that has just scrolled in is filled a moment later.
            if not settles(lambda node=node: is_said(node), STILL):
                silent.append(describe(node))
        self.stops += len(heard)
        if silent:
            raise Missing(f"on {page} nothing can be said of {', '.join(silent)}")
        if len(heard) < least:
            raise Missing(f"on {page} the keyboard stops at {len(heard)} places only: {heard}")


def sign_in(window, backend, name, choice=None):
    account = backend.account(name)
    window.sign_in(backend.address(account), account["login"], account["password"], choice)
    window.sees("Administration", wait=60.0)


def close_dialog(window):
    dialog = find(window.frame, ("dialog", "alert"), None)
    act(find(dialog, "button", lambda name: name in ("Close", "Cancel")))
    gone(window.frame, ("dialog", "alert"), None)


def main():
    journey = Journey("reader")
    backend = Backend()
    app = Application()
    journey.app = app
    try:
        play(journey, backend, app)
    finally:
        app.kill()
        backend.stop()
    return journey.end()


def play(journey, backend, app):
    with journey.step("signing in is said"):
        backend.start()
        app.start()
        listener = Listener()
        customer = Window(journey, app)
        find(customer.frame, TEXTS, "Portal address")
        customer.front()
        listener.go_round("the page of the portal address", 2)
        sign_in(customer, backend, CUSTOMER)

    with journey.step("Home is said"):
        customer.sees("To do")
        customer.front()
        listener.go_round("Home", 10)

    with journey.step("the requests and one of them are said"):
        customer.open_module("Requests")
        customer.choose_option("My requests")
        customer.front()
        listener.go_round("My requests", 10)
        customer.open_row("R-2026-")
        find(customer.frame, TEXTS, "Write a message")
        listener.go_round("a request", 8)

    with journey.step("the flows and every step of a form are said"):
        customer.choose_option("My requests")
        customer.click("New Request")
        customer.sees("What would you like to request?")
        customer.front()
        listener.go_round("the flows", 6)
        customer.choose_flow("New employee")
        for step in ("The employee", "The contract", "Allowances", "Checklist", "Check and send"):
            customer.open_row(step)
            customer.sees(step)
            listener.go_round(f"the step {step}", 5)
        customer.click("Close")

    with journey.step("the details and the dialogs are said"):
        customer.open_module("Administration")
        customer.front()
        listener.go_round("Administration", 8)
        for name, keys, least in (
            ("the changes", "Control+j", 2),
            ("the preferences", "Control+comma", 2),
        ):
            key(keys)
            find(customer.frame, ("dialog", "alert"), None)
            listener.go_round(name, least)
            close_dialog(customer)

    with journey.step("the back office is said"):
        known = list(children(app.root))
        customer.add_account()
        staff = Window(journey, app, known)
        sign_in(staff, backend, STAFF, "Office staff")
        staff.open_module("Back office")
        staff.choose_option("Portal requests")
        staff.front()
        listener.go_round("Portal requests", 8)
        staff.open_row("R-2026-", "Status: New")
        staff.sees("Accept as Work Order")
        listener.go_round("a portal request", 10)
        for name in ("Ask for Information…", "Decline…"):
            staff.click(name)
            find(staff.frame, ("dialog", "alert"), None)
            listener.go_round(name, 2)
            close_dialog(staff)
        staff.choose_option("Work orders")
        listener.go_round("Work orders", 8)
        staff.open_row("W-2026-")
        listener.go_round("a work order", 8)
        staff.choose_option("Search the office")
        listener.go_round("Search the office", 5)

    print(f"# {listener.stops} stops, each with a name and a role", flush=True)
    with journey.step("the application quits by itself"):
        app.quit()


if __name__ == "__main__":
    sys.exit(main())
