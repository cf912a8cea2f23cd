#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The klantportaal authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Notification services that record: org.freedesktop.Notifications, and org.gtk.Notifications, which
GNOME has and which shows notifications of programs that are closed. What they are told to show and
to take away is appended to a file, one JSON object a line.

Usage: notifications.py FILE
"""

import json
import sys

from gi.repository import Gio, GLib

INTERFACE = """
<node>
  <interface name="org.freedesktop.Notifications">
    <method name="GetCapabilities"><arg type="as" direction="out"/></method>
    <method name="GetServerInformation">
      <arg type="s" direction="out"/><arg type="s" direction="out"/>
      <arg type="s" direction="out"/><arg type="s" direction="out"/>
    </method>
    <method name="Notify">
      <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
      <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
      <arg type="a{sv}" direction="in"/><arg type="i" direction="in"/>
      <arg type="u" direction="out"/>
    </method>
    <method name="CloseNotification"><arg type="u" direction="in"/></method>
    <signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
    <signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
  </interface>
  <interface name="org.gtk.Notifications">
    <method name="AddNotification">
      <arg type="s" direction="in"/><arg type="s" direction="in"/>
      <arg type="a{sv}" direction="in"/>
    </method>
    <method name="RemoveNotification">
      <arg type="s" direction="in"/><arg type="s" direction="in"/>
    </method>
  </interface>
</node>
"""


class Recorder:
    def __init__(self, path):
        self.path = path
        self.last = 0

    def record(self, **what):
        with open(self.path, "a", encoding="utf-8") as file:
            file.write(json.dumps(what) + "\n")

    def called_by_gtk(self, _bus, _sender, _path, _interface, method, parameters, invocation):
        program, ident, *about = parameters.unpack()
        if method == "AddNotification":
            self.record(
                program=program, id=ident, title=about[0]["title"], body=about[0].get("body", ""),
                action=about[0].get("default-action", ""),
                target=about[0].get("default-action-target"),
            )  # fmt: skip
        else:
            self.record(program=program, gone=ident)
        invocation.return_value(None)

    def called(self, _bus, _sender, _path, _interface, method, parameters, invocation):
        if method == "GetCapabilities":
            invocation.return_value(GLib.Variant("(as)", (["body", "actions"],)))
        elif method == "GetServerInformation":
            answer = ("recorder", "klantportaal", "1", "1.2")
            invocation.return_value(GLib.Variant("(ssss)", answer))
        elif method == "Notify":
            program, replaces, _icon, title, body, _actions, _hints, _wait = parameters.unpack()
            self.last = replaces or self.last + 1
            self.record(program=program, title=title, body=body)
            invocation.return_value(GLib.Variant("(u)", (self.last,)))
        else:
            invocation.return_value(None)


def main(path):
    recorder = Recorder(path)
    desktop, gtk = Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    bus.register_object("/org/gtk/Notifications", gtk, recorder.called_by_gtk, None, None)
    bus.register_object("/org/freedesktop/Notifications", desktop, recorder.called, None, None)
    for name in ("org.gtk.Notifications", "org.freedesktop.Notifications"):
        Gio.bus_own_name_on_connection(bus, name, Gio.BusNameOwnerFlags.NONE, None, None)
    GLib.MainLoop().run()


if __name__ == "__main__":
    main(sys.argv[1])
