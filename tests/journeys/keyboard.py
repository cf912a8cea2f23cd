#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The klantportaal authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Without a mouse: a customer fills in a form of more than twelve questions with conditions, while
the office cannot be reached; the program is killed in the middle; the draft is there again, is
finished, and is sent once.

Run by session.py.
"""

import pathlib
import subprocess
import sys

from driver import Atspi, Missing, find, go_to, key, shown, type_text, until
from program import SESSION, Application, Backend
from steps import Journey
from windows import TEXTS, TICKED, Keyboard

CUSTOMER = "Mo Rahimi"
FLOW = "Report a fault"
SUBJECT = "Boiler in the cellar drips"
BEFORE = {
    "What is the matter?": SUBJECT,
    "Kind of machine": "Heating",
    "Where is it?": "Cellar, second door",
    "A leak": TICKED,
    "An error message": TICKED,
    "Error code": "E-17",  # asked for since there is a message
}
PHOTO = "Photos of the machine or its type plate"
STARTED = {
    "Has your work come to a halt?": TICKED,
    "Since": "any",  # asked for since work has stopped
}
AFTER = {
    "Phone number on site": "06 1234 5678",
    "Details": "It began after the power cut.",
    "The machine is switched off and has cooled down": TICKED,
    "The engineer can reach the machine": TICKED,
    "The logbook is at hand": TICKED,
}


def kept(window):
    """The sign below the form that what was typed lies on the disk."""
    window.sees("Draft kept on this computer", wait=10.0)


def must_hold(window, answers):
    """The fields of the step hold what was typed before."""
    fields = window.find_fields()
    for question, answer in answers.items():
        node = fields.get(question)
        if node is None:
            raise Missing(f"the question “{question}” is not there again")
        if node.get_role_name() in TEXTS:
            until(
                f"“{question}” does not hold “{answer}” again",
                lambda node=node, answer=answer: answer in typed(node),
            )


def typed(field):
    """What stands in an entry, which may lie inside the row of its name."""
    texts = []
    for node in (field, *shown(field)):
        face = node.get_text_iface()
        if face is not None:
            texts.append(Atspi.Text.get_text(face, 0, face.get_character_count()) or "")
    return "\n".join(texts)


def main():
    journey = Journey("keyboard")
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
    with journey.step("a customer signs in without a mouse"):
        backend.start()
        account = backend.account(CUSTOMER)
        app.start()
        window = Keyboard(journey, app)
        window.sign_in(backend.address(account), account["login"], account["password"])
        window.sees("To do", wait=40.0)

    with journey.step("the backend stops"):
        backend.stop()
        window.sees_label("Offline")

    with journey.step("Ctrl+N leads to the flows, and Enter to the form"):
        key("Control+n")
        window.sees("What would you like to request?")
        window.choose_flow(FLOW)
        window.sees("Step 1 of")

    with journey.step("the first step is answered, and an answer brings up a question"):
        window.fill_step(BEFORE)
        must_hold(window, {"Error code": "E-17"})
        key("Control+Return")
        window.sees("Step 2 of")

    with journey.step("a photo is chosen, and is kept in the draft"):
        picture = pathlib.Path(SESSION) / "boiler.jpg"
        subprocess.run(("convert", "-size", "320x240", "plasma:", str(picture)), check=True)
        window.choose_file(f"Add photo: {PHOTO}", picture)
        window.sees("boiler.jpg")
        kept(window)
        picture.unlink()

    with journey.step("the program is killed in the middle of the second step"):
        window.fill_step(STARTED)
        kept(window)
        app.kill()

    with journey.step("started again without a line, the draft waits under Drafts"):
        app.start()
        window = Keyboard(journey, app)
        window.sees_label("Offline", wait=40.0)
        window.open_module("Requests")
        window.choose_option("Drafts")
        window.open_draft(SUBJECT)

    with journey.step("everything that was typed is there"):
        window.sees("Step 2 of")
        must_hold(window, {"Since": ""})
        window.sees("boiler.jpg")
        key("Alt+Left")
        window.sees("Step 1 of")
        must_hold(window, BEFORE)
        key("Control+Return")
        window.sees("Step 2 of")

    with journey.step("the rest is answered, and the request is sent"):
        window.fill_request(AFTER)
        window.click("Send Request")
        window.find_request(SUBJECT, "Queued")

    with journey.step("the backend is back and has the request once"):
        backend.start()
        window.row(SUBJECT, "Confirmed")
        numbered = {
            each.get_name()
            for each in window.rows(SUBJECT)
            if each.get_role_name() == "table row"
        }
        if len(numbered) != 1:
            raise Missing(f"the request stands {len(numbered)} times in the overview")

    with journey.step("the photo went along"):
        window.open_row(SUBJECT)
        window.sees("boiler.jpg")

    with journey.step("a message of two lines is written, and Ctrl+Enter sends it"):
        window.enter(find(window.frame, TEXTS, "Write a message"), "The boiler hums.")
        key("Return")
        type_text("It is warm, though.")
        key("Control+Return")
        window.sees_label("The boiler hums.")

    with journey.step("Ctrl+Q ends the program"):
        window.front()
        key("Control+q")
        until("the program does not end", lambda: app.process.poll() is not None)
        app.process = None


if __name__ == "__main__":
    sys.exit(main())
