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
    go_to,
    has_focus,
    is_in,
    look,
    key,
    settles,
    shown,
    type_text,
    until,
    write,
)

ROWS = ("list item", "table row", "row", "table cell")
TEXTS = ("text", "password text", "entry")
FIELDS = ("check box", "combo box", "toggle button")
TICKED = "ticked"  # the answer of a box
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

    # What a person does. How is decided in two places, which a journey without a mouse replaces.

    def use(self, node):
        act(node)

    def enter(self, node, text):
        write(node, text)

    def click(self, name, roles=BUTTONS, wait=20.0):
        self.use(find(self.frame, roles, name, wait))

    def press(self, name):
        """A row that is a button as a whole; it has no action of its own in the tree."""
        self.front()
        go_to(find(self.frame, BUTTONS, name))
        key("Return")

    def open_module(self, name):
        """The tab along the top; its name may carry a count."""
        tab = find(
            self.frame,
            ("tab", "page tab", "toggle button", "radio button"),
            lambda text: text == name or text.startswith(name + " "),
            what=f"there is no tab “{name}”",
        )
        self.use(tab)
        until(
            f"“{name}” does not come to the front",
            lambda: (self.frame.get_name() or "").startswith(name),
        )

    def choose_option(self, name):
        """An option of the module, at the left: the first row with this text."""
        self.open_row(name)

    def add_account(self):
        """“Add Account…” of the main menu: the entry below those of the accounts. GTK's menu items
        have no names in the tree, so they are counted."""
        self.front()
        act(find(self.frame, "toggle button", "Main menu"))
        first = find(self.frame, "menu item", None)
        until("the menu takes no focus", lambda: has_focus(first))
        key("Down")
        until("the menu does not move on", lambda: not has_focus(first))
        key("Return")

    def sign_in(self, address, login, password, choice=None):
        self.front()
        self.enter(find(self.frame, TEXTS, "Portal address"), address)
        self.click("Continue")
        if choice is not None:
            self.open_row(choice)
        self.enter(find(self.frame, TEXTS, "E-mail address"), login)
        self.enter(find(self.frame, TEXTS, "Password"), password)
        self.click("Sign In")

    def answer_alert(self, answer):
        """A button of the question that lies over the window. While it opens, it may lay out its
        buttons anew, and the one that was found is gone: then the new one is used."""
        roles = ("alert", "dialog")
        find(self.frame, roles, None)

        def is_answered():
            alert = look(self.frame, roles, None)
            button = look(alert, BUTTONS, answer) if alert is not None else None
            if button is not None:
                self.use(button)
            return settles(lambda: look(self.frame, roles, None) is None, 1.0)

        until(f"“{answer}” does not answer the question", is_answered)

    # The form of a request.

    def choose_flow(self, name):
        """A card of the picker; its name is all that stands on it."""
        what = f"no card “{name}”"
        self.use(find(self.frame, BUTTONS, lambda text: text.startswith(name), what=what))

    def fill_step(self, answers):
        """Answers what the step asks, by the @answers to all questions of the form. An answer can
        make other questions appear, so the fields are looked for again after a choice."""
        open_questions = dict(answers)
        fields = self.find_fields()
        while True:
            question = next((each for each in open_questions if each in fields), None)
            if question is None:
                return
            answer, field = open_questions.pop(question), fields[question]
            if field.get_role_name() == "combo box":
                self.choose(field, answer)
                fields = self.find_fields()
            elif field.get_role_name() == "check box":
                self.tick(field)
                fields = self.find_fields()
            elif field.get_role_name() == "toggle button":
                self.choose_day(field)
            else:
                self.enter(field, answer)

    def find_fields(self):
        """Question without its mark → the element that takes the answer."""
        found = {}
        for node in shown(self.frame):
            if node.get_role_name() in (*TEXTS, *FIELDS):
                found.setdefault((node.get_name() or "").removesuffix("\u00a0*"), node)
        return found

    def tick(self, box):
        """Check boxes of rows have no action of their own; the keyboard reaches them."""
        self.front()
        if not is_in(box, Atspi.StateType.CHECKED):
            go_to(box)
            key("space")
            until(
                f"“{box.get_name()}” stays without a tick",
                lambda: is_in(box, Atspi.StateType.CHECKED),
            )

    def choose(self, combo, answer):
        """One of a list that opens below its row."""
        self.front()
        go_to(combo)
        key("Return")
        label = find(self.frame, "label", answer)
        go_to(parent_of(label, "list item"))
        key("Return")
        find(combo, "label", answer)

    def choose_day(self, button):
        """A day of this month, in the calendar that opens at the button."""
        self.front()

        def open_dates():
            return sum(node.get_name() == "No date yet" for node in shown(self.frame))

        before = open_dates()
        self.use(button)
        grid = find(self.frame, "label", EVERY_MONTH).get_parent()
        until(
            "the calendar takes no focus",
            lambda: has_focus(grid) or has_focus(grid.get_parent()),
        )
        key("Down")
        key("Down")  # the first week may begin in the month before
        key("space")
        until("no day is chosen", lambda: open_dates() < before)

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

    def search(self, label, words):
        """Lists show what fits; an empty text shows everything again."""
        self.enter(find(self.frame, (*TEXTS, "entry"), label), words)

    def open_row(self, *parts):
        self.front()
        go_to(self.row(*parts))
        key("Return")

    def rows(self, *parts):
        """The rows, now, in which all @parts are to be read."""
        found = []
        for node in shown(self.frame):
            if node.get_role_name() in ROWS:
                words = " ".join([node.get_name() or ""] + [n.get_name() or "" for n in shown(node)])
                if all(part in words for part in parts):
                    found.append(node)
        return found

    def row(self, *parts, wait=20.0):
        """The first of them, once there is one."""
        what = f"no row says {' and '.join(f'“{part}”' for part in parts)}"
        return until(what, lambda: next(iter(self.rows(*parts)), None), wait)

    def find_request(self, title, *parts):
        """In the customer's overview, where new rows can be above what the list shows."""
        self.choose_option("My requests")
        self.search("Search in requests", title)
        self.shows_only(title)
        return self.row(title, *parts)

    def find_portal_request(self, title, *parts):
        self.search("Search in portal requests", title)
        self.shows_only(title)
        return self.row(title, *parts)

    def shows_only(self, title):
        """Waits until a search has narrowed the table: a row that goes takes the keyboard with it."""

        def ask():
            rows = [
                node
                for node in shown(self.frame)
                if node.get_role_name() == "table row"
                and node.get_parent().get_role_name() == "list"  # not the titles of the columns
            ]
            return rows and all(title in (node.get_name() or "") for node in rows)

        until(f"the search for “{title}” shows other rows too", ask)

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


