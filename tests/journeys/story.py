#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The klantportaal authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job from end to end, with the real programs: a customer files requests online and
offline, the office accepts one and asks about the other, the customer answers.

Run by session.py; see `./dev run --headless`.
"""

import sys

from driver import find, gone, press, unnamed, until, write
from program import Application, Backend, notifications
from steps import Journey
from windows import ROWS, TEXTS, Window

FIRST = "Replace the tap in the kitchen"
SECOND = "The heating makes noise"
QUESTION = "Since when does it make this noise?"
ANSWER = "Since Monday morning, about seven."
SOON = 1.0  # seconds in which a change has to be seen on the other side


def file_request(window, title):
    """From the tab to the sending of a request; returns to the overview or its detail."""
    window.front()
    window.open_module("Requests")
    window.click("New Request")
    window.sees("What would you like to request?")
    window.choose_flow(0)
    window.fill_request((("title", title), ("what", title), ("subject", title), ("about", title)))
    window.tick_all()


def main():
    journey = Journey("story")
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
    with journey.step("the portal backend starts with demo data"):
        backend.start()
    customer_account = backend.account("customer")
    staff_account = backend.account("staff")

    with journey.step("the application opens and asks for the portal address"):
        app.start()
        customer = Window(journey, app)
        find(customer.frame, TEXTS, "Portal address")

    with journey.step("a customer signs in and sees Home"):
        customer.sign_in(
            backend.address(customer_account),
            customer_account["login"],
            customer_account["password"],
        )
        find(customer.frame, BUTTONS, "Main menu", wait=40.0)
        customer.sees("To do")
        customer.sees("Up to date")

    with journey.step("nothing on the first pages is without a name"):
        for module in ("Requests", "Home"):
            customer.open_module(module)
            assert not unnamed(customer.frame), f"without a name: {unnamed(customer.frame)}"

    with journey.step("the customer answers a form, its checklist and the terms"):
        file_request(customer, FIRST)

    with journey.step("the request stands in the overview with its status"):
        customer.click("Send Request")
        customer.open_overview()
        customer.row(FIRST, "Received")
        customer.row(FIRST, "Confirmed")

    with journey.step("the backend stops and the application calmly says Offline"):
        backend.stop()
        customer.sees("Offline")

    with journey.step("a second request is filed offline and is queued"):
        file_request(customer, SECOND)
        customer.click("Send Request")
        customer.open_overview()
        customer.row(SECOND, "Queued")

    with journey.step("quit and started again, the request is still there, queued"):
        app.quit()
        app.start()
        customer = Window(journey, app)
        customer.sees("Offline", wait=40.0)
        customer.open_module("Requests")
        customer.open_overview()
        customer.row(SECOND, "Queued")

    with journey.step("the backend is back and the request is confirmed within a second"):
        backend.start()
        customer.row(SECOND, "Confirmed", wait=SOON_AFTER_START)

    with journey.step("in a second window a member of staff signs in"):
        customer.menu("New Window for Another Account")
        staff = Window(journey, app, known=(customer.frame,))
        staff.sign_in(
            backend.address(staff_account),
            staff_account["login"],
            staff_account["password"],
            choice="Office staff",
        )
        find(staff.frame, BUTTONS, "Main menu", wait=40.0)

    with journey.step("both requests stand under Portal requests"):
        staff.open_module("Back office")
        staff.choose_option("Portal requests")
        staff.row(FIRST)
        staff.row(SECOND)

    with journey.step("one is accepted and becomes a work order with a number"):
        staff.open_row(FIRST)
        staff.click("Accept as Work Order")
        staff.choose_option("Work orders")
        staff.row(FIRST, "W-")
        accepted_at = time.monotonic()
        customer.row(FIRST, lambda words: "Received" not in words, wait=SOON)

    with journey.step("a question is asked about the other"):
        staff.choose_option("Portal requests")
        staff.open_row(SECOND)
        staff.click("Ask for Information…")
        write(find(staff.frame, TEXTS, "Your question"), QUESTION)
        staff.click("Ask")

    with journey.step("the customer's window shows it within a second, with a notification"):
        customer.row(SECOND, "Waiting for you", wait=SOON)
        until(
            "no notification was shown",
            lambda: [n for n in notifications() if SECOND in n["title"] + n["body"]],
        )

    with journey.step("the customer answers"):
        customer.front()
        customer.open_row(SECOND)
        customer.sees(QUESTION)
        write(find(customer.frame, TEXTS, "Write a message"), ANSWER)
        customer.click("Send Answer")
        customer.sees(ANSWER)

    with journey.step("the office reads the answer"):
        staff.front()
        staff.open_row(SECOND)
        staff.click("Conversation", ("tab", "page tab", "toggle button", "radio button"))
        staff.sees(ANSWER)

    with journey.step("the application quits by itself"):
        app.quit()


if __name__ == "__main__":
    sys.exit(main())
