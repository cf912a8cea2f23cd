#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The klantportaal authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two at once: the customer withdraws a request while he is offline, and the office takes it on in
the meantime. When they meet, the customer sees what happened, by whom, and chooses on the screen.

Run by session.py.
"""

import sys

from driver import act, find, gone
from program import Application, Backend
from steps import Journey
from windows import Window

CUSTOMER, STAFF = "Anna de Boer", "Marieke Linde"
TITLE = "Is the annual report ready?"
ANSWERS = {
    "What is it about?": TITLE,
    "I have said which period it is about": "ticked",
    "There are no passwords or PINs in it": "ticked",
    "I agree to the terms of the office": "ticked",
}


def sign_in(window, backend, name, choice=None):
    account = backend.account(name)
    window.sign_in(backend.address(account), account["login"], account["password"], choice)
    window.sees("To do", wait=40.0)


def main():
    journey = Journey("conflict")
    backend = Backend()
    app, office = Application(), Application("office")
    journey.app = app
    try:
        play(journey, backend, app, office)
    finally:
        app.kill()
        office.kill()
        backend.stop()
    return journey.end()


def play(journey, backend, app, office):
    with journey.step("a customer sends a request"):
        backend.start()
        app.start()
        customer = Window(journey, app)
        sign_in(customer, backend, CUSTOMER)
        customer.open_module("Requests")
        customer.click("New Request")
        customer.choose_flow("Ask a question")
        customer.fill_request(ANSWERS)
        customer.click("Send Request")
        customer.find_request(TITLE, "Confirmed")

    with journey.step("offline, the customer takes it back, and quits"):
        backend.stop()
        customer.sees_label("Offline")
        customer.open_row(TITLE)
        customer.click("Withdraw Request…")
        customer.answer_alert("Withdraw")
        customer.sees("It was withdrawn.")
        app.quit()

    with journey.step("in the meantime the office takes it on"):
        backend.start()
        journey.app = office
        office.start()
        staff = Window(journey, office)
        sign_in(staff, backend, STAFF, choice="Office staff")
        staff.open_module("Back office")
        staff.choose_option("Portal requests")
        staff.find_portal_request(TITLE)
        staff.open_row(TITLE)
        staff.click("Accept as Work Order")
        staff.choose_option("Work orders")
        staff.row(TITLE, "W-")
        office.quit()

    with journey.step("the customer comes back and is told that it was not carried out"):
        journey.app = app
        app.start()
        customer = Window(journey, app)
        customer.sees("To do", wait=40.0)
        customer.open_module("Requests")
        customer.find_request(TITLE, "Taken on")
        customer.open_row(TITLE)
        customer.sees("Something you did here was not carried out")

    with journey.step("who was first, and what it is now, stands in the changes"):
        customer.click("See Why")
        customer.open_row(f"Withdraw: {TITLE}")
        customer.sees(f"{STAFF} was first")
        customer.sees("Taken on")

    with journey.step("removed, nothing is left to decide, and the request is the office's"):
        customer.press("Remove It")
        gone(customer.frame, (), "Needs your choice")
        dialog = find(customer.frame, "dialog", "Changes")
        act(find(dialog, "button", "Close"))
        gone(customer.frame, "dialog", None)
        customer.find_request(TITLE, "Taken on", "Confirmed")

    with journey.step("the application quits by itself"):
        app.quit()


if __name__ == "__main__":
    sys.exit(main())