class Keyboard(Window):
    """The same for hands without a mouse, and without the actions that only a screen reader has."""

    def use(self, node):
        self.front()
        go_to(node)
        key("Return")

    def enter(self, node, text):
        self.front()
        go_to(node)
        key("Control+a")
        type_text(text)

    def open_module(self, name):
        """Alt and the number of the tab."""
        self.front()
        tabs = [
            node.get_name() or ""
            for node in shown(self.frame)
            if node.get_role_name() in ("tab", "page tab", "toggle button", "radio button")
        ]
        for number in range(1, len(tabs) + 1):
            key(f"Alt+{number}")
            if settles(lambda: (self.frame.get_name() or "").startswith(name), 1.0):
                return
        raise Missing(f"no shortcut leads to “{name}”")

    def choose_file(self, button, path):
        """Types the path in GTK's own file chooser, which is a window of its own."""
        before = set(self.journey.screen.windows())
        self.use(find(self.frame, BUTTONS, button))
        chooser = until(
            "no file chooser opens",
            lambda: next(
                (each for each in self.journey.screen.windows() if each not in before), None
            ),
        )
        self.journey.screen.raise_window(chooser)
        type_text(str(path))
        key("Return")
        until(
            "the file chooser does not close",
            lambda: chooser not in self.journey.screen.windows(),
        )
        self.front()

    def choose_day(self, button):
        """The keyboard stops at the row, which opens the calendar."""
        super().choose_day(parent_of(button, "list item"))

    def open_draft(self, title):
        """A row of the drafts; the whole row is what Enter opens."""
        self.open_row(title)


def parent_of(node, role):
    while node.get_role_name() != role:
        node = node.get_parent()
    return node
