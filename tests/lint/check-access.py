#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The klantportaal authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Deny by default: every route names a capability, every operation says who may do it and with
which right, PROTOCOL.md describes all of them and no others, and every decision of the server has a
number of its own that the access matrices switch off.

Usage: check-access.py ROOT | --self-test
"""

import pathlib
import re
import sys
import tempfile

ROUTES = re.compile(r"\bKpsRoute KPS_ROUTES\[\] = \{\n(.*?)^\};", re.DOTALL | re.MULTILINE)
KINDS = re.compile(r"\bKpOperationKind KINDS\[\] = \{\n(.*?)^\};", re.DOTALL | re.MULTILINE)
DECISION = re.compile(r"\bKPS_ALLOW \((\d+),")
# Those below this number are of routes, sessions and accounts: tests/integration/test-access-matrix.c
# finds them by itself. The others are about streams and operations.
FIRST_DECISION = 50
MATRIX = "tests/integration/office/test-access-operations.c"
LAST_DECISION = re.compile(r"^#define LAST_DECISION (\d+)$", re.MULTILINE)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def table(root, folder, pattern):
    """Returns (file, rows as text) of the table that @pattern finds under @folder."""
    for path in sorted((root / folder).rglob("*.c")):
        match = pattern.search(COMMENT.sub("", path.read_text()))
        if match:
            return path.relative_to(root), split_rows(match.group(1))
    return None, []


def split_rows(text):
    """The blocks in braces at the outermost level; the closing row { NULL } is left out."""
    rows, depth, start = [], 0, 0
    for place, letter in enumerate(text):
        if letter == "{":
            depth += 1
            if depth == 1:
                start = place
        elif letter == "}":
            depth -= 1
            if depth == 0:
                rows.append(text[start : place + 1])
    return [row for row in rows if '"' in row]


def find_route_faults(root, protocol):
    path, rows = table(root, "src/server/http", ROUTES)
    if not rows:
        yield "src/server/http: the table KPS_ROUTES is not to be found"
    for row in rows:
        method, target = re.findall(r'"([^"]*)"', row)[:2]
        if not re.search(r"\bKPS_CAPABILITY_[A-Z]", row):
            yield f"{path}: {method} {target} names no capability"
        if target not in protocol:
            yield f"src/protocol/PROTOCOL.md: says nothing of {method} {target}"


def find_operation_faults(root, protocol):
    path, rows = table(root, "src/protocol", KINDS)
    names = set()
    if not rows:
        yield "src/protocol: the table KINDS of operations is not to be found"
    for row in rows:
        name = re.search(r'\.name = "([^"]+)"', row).group(1)
        version = re.search(r"\.version = (\d+)", row)
        who = re.findall(r"\bKP_WHO_[A-Z_]+", row)
        names.add(name)
        if not who:
            yield f"{path}: {name} says nobody who may do it"
        if ".right = " not in row and who != ["KP_WHO_SELF"]:
            yield f"{path}: {name} asks for no right"
        if version is None or f"{name}@{version.group(1)}" not in protocol:
            yield f"src/protocol/PROTOCOL.md: says nothing of {name} in its version"
    for described in sorted(set(re.findall(r"`([a-z_]+\.[a-z_]+)@\d+`", protocol)) - names):
        yield f"src/protocol/PROTOCOL.md: describes {described}, which is no operation"


def find_decision_faults(root):
    places = {}
    for path in sorted((root / "src/server").rglob("*.c")):
        for number in map(int, DECISION.findall(path.read_text())):
            if number in places:
                yield f"{path.relative_to(root)}: decision {number} is that of {places[number]} too"
            places[number] = path.relative_to(root)
    matrix = root / MATRIX
    last = LAST_DECISION.search(matrix.read_text()) if matrix.exists() else None
    known = int(last.group(1)) if last else 0
    for number in range(FIRST_DECISION, max([known, *places]) + 1):
        if number not in places:
            yield f"{MATRIX}: there is no decision {number}"
        elif number > known:
            yield f"{MATRIX}: does not switch off decision {number} of {places[number]}"


def find_faults(root):
    path = root / "src" / "protocol" / "PROTOCOL.md"
    protocol = path.read_text() if path.exists() else ""
    yield from find_route_faults(root, protocol)
    yield from find_operation_faults(root, protocol)
    yield from find_decision_faults(root)


def self_test():
    routes = "const KpsRoute KPS_ROUTES[] = {\n%s  { NULL },\n};\n"
    kinds = "static const KpOperationKind KINDS[] = {\n%s  { NULL },\n};\n"
    route = '  { "GET", "/healthz", KPS_CAPABILITY_PUBLIC, 0 },\n'
    kind = '  { .name = "request.note", .version = 1, .right = "a", .who = KP_WHO_STAFF },\n'
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for place in ("src/server/http", "src/protocol"):
            (root / place).mkdir(parents=True)
        http, operations = root / "src/server/http/a.c", root / "src/protocol/b.c"
        text = root / "src/protocol/PROTOCOL.md"
        text.write_text("`GET /healthz` and `request.note@1`\n")

        def faults(route_rows, kind_rows):
            http.write_text(routes % route_rows)
            operations.write_text(kinds % kind_rows)
            return main([folder]) or ""

        assert not faults(route, kind), faults(route, kind)
        assert "names no capability" in faults(route.replace("KPS_CAPABILITY_PUBLIC", "0"), kind)
        assert "nothing of GET /other" in faults(route.replace("/healthz", "/other"), kind)
        assert "not to be found" in faults("", kind)
        assert "not to be found" in faults(route, "")
        assert "nobody" in faults(route, kind.replace("KP_WHO_STAFF", "0"))
        assert "asks for no right" in faults(route, kind.replace('.right = "a", ', ""))
        assert not faults(route, kind.replace('.right = "a", ', "").replace("STAFF", "SELF"))
        assert "in its version" in faults(route, kind.replace(" = 1", " = 2"))
        text.write_text("`GET /healthz`, `request.note@1`, `request.fly@1`\n")
        assert "describes request.fly" in faults(route, kind)
        text.write_text("`GET /healthz` and `request.note@1`\n")

        matrix = root / MATRIX
        matrix.parent.mkdir(parents=True)
        matrix.write_text("#define LAST_DECISION 51\n")
        decisions = "KPS_ALLOW (3, a) KPS_ALLOW (50, b) KPS_ALLOW (51, c)"
        assert not faults(route + f"/* {decisions} */", kind)
        assert "is that of" in faults(route + f"/* {decisions} KPS_ALLOW (3, d) */", kind)
        assert "not switch off decision 52" in faults(
            route + f"/* {decisions} KPS_ALLOW (52, d) */", kind
        )
        assert "no decision 51" in faults(route + "/* KPS_ALLOW (50, b) */", kind)


def main(arguments):
    """Returns what sys.exit() takes: a text on failure."""
    if arguments == ["--self-test"]:
        return self_test()

    return "\n".join(find_faults(pathlib.Path(arguments[0]))) or None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
