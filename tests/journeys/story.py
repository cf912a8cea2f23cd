#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The klantportaal authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job from end to end, with the real programs: a customer files requests online and
offline, the office accepts one and asks about the other, the customer answers.

Run by session.py; see `./dev run --headless`.
"""

import sys

from driver import BUTTONS, find, unnamed, until, write
from program import Application, Backend, notifications
from steps import Journey
from windows import TEXTS, TICKED, Window

CUSTOMER, STAFF = "Anna de Boer", "Marieke Linde"
FIRST = "Noor van Dam"  # the title of a request about a new employee is the name
FIRST_ANSWERS = {
    "Name": FIRST,
    "E-mail address": "noor@deboer.example",
    "Postcode": "3511 AW",
    "House number": "118",
    "Account number (IBAN)": "NL91 ABNA 0417 1643 00",
    "First working day": "any",
    "Kind of contract": "Permanent",
    "Hours per week": "32",
    "Gross monthly wage (€)": "2950,00",
    "I have seen and checked the proof of identity": TICKED,
    "The employment contract is signed": TICKED,
    "The wage tax statement is filled in": TICKED,
    "I agree to the terms of the office": TICKED,
}
SECOND = "How do we book the new delivery van?"
SECOND_ANSWERS = {
    "What is it about?": SECOND,
    "I have said which period it is about": TICKED,
    "There are no passwords or PINs in it": TICKED,
    "I agree to the terms of the office": TICKED,
}
QUESTION = "Is it bought or leased?"
ANSWER = "Leased, for five years."
# Seconds in which a change has to be seen on the other side: the promised one, and one for the
# reading of the whole window that finds it.
SOON = 2.0


def file_request(window, flow, answers):
    """From the tab to the last step, where everything is ready to be sent."""
    window.front()
    window.open_module("Requests")
    window.choose_option("My requests")
    window.click("New Request")
    window.sees("What would you like to request?")
    window.choose_flow(flow)
    window.fill_request(answers)


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
    customer_account = backend.account(CUSTOMER)
    staff_account = backend.account(STAFF)

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

    with journey.step("the customer answers a form, its checklist and the terms"):
        file_request(customer, "New employee", FIRST_ANSWERS)

    with journey.step("the request stands in the overview with its status"):
        customer.click("Send Request")
        customer.find_request(FIRST, "Received", "Confirmed")

    with journey.step("the backend stops"):
        backend.stop()

    with journey.step("the application calmly says Offline"):
        customer.sees_label("Offline")

    with journey.step("a second request is filed offline and is queued"):
        file_request(customer, "Ask a question", SECOND_ANSWERS)
        customer.click("Send Request")
        customer.find_request(SECOND, "Queued")

    with journey.step("quit and started again, the request is still there, queued"):
        app.quit()
        app.start()
        customer = Window(journey, app)
        customer.sees_label("Offline", wait=40.0)
        customer.open_module("Requests")
        customer.find_request(SECOND, "Queued")

    with journey.step("the backend is back and the request is confirmed within a second"):
        backend.start()
        customer.row(SECOND, "Confirmed", wait=SOON)

    with journey.step("in a second window a member of staff signs in"):
        customer.add_account()
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
        staff.find_portal_request(FIRST)
        staff.find_portal_request(SECOND)

    with journey.step("one is accepted and becomes a work order with a number"):
        customer.find_request(FIRST)
        staff.find_portal_request(FIRST)
        staff.open_row(FIRST)
        staff.click("Accept as Work Order")
        customer.row(FIRST, "Taken on", wait=SOON)
        staff.choose_option("Work orders")
        staff.row(FIRST, "W-")

    with journey.step("a question is asked about the other"):
        customer.find_request(SECOND)
        staff.choose_option("Portal requests")
        staff.find_portal_request(SECOND)
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
        staff.click("Messages", ("tab", "page tab", "toggle button", "radio button"))
        staff.sees(ANSWER)

    with journey.step("nothing that a hand can touch is without a name"):
        for module in ("Administration", "Requests", "Home"):
            customer.open_module(module)
            until(
                f"something on {module} has no name, see unnamed() of driver.py",
                lambda: not unnamed(customer.frame),
            )

    with journey.step("the application quits by itself"):
        app.quit()


if __name__ == "__main__":
    sys.exit(main())
