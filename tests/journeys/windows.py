# SPDX-FileCopyrightText: 2026 The klantportaal authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The application's windows, and the words on them: the one place that knows names of widgets."""

from driver import (
    BUTTONS,
    Atspi,
    Missing,
    act,
    children,
    find,
    find_text,
    is_in,
    key,
    look,
    press,
    shown,
    until,
    write,
)

ROWS = ("list item", "table row", "row", "table cell")
TEXTS = ("text", "password text", "entry")
CHECKS = ("check box", "switch", "toggle button", "radio button")
# What a person would answer, by a word of the question; the last one serves all others.
ANSWERS = (
    ("mail", "jan@example.nl"),
    ("phone", "+31 6 12345678"),
    ("iban", "NL91ABNA0417164300"),
    ("account number", "NL91ABNA0417164300"),
    ("postcode", "1234 AB"),
    ("hours", "32"),
    ("number", "3"),
    ("how many", "3"),
    ("amount", "1250.00"),
    ("salary", "2900.00"),
    ("", "Written by the journey"),
)


class Window:
    """One window of the application: where it is in the tree, and on the screen."""

    def __init__(self, journey, application, known=()):
        self.journey = journey
        self.frame = until(
            "no new window appears",
            lambda: next(
                (
                    node
                    for node in children(application.root)
                    if node.get_role_name() in ("frame", "window") and node not in known
                ),
                None,
            ),
        )
        self.x = until("the window is not on the screen", journey.screen.windows)[-1]

    def front(self):
        """Windows lie on each other; the one that is worked in comes to the front."""
        self.journey.screen.raise_window(self.x)

    # What a person does.

    def click(self, name, roles=BUTTONS, wait=20.0):
        act(find(self.frame, roles, name, wait))

    def open_module(self, name):
        """The tab along the top; its name may carry a count."""
        tab = find(
            self.frame,
            ("tab", "page tab", "toggle button", "radio button"),
            lambda text: text == name or text.startswith(name + " "),
            what=f"there is no tab “{name}”",
        )
        act(tab)

    def choose_option(self, name):
        """An option of the module, at the left."""
        press(
            find(
                self.frame,
                ROWS,
                lambda text: text.split("\n")[0].startswith(name),
                what=f"there is no option “{name}”",
            )
        )

    def menu(self, *names):
        """An entry of the main menu, through submenus."""
        self.front()
        act(find(self.frame, BUTTONS, "Main menu"))
        for name in names:
            act(find(self.frame, ("menu item", "button"), name))

    def sign_in(self, address, login, password, choice=None):
        self.front()
        write(find(self.frame, TEXTS, "Portal address"), address)
        self.click("Continue")
        if choice is not None:
            press(find(self.frame, ROWS, lambda text: choice in text, what=f"no choice “{choice}”"))
        write(find(self.frame, TEXTS, "E-mail address"), login)
        write(find(self.frame, TEXTS, "Password"), password)
        self.click("Sign In")

    # The form of a request.

    def fill_step(self, texts):
        """Answers every question of the step that is required; @texts by question come first."""
        for node in list(shown(self.frame)):
            role, name = node.get_role_name(), node.get_name() or ""
            if role in TEXTS and name.endswith("*") and "earch" not in name:
                write(node, answer(name, texts))
            elif role == "combo box" and "*" in name:
                self.choose_first(node)
        for node in list(shown(self.frame)):
            if node.get_role_name() == "check box" and not is_in(node, Atspi.StateType.CHECKED):
                act(node)

    def choose_first(self, combo):
        self.front()
        press(combo)
        key("Down")
        key("Return")

    def fill_request(self, texts):
        """Goes through all steps up to the sending of the request."""
        for _ in range(20):
            place = find_text(self.frame, "Step ").get_name()
            self.fill_step(texts)
            if look(self.frame, BUTTONS, "Send Request"):
                return
            self.click("Next")
            until(
                f"“Next” does not leave “{place}”",
                lambda: look(self.frame, (), lambda text: text == place) is None,
            )
        raise Missing("the form has no end")

    # What a person sees.

    def row(self, *parts, wait=20.0):
        """A row of a list in which all @parts are to be read."""

        def ask():
            for node in shown(self.frame):
                if node.get_role_name() in ROWS:
                    words = " ".join([node.get_name() or ""] + [n.get_name() or "" for n in shown(node)])
                    if all(part in words for part in parts):
                        return node
            return None

        return until(f"no row says {' and '.join(f'“{p}”' for p in parts)}", ask, wait)

    def sees(self, part, wait=20.0):
        return find_text(self.frame, part, wait)


def answer(question, texts):
    for word, text in (*texts, *ANSWERS):
        if word.lower() in question.lower():
            return text
    raise AssertionError(question)
