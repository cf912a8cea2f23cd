# SPDX-FileCopyrightText: 2026 The klantportaal authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives a GTK 4 program through its accessibility tree, as a person with a keyboard, a mouse and a
screen reader would. Everything waits for a state, with a deadline, and never for time to pass.

Entries and text views take text through EditableText; buttons, switches and tabs have an action;
list rows and combo rows have none and want the mouse. Rows off the screen do not exist in the tree.
"""

import contextlib
import ctypes
import ctypes.util
import functools
import subprocess
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

WAIT = 20.0  # seconds until a state that does not come is a failure
KEYS = {
    "Return": 0xFF0D, "Escape": 0xFF1B, "Tab": 0xFF09, "Down": 0xFF54, "Up": 0xFF52,
    "comma": 0x2C, "Left": 0xFF51, "Right": 0xFF53, "F1": 0xFFBE, "F6": 0xFFC3, "Home": 0xFF50, "End": 0xFF57, "space": 0x20, "Page_Down": 0xFF56,
}  # fmt: skip
MODIFIERS = {"Control": 0xFFE3, "Alt": 0xFFE9, "Shift": 0xFFE1}
# Roles in the words of libatspi for what the pages are made of.
LIST_ROLES = ("list item", "table row")
BUTTONS = ("button", "toggle button", "page tab", "tab", "menu item", "link", "push button")


class Missing(AssertionError):
    """A state did not come; the text is the sentence for the person who reads the failure."""


def until(what, ask, wait=WAIT):
    """Returns the first true answer of ask(); fails with the sentence @what at the deadline."""
    end = time.monotonic() + wait
    while True:
        try:
            answer = ask()
        except GLib.Error:  # a widget that went away while it was asked
            answer = None
        if answer:
            return answer
        if time.monotonic() > end:
            raise Missing(what)
        time.sleep(0.02)


def children(node):
    for index in range(node.get_child_count()):
        child = node.get_child_at_index(index)
        if child is not None:
            yield child


def tree(node):
    """All nodes below @node and itself; parts that vanish during the walk are left out."""
    yield node
    try:
        for child in children(node):
            yield from tree(child)
    except GLib.Error:
        return


def is_in(node, *states):
    held = node.get_state_set()
    return all(held.contains(state) for state in states)


def shown(root, known=None):
    """What a person can see: does not walk into parts that are hidden. The page of a view stack
    stands in the tree twice, by itself and in the stack; it is walked through once."""
    known = set() if known is None else known
    for node in children(root):
        try:
            if node.path not in known and is_in(node, Atspi.StateType.SHOWING):
                known.add(node.path)
                yield node
                yield from shown(node, known)
        except GLib.Error:
            continue


def matches(node, role, name):
    roles = (role,) if isinstance(role, str) else role
    if roles and node.get_role_name() not in roles:
        return False
    if name is None:
        return True
    text = node.get_name() or ""
    return name(text) if callable(name) else text == name


def look(root, role, name):
    """The first visible node now, or None. @role: a name, some, or () for any."""
    return next((node for node in shown(root) if matches(node, role, name)), None)


def describe(role, name):
    kind = role if isinstance(role, str) else "/".join(role) or "element"
    return kind + ("" if name is None or callable(name) else f" “{name}”")


def find(root, role, name, wait=WAIT, what=None):
    return until(
        what or f"there is no {describe(role, name)}", lambda: look(root, role, name), wait
    )


def find_text(root, part, wait=WAIT):
    """A visible element whose name contains @part: labels, rows, headings, buttons."""
    return find(root, (), lambda text: part in text, wait, f"“{part}” is not to be seen")


def gone(root, role, name, wait=WAIT):
    until(f"{describe(role, name)} does not go away", lambda: not look(root, role, name), wait)


def text_of(root):
    """All visible words, one element a line; for questions like “is it marked queued?”."""
    lines = []
    for node in shown(root):
        name = (node.get_name() or "").strip()
        if name and (not lines or lines[-1] != name):
            lines.append(name)
    return "\n".join(lines)


def act(node):
    """The element's own action: what Enter, or a screen reader's “activate”, would do."""
    what = f"“{node.get_name()}” cannot be used"
    until(what, lambda: is_in(node, Atspi.StateType.SENSITIVE))
    action = node.get_action_iface()
    if action is None or action.get_n_actions() == 0 or not action.do_action(0):
        raise Missing(what)


def write(node, text):
    """Puts @text into an entry or text view; the editable part may be a child of a row."""

    def editable():
        for each in (node, *shown(node)):
            if each.get_editable_text_iface() is not None:
                if each.get_editable_text_iface().set_text_contents(text):
                    return each
        return None

    return until(f"“{node.get_name()}” takes no text", editable)


class Attributes(ctypes.Structure):
    """XWindowAttributes as far as it is asked for; the rest is room."""

    _fields_ = [
        ("x", ctypes.c_int), ("y", ctypes.c_int), ("width", ctypes.c_int),
        ("height", ctypes.c_int), ("border_width", ctypes.c_int), ("depth", ctypes.c_int),
        ("visual", ctypes.c_void_p), ("root", ctypes.c_ulong), ("class", ctypes.c_int),
        ("bit_gravity", ctypes.c_int), ("win_gravity", ctypes.c_int),
        ("backing_store", ctypes.c_int), ("backing_planes", ctypes.c_ulong),
        ("backing_pixel", ctypes.c_ulong), ("save_under", ctypes.c_int),
        ("colormap", ctypes.c_ulong), ("map_installed", ctypes.c_int),
        ("map_state", ctypes.c_int), ("rest", ctypes.c_byte * 128),
    ]  # fmt: skip


class Screen:
    """The X server, for what the accessibility tree has no words for: windows and pictures."""

    def __init__(self):
        self.x = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
        display, window, number = ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int
        self.x.XOpenDisplay.restype = display
        self.x.XDefaultRootWindow.restype = window
        self.x.XDefaultRootWindow.argtypes = [display]
        self.x.XRaiseWindow.argtypes = [display, window]
        self.x.XFree.argtypes = [ctypes.c_void_p]
        self.x.XSync.argtypes = [display, number]
        self.x.XGetWindowAttributes.argtypes = [display, window, ctypes.c_void_p]
        self.x.XQueryTree.argtypes = [display, window] + [ctypes.c_void_p] * 4
        for name in ("XSetInputFocus", "XResizeWindow", "XMoveWindow"):
            getattr(self.x, name).argtypes = [display, window, number, number]
        self.display = self.x.XOpenDisplay(None)
        if not self.display:
            raise Missing("the X server cannot be reached")

    def windows(self):
        """Ids of the visible windows, the topmost last."""
        top, parent = ctypes.c_ulong(), ctypes.c_ulong()
        ids, count = ctypes.POINTER(ctypes.c_ulong)(), ctypes.c_uint()
        root = self.x.XDefaultRootWindow(self.display)
        self.x.XQueryTree(
            self.display, root, ctypes.byref(top), ctypes.byref(parent), ctypes.byref(ids),
            ctypes.byref(count),
        )  # fmt: skip
        found = []
        for index in range(count.value):
            about = Attributes()
            self.x.XGetWindowAttributes(self.display, ids[index], ctypes.byref(about))
            if about.map_state == 2 and about.width > 20 and about.height > 20:
                found.append(ids[index])
        if ids:
            self.x.XFree(ids)
        return found

    def raise_window(self, window):
        self.x.XRaiseWindow(self.display, window)
        self.x.XSetInputFocus(self.display, window, 2, 0)
        self.x.XSync(self.display, 0)

    def resize(self, window, width, height):
        self.x.XMoveWindow(self.display, window, 0, 0)
        self.x.XResizeWindow(self.display, window, width, height)
        self.x.XSync(self.display, 0)

    def picture(self, path, area=None):
        """Saves the screen, or its upper left @area (width, height), as PNG."""
        crop = ("-crop", f"{area[0]}x{area[1]}+0+0", "+repage") if area else ()
        subprocess.run(("import", "-window", "root", *crop, str(path)), check=True)


def press(node):
    """A click in the middle. No window manager runs, and windows stand at the corner of the
    screen, so that a window's coordinates are the screen's; not those of menus and popovers,
    which are windows of their own: there the keyboard serves."""
    box = node.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
    Atspi.generate_mouse_event(box.x + box.width // 2, box.y + box.height // 2, "b1c")


def has_focus(node, deep=False):
    """Whether the keyboard is in @node, or (@deep) in what lies directly in it."""
    nodes = (node, *children(node)) if deep else (node,)
    return any(is_in(each, Atspi.StateType.FOCUSED) for each in nodes)


def settles(ask, seconds=0.25):
    """Whether ask() comes true while a key is being handled."""
    with contextlib.suppress(Missing):
        return until("not yet", ask, seconds)
    return False


def next_key(node):
    """The key that leads to @node: within its list the arrows, else Tab."""
    if node.get_role_name() not in LIST_ROLES:
        return "Tab"
    siblings = list(children(node.get_parent()))[:60]
    focused = next((i for i, each in enumerate(siblings) if has_focus(each)), None)
    if focused is None or node not in siblings:
        return "Tab"
    return "Down" if siblings.index(node) > focused else "Up"


def go_to(node):
    """Moves the keyboard to @node as a person without a mouse would."""
    heard = hear()
    for _ in range(120):
        if has_focus(node, deep=True):
            return
        if not heard.press(next_key(node), 0.25):
            settles(lambda: has_focus(node, deep=True), 0.05)
    raise Missing(f"the keyboard does not reach “{node.get_name()}”")


def type_text(text):
    """Types @text, key by key."""
    Atspi.generate_keyboard_event(0, text, Atspi.KeySynthType.STRING)


def key(name):
    """Presses a key: "Return", "Control+n" …"""
    *held, last = name.split("+")
    code = KEYS.get(last) or ord(last)
    for modifier in held:
        Atspi.generate_keyboard_event(KEYCODES[modifier], None, Atspi.KeySynthType.PRESS)
    Atspi.generate_keyboard_event(code, None, Atspi.KeySynthType.SYM)
    for modifier in reversed(held):
        Atspi.generate_keyboard_event(KEYCODES[modifier], None, Atspi.KeySynthType.RELEASE)


class Focus:
    """What a screen reader hears: where the keyboard is. See hear()."""

    def __init__(self):
        self.node = None
        self.moves = 0
        self.listener = Atspi.EventListener.new(self.moved)
        self.listener.register("object:state-changed:focused")

    def moved(self, event):
        if event.detail1 == 1:
            self.node = event.source
            self.moves += 1

    def settle(self, moves, seconds):
        """Lets events in until the keyboard has moved on from the count @moves; whether it did."""
        context = GLib.MainContext.default()
        end = time.monotonic() + seconds
        while self.moves == moves and time.monotonic() < end:
            if not context.iteration(False):
                time.sleep(0.005)
        while context.iteration(False):
            pass
        return self.moves != moves

    def press(self, name, seconds):
        """Presses a key; whether the keyboard went elsewhere within @seconds."""
        moves = self.moves
        key(name)
        return self.settle(moves, seconds)


@functools.cache
def hear():
    """The one listener of this journey."""
    return Focus()


KEYCODES = {"Control": 37, "Shift": 50, "Alt": 64}  # of the PC keyboard that Xvfb emulates


def application(name, wait=WAIT, process=None):
    """The running program whose accessible name contains @name; @process: its number, where several
    may run."""
    desktop = Atspi.get_desktop(0)
    desktop.set_cache_mask(Atspi.Cache.NONE)

    def ask():
        for program in children(desktop):
            if process is not None and program.get_process_id() != process:
                continue
            if name in (program.get_name() or "") and program.get_child_count() > 0:
                program.set_cache_mask(Atspi.Cache.NONE)
                return program
        return None

    return until(f"the application {name} does not appear", ask, wait)


def unnamed(root):
    """What a hand can touch and a screen reader could not name: must be empty on every page.
    What a combo box unfolds is not looked into; GTK gives its items words but no names."""
    roles = (*BUTTONS, "check box", "combo box", "text", "list item", "table row", "radio button")
    found = []
    for node in children(root):
        if is_in(node, Atspi.StateType.SHOWING):
            if node.get_role_name() in roles and not (node.get_name() or "").strip():
                words = ", ".join(each.get_name() for each in shown(node) if each.get_name())
                found.append(f"{node.get_role_name()} with “{words}”")
            if node.get_role_name() != "combo box":
                found += unnamed(node)
    return found


def outline(root, depth=0):
    """The tree as text, for the reader of a failure."""
    lines = []
    try:
        states = root.get_state_set()
        flags = [
            word
            for word, state in (
                ("hidden", None),
                ("focused", Atspi.StateType.FOCUSED),
                ("checked", Atspi.StateType.CHECKED),
                ("selected", Atspi.StateType.SELECTED),
            )
            if state is not None and states.contains(state)
        ]
        if not states.contains(Atspi.StateType.SHOWING):
            flags.insert(0, "hidden")
        name = (root.get_name() or "").replace("\n", "⏎")
        lines.append(f"{'  ' * depth}{root.get_role_name()} “{name}” {' '.join(flags)}".rstrip())
        if "hidden" not in flags or depth < 3:
            for child in children(root):
                lines += outline(child, depth + 1)
    except GLib.Error:
        pass
    return lines
