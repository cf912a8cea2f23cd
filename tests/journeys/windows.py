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
    gone,
    is_in,
    look,
    key,
    press,
    press_key_until,
    shown,
    until,
    write,
)

ROWS = ("list item", "table row", "row", "table cell")
TEXTS = ("text", "password text", "entry")
FIELDS = ("check box", "combo box", "toggle button")
EVERY_MONTH = "28"  # a day that each calendar shows
CHECKS = ("check box", "switch", "toggle button", "radio button")


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
        """An option of the module, at the left: the first row with this text."""
        self.front()
        press(self.row(name))

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

    def choose_flow(self, name):
        """A card of the picker; its name is all that stands on it."""
        act(find(self.frame, BUTTONS, lambda text: text.startswith(name), what=f"no card “{name}”"))

    def fill_step(self, answers):
        """Answers what the step asks, by the @answers to all questions of the form."""
        for question, answer in answers.items():
            title = (question, question + " *")
            field = look(self.frame, (*TEXTS, *FIELDS), lambda n: n in title)
            if field is None:
                continue
            if field.get_role_name() == "combo box":
                self.choose(field, answer)
            elif field.get_role_name() == "check box":
                if not is_in(field, Atspi.StateType.CHECKED):
                    act(field)
            elif field.get_role_name() == "toggle button":
                self.choose_day(field)
            else:
                write(field, answer)

    def choose(self, combo, answer):
        """One of a list that opens below its row."""
        self.front()
        press(combo)
        find(self.frame, "label", answer)
        press_key_until(
            self.frame,
            "Down",
            f"the list has no “{answer}”",
            lambda place: look(place, "label", answer) is not None,
        )
        key("Return")
        find(combo, "label", answer)

    def choose_day(self, button):
        """The day after today, in the calendar that opens at the button."""
        self.front()
        act(button)
        press_key_until(
            self.frame,
            "Tab",
            "the calendar takes no focus",
            lambda place: look(place, "label", EVERY_MONTH) is not None,
        )
        key("Right")
        key("space")
        gone(self.frame, "label", EVERY_MONTH)

    def fill_request(self, answers):
        """Goes through all steps up to the sending of the request."""
        for _ in range(20):
            place = find(self.frame, (), lambda text: text.startswith("Step ")).get_name()
            self.fill_step(answers)
            if look(self.frame, BUTTONS, "Send Request"):
                return
            self.click("Next")
            until(
                f"“Next” does not leave “{place}”",
                lambda: look(self.frame, (), place) is None,
            )
        raise Missing("the form has no end")

    # What a person sees.

    def open_row(self, *parts):
        self.front()
        press(self.row(*parts))

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

    def sees_label(self, beginning, wait=20.0):
        """A label; a banner keeps its name while it is closed, but not its label."""
        return find(
            self.frame,
            "label",
            lambda text: text.startswith(beginning),
            wait,
            f"“{beginning} …” is not to be seen",
        )
